package io.github.thermae.internal.writebehind;

import java.util.concurrent.atomic.LongAdder;

/** What has happened since the queue was opened. Thread-safe. */
final class Counters {
  final LongAdder batches = new LongAdder();
  final LongAdder written = new LongAdder();
  final LongAdder deleted = new LongAdder();
  final LongAdder coalesced = new LongAdder();
  final LongAdder failedBatches = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder unreadable = new LongAdder();
}
