package io.github.thermae.internal.jcache;

import io.github.thermae.internal.writebehind.WriteBehindQueue;
import io.github.thermae.writebehind.WriteBehindMXBean;

/** A cache's queue for JMX. Thread-safe. */
final class WriteBehindBean implements WriteBehindMXBean {
  private final WriteBehindQueue<?, ?> queue;

  WriteBehindBean(WriteBehindQueue<?, ?> queue) {
    this.queue = queue;
  }

  @Override
  public long getQueuedOperations() {
    return queue.statistics().queuedOperations();
  }

  @Override
  public long getQueuedBytes() {
    return queue.statistics().queuedBytes();
  }

  @Override
  public long getOperationsUnderWay() {
    return queue.statistics().operationsUnderWay();
  }

  @Override
  public long getOldestAgeMillis() {
    return queue.statistics().oldestAgeMillis();
  }

  @Override
  public long getBatches() {
    return queue.statistics().batches();
  }

  @Override
  public long getWritten() {
    return queue.statistics().written();
  }

  @Override
  public long getDeleted() {
    return queue.statistics().deleted();
  }

  @Override
  public long getCoalesced() {
    return queue.statistics().coalesced();
  }

  @Override
  public long getFailedBatches() {
    return queue.statistics().failedBatches();
  }

  @Override
  public long getRetries() {
    return queue.statistics().retries();
  }

  @Override
  public long getRefused() {
    return queue.statistics().refused();
  }

  @Override
  public long getDropped() {
    return queue.statistics().dropped();
  }

  @Override
  public long getDeadLetters() {
    return queue.statistics().deadLetters();
  }

  @Override
  public long getUnreadable() {
    return queue.statistics().unreadable();
  }
}
