package io.github.thermae.writebehind;

/**
 * A cache's {@link WriteBehindStatistics} for JMX, an attribute for each of its components, which
 * tell what they mean. Registered while the cache's statistics are enabled, as {@code
 * io.github.thermae:type=WriteBehind,CacheManager=<uri>,Cache=<name>}.
 */
public interface WriteBehindMXBean {
  long getQueuedOperations();

  long getQueuedBytes();

  long getOperationsUnderWay();

  long getOldestAgeMillis();

  long getBatches();

  long getWritten();

  long getDeleted();

  long getCoalesced();

  long getFailedBatches();

  long getRetries();

  long getRefused();

  long getDropped();

  long getDeadLetters();

  long getUnreadable();
}
