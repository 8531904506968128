package io.github.thermae.internal.writebehind;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The operations on one key, in order. Only the first is ever given to the writer. */
final class Line {
  final Object sharedKey;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>(2);

  Line(Object sharedKey) {
    this.sharedKey = sharedKey;
  }

  Slot first() {
    return slots.getFirst();
  }

  @Nullable Slot last() {
    return slots.peekLast();
  }

  /** The one behind the first, or null. */
  @Nullable Slot second() {
    Iterator<Slot> all = slots.iterator();
    all.next();
    return all.hasNext() ? all.next() : null;
  }

  void add(Slot slot) {
    slots.add(slot);
  }

  void removeFirst() {
    slots.removeFirst();
  }

  Iterable<Slot> all() {
    return slots;
  }

  int size() {
    return slots.size();
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }
}
