package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forms of objects by their exact class, and by the tag that stands for it. Filled once, and
 * then read by many threads.
 */
final class FormTable {
  private static final int TAGS = 128;

  /** A form and its tag. */
  record Tagged(int tag, Form form) {}

  private final Map<Class<?>, Tagged> byClass = new HashMap<>();
  private final @Nullable Form[] byTag = new @Nullable Form[TAGS];

  /** What writes an object of a class. */
  @FunctionalInterface
  interface Writes<T> {
    void write(T value, StateOutput out) throws NoEncodedFormException;
  }

  /** What reads an object of a class. */
  @FunctionalInterface
  interface Reads {
    Object read(StateInput in);
  }

  /** Adds a form for exactly this class. */
  <T> void add(Class<T> type, int tag, Writes<? super T> writes, Reads reads) {
    add(
        type,
        tag,
        new Form() {
          @Override
          public void write(Object value, StateOutput out) throws NoEncodedFormException {
            writes.write(type.cast(value), out);
          }

          @Override
          public Object read(StateInput in) {
            return reads.read(in);
          }
        });
  }

  void add(Class<?> type, int tag, Form form) {
    byClass.put(type, new Tagged(tag, form));
    addTag(tag, form);
  }

  /** Adds a form that is chosen by other means than a class. */
  void addTag(int tag, Form form) {
    if (byTag[tag] != null) {
      throw new IllegalStateException("tag " + tag + " stands for something already");
    }
    byTag[tag] = form;
  }

  @Nullable Tagged of(Class<?> type) {
    return byClass.get(type);
  }

  Form of(int tag) {
    Form form = tag < TAGS ? byTag[tag] : null;
    if (form == null) {
      throw new UnreadableStateException("no value begins with the byte " + tag);
    }
    return form;
  }
}
