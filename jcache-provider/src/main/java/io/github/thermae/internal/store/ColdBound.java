package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.events.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cold tier within its bounds: rows per table, bytes per store. The rows that were used
 * longest ago leave, in batches; what lies in memory counts as used now. The thread whose write
 * filled a table makes the room, one at a time, after it has let go of its keys; so a table can
 * exceed its bound by what other threads write meanwhile. Only tables that are open lose rows.
 */
final class ColdBound {
  private static final Logger LOG = LoggerFactory.getLogger(ColdBound.class);
  private static final int BATCH_ROWS = 500;
  private static final long LEAST_CHECK_BYTES = 256L << 10;

  private final ColdStore cold;
  private final OptionalLong maxBytes;
  private final StoreClock clock;
  private final List<SharedTable> tables = new CopyOnWriteArrayList<>();
  private final ReentrantLock enforcing = new ReentrantLock();
  private final AtomicLong bytesSinceCheck = new AtomicLong();
  private final WarnOnce warnings = new WarnOnce();

  ColdBound(ColdStore cold, OptionalLong maxBytes, StoreClock clock) {
    this.cold = cold;
    this.maxBytes = maxBytes;
    this.clock = clock;
    // The file may be too large already.
    this.bytesSinceCheck.set(maxBytes.isPresent() ? Long.MAX_VALUE / 2 : 0);
  }

  /** A table that is opened. */
  void add(SharedTable table, ColdTable coldTable) {
    tables.add(table);
    if (isBounded(table)) {
      coldTable.keepRecency();
    }
    if (table.bound().hasMaxRows()) {
      // To be counted at the first write.
      table.bound().counted(Long.MAX_VALUE / 2);
    }
  }

  void remove(SharedTable table) {
    tables.remove(table);
  }

  /** Whether it matters when a table's rows were used. */
  boolean isBounded(SharedTable table) {
    return maxBytes.isPresent() || table.bound().hasMaxRows();
  }

  /** Called after a write to this table, by a thread that holds no key. Never throws. */
  void enforce(SharedTable table) {
    boolean bytesAreDue = maxBytes.isPresent() && areBytesDue(table);
    boolean isDue = table.bound().isDue() || bytesAreDue;
    // Letting go of the keys of a batch leads here again.
    if (isDue && !enforcing.isHeldByCurrentThread() && enforcing.tryLock()) {
      try {
        enforceRows(table);
        if (bytesAreDue) {
          enforceBytes(maxBytes.getAsLong());
        }
      } catch (ThermaeException e) {
        warnings.warn(
            LOG,
            "Cache '{}' cannot be brought within the bound of its file: {}",
            table.name(),
            e.getMessage());
      } finally {
        enforcing.unlock();
      }
    }
  }

  private boolean areBytesDue(SharedTable table) {
    long written = table.bound().takeBytesWritten();
    long due = Math.max(LEAST_CHECK_BYTES, maxBytes.orElse(0) / TableBound.SLACK_PARTS / 2);
    return bytesSinceCheck.addAndGet(written) >= due;
  }

  private void enforceRows(SharedTable table) {
    ColdTable rows = table.cold();
    if (rows == null || !table.bound().isDue()) {
      return;
    }
    long count = rows.countRows();
    long excess = table.bound().excess(count);
    if (excess > 0) {
      long left = evict(table, rows, excess);
      Events.left(table.name(), Events.Tier.COLD, left);
      count -= left;
    }
    table.bound().counted(count);
  }

  private void enforceBytes(long max) {
    bytesSinceCheck.set(0);
    if (cold.usedBytes() <= max) {
      return;
    }
    long target = max - max / TableBound.SLACK_PARTS;
    while (cold.usedBytes() > target) {
      SharedTable idlest = idlest();
      ColdTable rows = idlest == null ? null : idlest.cold();
      long left = idlest == null || rows == null ? 0 : evict(idlest, rows, BATCH_ROWS);
      if (idlest == null || left == 0) {
        return;
      }
      Events.left(idlest.name(), Events.Tier.COLD, left);
    }
  }

  /** The table with the row that was used longest ago. */
  private @Nullable SharedTable idlest() {
    SharedTable idlest = null;
    long oldest = Long.MAX_VALUE;
    for (SharedTable table : tables) {
      ColdTable rows = table.cold();
      OptionalLong use = rows == null ? OptionalLong.empty() : rows.oldestUseMillis();
      if (use.isPresent() && use.getAsLong() < oldest && !table.views().isEmpty()) {
        idlest = table;
        oldest = use.getAsLong();
      }
    }
    return idlest;
  }

  /**
   * Evicts rows. Those that are in memory are passed over and are the youngest from then on; if it
   * turns out that everything is in memory, they leave from there too.
   *
   * @return how many have left
   */
  private long evict(SharedTable table, ColdTable rows, long wanted) {
    long left = 0;
    long spared = 0;
    while (left < wanted && !table.views().isEmpty()) {
      int batch = (int) Math.min(BATCH_ROWS, wanted - left);
      List<EncodedKey> oldest = rows.leastRecentlyUsed(batch);
      boolean sparesMemory = spared < wanted + BATCH_ROWS;
      int leaving = evictBatch(table, rows, oldest, sparesMemory);
      left += leaving;
      spared += oldest.size() - leaving;
      if (oldest.isEmpty() || (leaving == 0 && !sparesMemory)) {
        break;
      }
    }
    return left;
  }

  private int evictBatch(
      SharedTable table, ColdTable rows, List<EncodedKey> oldest, boolean sparesMemory) {
    TieredTable view = table.views().get(0);
    List<Change> changes = new ArrayList<>(oldest.size());
    List<LockedKey> leaving = new ArrayList<>(oldest.size());
    try (LockedKeys locked = view.lockShared(oldest)) {
      for (LockedKey key : locked.keys()) {
        if (sparesMemory && view.isInMemory(key)) {
          changes.add(new Change.Used(key.encoded(), clock.millis()));
        } else {
          changes.add(new Change.Delete(key.encoded()));
          leaving.add(key);
        }
      }
      if (!changes.isEmpty()) {
        rows.apply(changes);
      }
      // ---- committed; memory follows ----
      leaving.forEach(view::forget);
    }
    int unreadable = evictUnreadable(table, rows, oldest, view);
    table.counters().evictions.add(leaving.size() + (long) unreadable);
    return leaving.size() + unreadable;
  }

  /** Keys that the only view cannot make are not in its memory, so they leave without a lock. */
  private static int evictUnreadable(
      SharedTable table, ColdTable rows, List<EncodedKey> oldest, TieredTable view) {
    if (table.hasOtherViews()) {
      return 0;
    }
    List<Change> changes = new ArrayList<>();
    for (EncodedKey key : oldest) {
      if (view.codec().decodeIfPossible(key) == null) {
        changes.add(new Change.Delete(key));
      }
    }
    if (!changes.isEmpty()) {
      rows.apply(changes);
    }
    return changes.size();
  }
}
