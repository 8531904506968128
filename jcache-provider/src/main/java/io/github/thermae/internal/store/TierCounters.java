package io.github.thermae.internal.store;

import java.util.concurrent.atomic.LongAdder;

/** What happened below the hot tier of one table since it was opened. Thread-safe. */
final class TierCounters {
  final LongAdder warmHits = new LongAdder();
  final LongAdder coldHits = new LongAdder();
  final LongAdder promotions = new LongAdder();
  final LongAdder demotions = new LongAdder();

  /** Entries that left the last tier for want of room. */
  final LongAdder evictions = new LongAdder();

  /** Values that could not be encoded when they were to be saved. */
  final LongAdder unstorable = new LongAdder();

  /** Rows that were there and could not be read. */
  final LongAdder unreadable = new LongAdder();
}
