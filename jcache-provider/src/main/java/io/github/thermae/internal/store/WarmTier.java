package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.internal.codec.EncodedKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The warm tier of a store: encoded entries of all its tables, counted in bytes. It holds entries
 * and knows their order; it moves nothing. The mover keeps it within its bound by taking the oldest
 * away (I5). An entry that is read leaves for the hot tier, so the order of arrival is the order of
 * use.
 *
 * <p>Thread-safe: one short lock, under which nothing is called.
 */
final class WarmTier {
  /**
   * What an entry costs beside its key's and value's bytes: map node, slot, row, arrays' headers.
   */
  static final int OVERHEAD_BYTES = 160;

  /**
   * An entry in the warm tier.
   *
   * @param savedDeadlineMillis the deadline that the cold tier has, or {@link Entry#UNSAVED}
   * @param lockHash what selects the key's lock in its table
   */
  record Slot(SharedTable table, Row row, long savedDeadlineMillis, int lockHash) {
    boolean isDeadlineUnsaved() {
      return row.deadlineMillis() != savedDeadlineMillis;
    }

    long bytes() {
      return OVERHEAD_BYTES + (long) row.key().bytes().length + row.value().length;
    }
  }

  private record Place(SharedTable table, EncodedKey key) {}

  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final LinkedHashMap<Place, Slot> slots = new LinkedHashMap<>();

  /** Written under the lock; read without it to see quickly that there is nothing to trim. */
  private volatile long bytes;

  WarmTier(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether an entry of this size can stay at all. */
  boolean hasRoomFor(Slot slot) {
    return slot.bytes() <= maxBytes;
  }

  boolean isOverfull() {
    return bytes > maxBytes;
  }

  /** Read without the lock: a put that has not returned may not be seen yet. */
  boolean isEmpty() {
    return bytes == 0;
  }

  void put(Slot slot) {
    lock.lock();
    try {
      Slot old = slots.put(new Place(slot.table(), slot.row().key()), slot);
      setBytes(bytes + slot.bytes() - (old == null ? 0 : old.bytes()));
    } finally {
      lock.unlock();
    }
  }

  @Nullable Slot remove(SharedTable table, EncodedKey key) {
    lock.lock();
    try {
      Slot old = slots.remove(new Place(table, key));
      if (old != null) {
        setBytes(bytes - old.bytes());
      }
      return old;
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

  /** A copy of the slots of one table. */
  List<Slot> of(SharedTable table) {
    lock.lock();
    try {
      List<Slot> found = new ArrayList<>();
      for (Slot slot : slots.values()) {
        if (slot.table() == table) {
          found.add(slot);
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** How many entries of a table are here, and their bytes. */
  Usage usage(SharedTable table) {
    long entries = 0;
    long used = 0;
    for (Slot slot : of(table)) {
      entries++;
      used += slot.bytes();
    }
    return new Usage(entries, used);
  }

  void removeAll(SharedTable table) {
    lock.lock();
    try {
      for (Iterator<Map.Entry<Place, Slot>> all = slots.entrySet().iterator(); all.hasNext(); ) {
        Map.Entry<Place, Slot> next = all.next();
        if (next.getKey().table() == table) {
          setBytes(bytes - next.getValue().bytes());
          all.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void setBytes(long newBytes) {
    bytes = newBytes;
  }

  /** What one table uses of the warm tier. */
  record Usage(long entries, long bytes) {}
}
