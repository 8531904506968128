package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One table's entries in the warm tier. An entry that is read leaves for the hot tier, so the order
 * of arrival is the order of use. Thread-safe: in parts by the keys' hashes, each with a short lock
 * under which nothing is called, so that readers of different keys rarely wait.
 */
final class WarmLane {
  /** A power of two. Few: who looks for the oldest entry looks into all of them. */
  private static final int PARTS = 16;

  /**
   * An entry in the warm tier. It knows no view: it outlives the one in which it was hot.
   *
   * @param savedDeadlineMillis the deadline that the cold tier has, or {@link HotEntry#UNSAVED}
   * @param arrival orders the entries of a lane, see {@link WarmLane#nextArrival}
   */
  record Slot(
      SharedTable table, Object sharedKey, Row row, long savedDeadlineMillis, long arrival) {
    long bytes() {
      return WarmTier.OVERHEAD_BYTES + (long) row.key().bytes().length + row.value().length;
    }

    /** Whether the cold tier has this version, but a deadline behind this one. */
    boolean isDeadlineUnsaved() {
      return savedDeadlineMillis != HotEntry.UNSAVED && row.deadlineMillis() != savedDeadlineMillis;
    }
  }

  private final WarmTier tier;
  private final AtomicLong arrivals = new AtomicLong();
  private final Part[] parts = new Part[PARTS];

  WarmLane(WarmTier tier) {
    this.tier = tier;
    Arrays.setAll(parts, i -> new Part());
  }

  /** Not by the hash's low bits, which choose a place within a part. */
  private Part partOf(Object sharedKey) {
    return parts[KeyLocks.stripe(sharedKey.hashCode()) & (PARTS - 1)];
  }

  /** For the next slot: greater than those of all before. */
  long nextArrival() {
    return arrivals.incrementAndGet();
  }

  /** Read without a lock: a put that has not returned may not be seen yet. */
  long bytes() {
    return sum(part -> part.bytes);
  }

  int size() {
    return (int) sum(Part::size);
  }

  private long sum(ToLongFunction<Part> count) {
    long sum = 0;
    for (Part part : parts) {
      sum += count.applyAsLong(part);
    }
    return sum;
  }

  void put(Slot slot) {
    partOf(slot.sharedKey()).put(slot);
  }

  @Nullable Slot remove(Object sharedKey) {
    return partOf(sharedKey).remove(sharedKey);
  }

  boolean contains(Object sharedKey) {
    return partOf(sharedKey).contains(sharedKey);
  }

  /** The slots that have been here longest, oldest first. */
  List<Slot> oldest(int limit) {
    List<Slot> oldest = new ArrayList<>();
    for (Part part : parts) {
      part.addOldest(limit, oldest);
    }
    oldest.sort(Comparator.comparingLong(Slot::arrival));
    return oldest.size() > limit ? oldest.subList(0, limit) : oldest;
  }

  /** A copy of all slots. */
  List<Slot> all() {
    return oldest(Integer.MAX_VALUE);
  }

  void clear() {
    for (Part part : parts) {
      part.clear();
    }
  }

  /** The slots of some of the hashes, in the order of their arrival. */
  private final class Part {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final LinkedHashMap<Object, Slot> slots = new LinkedHashMap<>();

    /** Written under the lock; read without it to see quickly that there is nothing. */
    private volatile long bytes;

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
      if (bytes == 0) {
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
      if (bytes == 0) {
        return false;
      }
      lock.lock();
      try {
        return slots.containsKey(sharedKey);
      } finally {
        lock.unlock();
      }
    }

    void addOldest(int limit, List<Slot> to) {
      lock.lock();
      try {
        slots.values().stream().limit(limit).forEach(to::add);
      } finally {
        lock.unlock();
      }
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
}
