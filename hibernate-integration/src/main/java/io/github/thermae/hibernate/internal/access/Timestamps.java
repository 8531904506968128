package io.github.thermae.hibernate.internal.access;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The order of transactions and invalidations within a session factory, as numbers that only grow.
 * They follow the clock (a millisecond is {@value #PER_MILLI}), but never back: a clock that is set
 * back in the run or between runs does not make a newer event look older. Thread-safe.
 *
 * <p>Only events that others must wait for move the number on ({@link #next}); a transaction that
 * begins asks where it stands ({@link #now}) and writes nothing, so sessions do not contend. An
 * event is later than every transaction that asked before it, and earlier than every one that asks
 * after it.
 */
public final class Timestamps {
  /** Steps within a millisecond, as Hibernate's own timestamps have. */
  public static final int PER_MILLI = 1 << 12;

  private final long startNanos = System.nanoTime();
  private final long startMillis = System.currentTimeMillis();
  private final AtomicLong last = new AtomicLong();

  /** An event: greater than every number that was given out before. */
  public long next() {
    long now = clock();
    while (true) {
      long before = last.get();
      long next = Math.max(before + 1, now);
      if (last.compareAndSet(before, next)) {
        return next;
      }
    }
  }

  /** Where a transaction that begins now stands: after all events so far, before all to come. */
  public long now() {
    return Math.max(last.get() + 1, clock());
  }

  /** Makes every number from now on greater than one of an earlier run. */
  public void raiseTo(long highest) {
    last.accumulateAndGet(highest, Math::max);
  }

  /** The greatest number that an event was given. */
  public long highest() {
    return last.get();
  }

  /** Steps of a time span. */
  public static long ofMillis(long millis) {
    return millis * PER_MILLI;
  }

  /** Not the wall clock, which others set. */
  private long clock() {
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    return (startMillis + elapsed) * PER_MILLI;
  }
}
