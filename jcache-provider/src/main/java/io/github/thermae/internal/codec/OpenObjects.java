package io.github.thermae.internal.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path from the root of a value to the object at hand, while the value is written or read:
 * bounds the depth, and gets cycles right. Not thread-safe.
 *
 * <p>Two things can go wrong where an object leads back to one that is still open. An object whose
 * content is needed to make it (a record, {@code List.of}) cannot be referred to before: such
 * values are refused when they are written. And a hash table or sorted collection between the two
 * would ask elements for hash codes or order before their fields are set. When it is read, such a
 * collection is filled only when the open object that is referred to is complete.
 */
final class OpenObjects {
  /**
   * The most objects that may be nested in one another. A level takes some 400 bytes of stack, so
   * that a value of this depth is read in a fraction of a thread's default 1 MB, wherever the
   * caller stands.
   */
  static final int DEPTH_MAX = 500;

  /** What an object is like while its content is written or read. */
  enum Trait {
    /** Exists before its content: can be referred to. */
    EARLY,
    /** As EARLY, and looks up its elements by hash code or order. */
    EARLY_LOOKUP,
    /** Is made from its content. */
    LATE,
    /** As LATE, and looks up its elements by hash code or order. */
    LATE_LOOKUP
  }

  private static final int NOT_TANGLED = Integer.MAX_VALUE;

  private @Nullable Object[] objects = new @Nullable Object[16];
  private Trait[] traits = new Trait[16];
  private int[] tangledWith = new int[16];
  private final List<@Nullable List<Runnable>> waiting = new ArrayList<>();
  private int depth;

  /** Steps into an object, null if it does not exist yet. */
  void enter(@Nullable Object object, Trait trait) {
    if (depth == DEPTH_MAX) {
      throw new TooDeepException();
    }
    if (depth == objects.length) {
      grow();
    }
    objects[depth] = object;
    traits[depth] = trait;
    tangledWith[depth] = NOT_TANGLED;
    depth++;
  }

  /** Steps out of the innermost object, which is complete; fills the collections that waited. */
  void leave() {
    depth--;
    objects[depth] = null;
    if (depth < waiting.size()) {
      List<Runnable> fills = waiting.set(depth, null);
      if (fills != null) {
        fills.forEach(Runnable::run);
      }
    }
  }

  /** Fills the innermost object, a collection, now or as soon as its elements are complete. */
  void fill(Runnable filling) {
    int open = tangledWith[depth - 1];
    if (open == NOT_TANGLED) {
      filling.run();
      return;
    }
    while (waiting.size() <= open) {
      waiting.add(null);
    }
    List<Runnable> fills = waiting.get(open);
    if (fills == null) {
      fills = new ArrayList<>();
      waiting.set(open, fills);
    }
    fills.add(filling);
  }

  /** Notes, while reading, that the object at hand refers to one that may be open. */
  void refer(Object object) {
    int open = indexOf(object);
    for (int i = open + 1; open >= 0 && i < depth; i++) {
      tangledWith[i] = Math.min(tangledWith[i], open);
    }
  }

  /** The object, while writing, that makes a reference to an open one impossible, or null. */
  @Nullable Object obstacle(Object object) {
    int open = indexOf(object);
    if (open < 0) {
      return null;
    }
    if (traits[open] == Trait.LATE || traits[open] == Trait.LATE_LOOKUP) {
      return object;
    }
    for (int i = open + 1; i < depth; i++) {
      if (traits[i] == Trait.LATE_LOOKUP) {
        return objects[i];
      }
    }
    return null;
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(objects, null);
    waiting.clear();
    depth = 0;
  }

  private int indexOf(Object object) {
    for (int i = depth - 1; i >= 0; i--) {
      if (objects[i] == object) {
        return i;
      }
    }
    return -1;
  }

  private void grow() {
    objects = Arrays.copyOf(objects, depth * 2);
    traits = Arrays.copyOf(traits, depth * 2);
    tangledWith = Arrays.copyOf(tangledWith, depth * 2);
  }

  /** More levels than {@link #DEPTH_MAX}. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeepException() {
      super("More than " + DEPTH_MAX + " objects are nested in one another");
    }
  }
}
