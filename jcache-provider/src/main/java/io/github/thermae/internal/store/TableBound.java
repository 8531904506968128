package io.github.thermae.internal.store;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many rows a table may have, and how many it may have by now. Rows are counted only when there
 * may be too many: a put may replace a row or add one, so each counts as added until the next
 * count. Also tells how much was written to the table, for the bound of the store. Thread-safe.
 */
final class TableBound {
  /** The part of a bound by which a table goes below it, so that it is not at it again at once. */
  static final int SLACK_PARTS = 64;

  private final AtomicLong rowsAtMost = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private volatile long maxRows = Long.MAX_VALUE;

  /** The bound of the cache that is opened; the lowest of several counts. */
  void limit(OptionalLong rows) {
    maxRows = Math.min(maxRows, rows.orElse(Long.MAX_VALUE));
  }

  boolean hasMaxRows() {
    return maxRows != Long.MAX_VALUE;
  }

  void wrote(List<Change> changes) {
    long puts = 0;
    long bytes = 0;
    for (Change change : changes) {
      if (change instanceof Change.Put put) {
        puts++;
        bytes += put.row().value().length + (long) put.row().key().bytes().length;
      }
    }
    if (puts > 0) {
      rowsAtMost.addAndGet(puts);
      bytesWritten.addAndGet(bytes);
    }
  }

  /** Whether there may be too many rows. */
  boolean isDue() {
    return rowsAtMost.get() > maxRows;
  }

  /** Tells how many rows there really are. */
  void counted(long rows) {
    rowsAtMost.set(rows);
  }

  /** How many of this many rows are to go. */
  long excess(long rows) {
    return rows <= maxRows ? 0 : rows - (maxRows - maxRows / SLACK_PARTS);
  }

  /** What was written since the last call. */
  long takeBytesWritten() {
    return bytesWritten.get() == 0 ? 0 : bytesWritten.getAndSet(0);
  }
}
