package io.github.thermae.internal.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The path from the root of a value to the object at hand, while the value is written or read:
 * bounds the depth, and gets cycles right. Not thread-safe.
 *
 * <p>An object is open while its content is written or read, and unfinished as long as it is open
 * or holds a reference to an unfinished one: a hash code that goes along that reference would meet
 * fields that are not set. Two things can go wrong with that:
 *
 * <ul>
 *   <li>An object whose content is needed to make it (a record, {@code List.of}) cannot be referred
 *       to while it is open. Such values are refused when they are written.
 *   <li>A hash table or sorted collection asks its elements for hash codes or order. When it is
 *       read and an element is unfinished, it is filled only when the open object at the other end
 *       is closed. {@code Set.of} cannot be filled later; such values are refused when they are
 *       written.
 * </ul>
 */
final class OpenObjects {
  /**
   * The most objects that may be nested in one another. A level takes some 700 bytes of stack where
   * the code is not compiled yet, so this depth takes a third of a thread's usual 1 MB.
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

  private static final int NONE = Integer.MAX_VALUE;

  private @Nullable Object[] objects = new @Nullable Object[16];
  private Trait[] traits = new Trait[16];

  /** For each open object, the outermost open one that it leads back to, or NONE. */
  private int[] leadsTo = new int[16];

  /** For each open object, whether another leads back to it. */
  private boolean[] ledTo = new boolean[16];

  /** Closed objects that are unfinished, and the open one that they lead to. */
  private IdentityHashMap<Object, Integer> unfinished = new IdentityHashMap<>();

  private boolean anyUnfinished;

  /** For each open object, what waits until it is closed. */
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
    leadsTo[depth] = NONE;
    ledTo[depth] = false;
    depth++;
  }

  /** Steps out of the innermost object, which existed when it was entered. */
  void leave() {
    leave(Objects.requireNonNull(objects[depth - 1]));
  }

  /** Steps out of the innermost object, and fills the collections that waited for it. */
  void leave(Object object) {
    depth--;
    objects[depth] = null;
    int outer = leadsTo[depth];
    if (outer != NONE) {
      anyUnfinished = true;
      unfinished.put(object, outer);
    }
    if (ledTo[depth]) {
      settle(depth, outer);
    }
  }

  /** Fills the innermost object, a collection, now or as soon as its elements are finished. */
  void fill(Runnable filling) {
    int open = leadsTo[depth - 1];
    if (open == NONE) {
      filling.run();
    } else {
      waitingFor(open).add(filling);
    }
  }

  /** Notes that the object at hand refers to one that was met before. */
  void refer(Object object) {
    int open = unfinishedBy(object);
    if (open == depth) {
      return;
    }
    ledTo[open] = true;
    for (int i = open + 1; i < depth; i++) {
      leadsTo[i] = Math.min(leadsTo[i], open);
    }
  }

  /** The object, while writing, that makes a reference to one met before impossible, or null. */
  @Nullable Object obstacle(Object object) {
    int open = indexOf(object);
    if (open >= 0 && (traits[open] == Trait.LATE || traits[open] == Trait.LATE_LOOKUP)) {
      return object;
    }
    for (int i = unfinishedBy(object) + 1; i < depth; i++) {
      if (traits[i] == Trait.LATE_LOOKUP) {
        return objects[i];
      }
    }
    return null;
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(objects, null);
    if (anyUnfinished) {
      // Not cleared: that takes as long as it ever was large.
      unfinished = new IdentityHashMap<>();
      anyUnfinished = false;
    }
    waiting.clear();
    depth = 0;
  }

  /** The open object that keeps this one unfinished: itself or another; the depth if none does. */
  private int unfinishedBy(Object object) {
    int open = indexOf(object);
    if (open >= 0) {
      return open;
    }
    Integer other = anyUnfinished ? unfinished.get(object) : null;
    return other == null ? depth : other;
  }

  /** What led to an object that is now closed leads to where that object leads, or is finished. */
  private void settle(int closed, int outer) {
    List<Runnable> fills = closed < waiting.size() ? waiting.set(closed, null) : null;
    if (outer == NONE) {
      unfinished.values().removeIf(open -> open == closed);
      if (fills != null) {
        fills.forEach(Runnable::run);
      }
    } else {
      unfinished.replaceAll((object, open) -> open == closed ? outer : open);
      ledTo[outer] = true;
      if (fills != null) {
        waitingFor(outer).addAll(fills);
      }
    }
  }

  private List<Runnable> waitingFor(int open) {
    while (waiting.size() <= open) {
      waiting.add(null);
    }
    List<Runnable> fills = waiting.get(open);
    if (fills == null) {
      fills = new ArrayList<>();
      waiting.set(open, fills);
    }
    return fills;
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
    leadsTo = Arrays.copyOf(leadsTo, depth * 2);
    ledTo = Arrays.copyOf(ledTo, depth * 2);
  }

  /** More levels than {@link #DEPTH_MAX}. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeepException() {
      super(
          "More than "
              + DEPTH_MAX
              + " objects are nested in one another, which is too deep (for the codecs json and"
              + " message-pack a cycle is so too)");
    }
  }
}
