package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One table's entries in the warm tier. An entry that is read leaves for the hot tier, so the order
 * of arrival is the order of use. Thread-safe: one short lock, under which nothing is called.
 */
final class WarmLane {
  /**
   * An entry in the warm tier. It knows no view: it outlives the one in which it was hot.
   *
   * @param savedDeadlineMillis the deadline that the cold tier has, or {@link HotEntry#UNSAVED}
   */
  record Slot(SharedTable table, Object sharedKey, Row row, long savedDeadlineMillis) {
    long bytes() {
      return WarmTier.OVERHEAD_BYTES + (long) row.key().bytes().length + row.value().length;
    }

    /** Whether the cold tier has this version, but a deadline behind this one. */
    boolean isDeadlineUnsaved() {
      return savedDeadlineMillis != HotEntry.UNSAVED && row.deadlineMillis() != savedDeadlineMillis;
    }
  }

  private final WarmTier tier;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final LinkedHashMap<Object, Slot> slots = new LinkedHashMap<>();

  /** Written under the lock; read without it to see quickly that there is nothing. */
  private volatile long bytes;

  WarmLane(WarmTier tier) {
    this.tier = tier;
  }

  /** Read without the lock: a put that has not returned may not be seen yet. */
  boolean isEmpty() {
    return bytes == 0;
  }

  long bytes() {
    return bytes;
  }

  void put(Slot slot) {
    lock.lock();
    try {
      Slot old = slots.put(slot.sharedKey(), slot);
      add(slot.bytes() - (old == null ? 0 : old.bytes()));
    } finally {
      lock.unlock();
    }
  }

  @Nullable Slot remove(Object sharedKey) {
    if (isEmpty()) {
      return null;
    }
    lock.lock();
    try {
      Slot old = slots.remove(sharedKey);
      if (old != null) {
        add(-old.bytes());
      }
      return old;
    } finally {
      lock.unlock();
    }
  }

  boolean contains(Object sharedKey) {
    lock.lock();
    try {
      return slots.containsKey(sharedKey);
    } finally {
      lock.unlock();
    }
  }

  /** The slots that have been here longest, oldest first. */
  List<Slot> oldest(int limit) {
    lock.lock();
    try {
      List<Slot> oldest = new ArrayList<>(Math.min(limit, slots.size()));
      Iterator<Slot> all = slots.values().iterator();
      while (all.hasNext() && oldest.size() < limit) {
        oldest.add(all.next());
      }
      return oldest;
    } finally {
      lock.unlock();
    }
  }

  /** A copy of all slots. */
  List<Slot> all() {
    return oldest(Integer.MAX_VALUE);
  }

  int size() {
    lock.lock();
    try {
      return slots.size();
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      slots.clear();
      add(-bytes);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  private void add(long more) {
    bytes += more;
    tier.add(more);
  }
}
