package io.github.thermae.internal.store;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What is unsaved of one table: the newest for each key, later ones replace earlier ones. While a
 * key's entry or tombstone is here, nothing below answers for that key (I2, I3). Its bound is the
 * store's {@link QueueBudget}.
 *
 * <p>Thread-safe. A key's place changes under the key's lock; but for its being taken away when it
 * has been saved, which is no change that a reader could tell.
 */
final class FlushQueue {
  private final ConcurrentMap<Object, Unsaved> unsaved = new ConcurrentHashMap<>();
  private final QueueBudget budget;

  FlushQueue(QueueBudget budget) {
    this.budget = budget;
  }

  boolean isEmpty() {
    return unsaved.isEmpty();
  }

  @Nullable Unsaved get(Object sharedKey) {
    return unsaved.isEmpty() ? null : unsaved.get(sharedKey);
  }

  void put(Unsaved newest) {
    Unsaved old = unsaved.put(newest.sharedKey(), newest);
    budget.add(old == null ? 1 : 0, newest.bytes() - (old == null ? 0 : old.bytes()));
  }

  /** False if something is there already, which stays. */
  boolean putIfAbsent(Unsaved late) {
    boolean added = unsaved.putIfAbsent(late.sharedKey(), late) == null;
    if (added) {
      budget.add(1, late.bytes());
    }
    return added;
  }

  /** False if the flusher has saved it, or something newer is there. */
  boolean replace(Unsaved old, Unsaved newest) {
    boolean replaced = unsaved.replace(old.sharedKey(), old, newest);
    if (replaced) {
      budget.add(0, newest.bytes() - old.bytes());
    }
    return replaced;
  }

  /** False if something newer is there, which stays. */
  boolean remove(Unsaved saved) {
    boolean removed = unsaved.remove(saved.sharedKey(), saved);
    if (removed) {
      budget.add(-1, -saved.bytes());
    }
    return removed;
  }

  /** Takes away whatever there is of a key, as its row has just been written. */
  void forget(Object sharedKey) {
    Unsaved old = unsaved.isEmpty() ? null : unsaved.get(sharedKey);
    if (old != null) {
      remove(old);
    }
  }

  /** Whether this very version waits to be saved. */
  boolean holds(Object sharedKey, long version) {
    Unsaved waiting = get(sharedKey);
    HotEntry entry = waiting == null ? null : waiting.entry();
    return entry != null && entry.version() == version;
  }

  /** To be walked over: everything that is here from beginning to end is met. */
  Collection<Unsaved> all() {
    return unsaved.values();
  }

  int size() {
    return unsaved.size();
  }

  /** After the table was emptied; all keys are locked. */
  void clear() {
    unsaved.values().forEach(this::remove);
  }
}
