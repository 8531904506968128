package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import org.jspecify.annotations.Nullable;

/**
 * A place of the mapping that holds a value: an attribute, a part of a component, an element of a
 * collection. Knows what the mapping says of it. Thread-safe.
 */
final class Slot {
  private final String path;
  private final Values values;
  private final @Nullable MappedForm form;
  private final @Nullable Class<?> expected;

  /**
   * A place.
   *
   * @param path names it in messages: entity and attribute
   * @param form how values are written whose class alone does not say it
   * @param expected the class of what is written otherwise, where the mapping says it
   */
  Slot(String path, Values values, @Nullable MappedForm form, @Nullable Class<?> expected) {
    this.path = path;
    this.values = values;
    this.form = form;
    this.expected = expected;
  }

  void write(@Nullable Object value, StateOutput out) throws NoEncodedFormException {
    try {
      writeChecked(value, out);
    } catch (NoEncodedFormException e) {
      throw new NoEncodedFormException(path + ": " + e.getMessage());
    } catch (RuntimeException e) {
      // A converter of the application.
      throw new NoEncodedFormException(path + ": " + e);
    }
  }

  private void writeChecked(@Nullable Object value, StateOutput out) throws NoEncodedFormException {
    if (value != null && form != null && form.accepts(value)) {
      out.writeByte(Tag.AS_MAPPED);
      form.write(value, out);
      return;
    }
    if (!isExpected(value)) {
      out.writeByte(Tag.NOT_AS_MAPPED);
    }
    values.write(value, out);
  }

  private boolean isExpected(@Nullable Object value) {
    return expected == null
        || value == null
        || expected.isInstance(value)
        || Values.isPlaceholder(value);
  }

  @Nullable Object read(StateInput in) {
    int tag = in.peekByte();
    if (tag == Tag.AS_MAPPED) {
      int unused = in.readByte();
      if (form == null) {
        throw new UnreadableStateException(path + " is written by another mapping");
      }
      return form.read(in);
    }
    if (tag == Tag.NOT_AS_MAPPED) {
      int unused = in.readByte();
      return values.read(in);
    }
    Object value = values.read(in);
    if (!isExpected(value)) {
      throw new UnreadableStateException(path + " is of another class than the mapping says");
    }
    return value;
  }
}
