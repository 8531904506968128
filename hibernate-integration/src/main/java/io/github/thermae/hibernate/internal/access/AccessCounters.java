package io.github.thermae.hibernate.internal.access;

import java.util.concurrent.atomic.LongAdder;

/** What happened in a region since it was opened; always counted. Thread-safe. */
public final class AccessCounters {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder puts = new LongAdder();
  final LongAdder refusedPuts = new LongAdder();
  final LongAdder invalidations = new LongAdder();
  final LongAdder clears = new LongAdder();

  /** A read that was answered or not. */
  public void read(boolean answered) {
    (answered ? hits : misses).increment();
  }

  /** An item that was cached. */
  public void put() {
    puts.increment();
  }

  /** Everything was made void. */
  public void cleared() {
    clears.increment();
  }

  /** The counts, one after the other. */
  public Snapshot snapshot() {
    return new Snapshot(
        hits.sum(), misses.sum(), puts.sum(), refusedPuts.sum(), invalidations.sum(), clears.sum());
  }

  /**
   * The counts at a time.
   *
   * @param hits reads that were answered
   * @param misses reads that were not
   * @param puts items that were cached
   * @param refusedPuts items that were not, since a newer row may be on its way or was there
   * @param invalidations keys that were locked or removed
   * @param clears how often everything was made void
   */
  public record Snapshot(
      long hits, long misses, long puts, long refusedPuts, long invalidations, long clears) {}
}
