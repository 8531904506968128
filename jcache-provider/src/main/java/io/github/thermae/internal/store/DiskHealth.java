package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the file of a store can be written and read. A change is logged once, whatever the number
 * of failures. That removals succeed does not say that entries can be written: a full disk has room
 * for them. After a failure attempts that can wait do so, for a time that doubles. Thread-safe.
 */
final class DiskHealth {
  private static final Logger LOG = LoggerFactory.getLogger(DiskHealth.class);
  private static final long FIRST_WAIT_MILLIS = 100;
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final String store;
  private final StoreClock clock;
  private final LongAdder failures = new LongAdder();
  private final WarnOnce warnings = new WarnOnce();
  private volatile @Nullable RuntimeException writeFailure;
  private volatile @Nullable Failed lastFailed;

  /**
   * A failed attempt to write.
   *
   * @param reason what was wrong
   * @param millis when that was
   */
  record Failed(String reason, long millis) {}

  @GuardedBy("this")
  private boolean entriesFailed;

  @GuardedBy("this")
  private long waitMillis = FIRST_WAIT_MILLIS;

  @GuardedBy("this")
  private long nextTryMillis = Long.MIN_VALUE;

  DiskHealth(String store, StoreClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Writing failed; what was to be written is kept, or the caller is told. */
  void writeFailed(List<Change> changes, RuntimeException failure) {
    failures.increment();
    if (turned(failure, Change.hasEntries(changes))) {
      LOG.warn(
          "Store {} cannot be written. Reads go on; what is unsaved stays in memory and is tried"
              + " again. Further failures are counted, the recovery is logged. The cause: {}",
          store,
          failure.getMessage());
    }
  }

  private synchronized boolean turned(RuntimeException failure, boolean ofEntries) {
    boolean wasWorking = writeFailure == null;
    writeFailure = failure;
    lastFailed = new Failed(String.valueOf(failure.getMessage()), clock.millis());
    entriesFailed |= ofEntries;
    waitMillis = wasWorking ? FIRST_WAIT_MILLIS : Math.min(LONGEST_WAIT_MILLIS, waitMillis * 2);
    nextTryMillis = clock.millis() + waitMillis;
    return wasWorking;
  }

  void writeSucceeded(List<Change> changes) {
    if (writeFailure != null && recovered(Change.hasEntries(changes))) {
      LOG.info("Store {} can be written again", store);
    }
  }

  private synchronized boolean recovered(boolean withEntries) {
    boolean wasFailing = writeFailure != null;
    if (entriesFailed && !withEntries) {
      return false;
    }
    writeFailure = null;
    entriesFailed = false;
    nextTryMillis = Long.MIN_VALUE;
    return wasFailing;
  }

  /** Why the last write failed, or null if the last one succeeded. */
  @Nullable RuntimeException writeFailure() {
    return writeFailure;
  }

  /** The last write that failed since the store was opened, or null. */
  @Nullable Failed lastFailed() {
    return lastFailed;
  }

  /** Whether an attempt that could wait should be made now. */
  synchronized boolean isTimeToTry() {
    return writeFailure == null || clock.millis() >= nextTryMillis;
  }

  /** A read failed and is answered as a miss; said once for each reason. */
  void readFailed(RuntimeException failure) {
    failures.increment();
    warnings.warn(
        LOG,
        "Store {} cannot be read: {}. What is not in memory and cannot be read is a miss; further"
            + " failures are counted",
        store,
        failure.getMessage());
  }

  /** Failed attempts to read or to write since the store was opened. */
  long failures() {
    return failures.sum();
  }
}
