package io.github.thermae.internal.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The warm tier of a store: encoded entries of all its tables, counted in bytes together, a {@link
 * WarmLane} per table. It moves nothing: the mover keeps it within its bound (I5) by taking away
 * the oldest of the table that uses most. So a table that uses little keeps it, however much the
 * others bring, until they use as little. Thread-safe.
 */
final class WarmTier {
  /**
   * What an entry costs beside its key's and value's bytes: map node, slot, row, arrays' headers.
   */
  static final int OVERHEAD_BYTES = 168;

  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final List<WarmLane> lanes = new CopyOnWriteArrayList<>();

  WarmTier(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A lane for a table that is opened. */
  WarmLane newLane() {
    WarmLane lane = new WarmLane(this);
    lanes.add(lane);
    return lane;
  }

  /** The end of a table: its entries are gone. */
  void close(WarmLane lane) {
    lane.clear();
    lanes.remove(lane);
  }

  /** Whether an entry of this size can stay at all. */
  boolean hasRoomFor(WarmLane.Slot slot) {
    return slot.bytes() <= maxBytes;
  }

  boolean isOverfull() {
    return bytes.get() > maxBytes;
  }

  void add(long more) {
    bytes.addAndGet(more);
  }

  /** Where room is to be made: the table that uses most. */
  @Nullable WarmLane largest() {
    WarmLane largest = null;
    long most = -1;
    for (WarmLane lane : lanes) {
      long bytes = lane.bytes();
      if (bytes > most) {
        largest = lane;
        most = bytes;
      }
    }
    return largest;
  }
}
