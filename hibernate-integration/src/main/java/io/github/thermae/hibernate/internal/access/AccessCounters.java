package io.github.thermae.hibernate.internal.access;

import io.github.thermae.TierStatistics;
import io.github.thermae.hibernate.RegionStatistics;
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
  public RegionStatistics with(TierStatistics tiers) {
    return new RegionStatistics(
        hits.sum(),
        misses.sum(),
        puts.sum(),
        refusedPuts.sum(),
        invalidations.sum(),
        clears.sum(),
        tiers);
  }
}
