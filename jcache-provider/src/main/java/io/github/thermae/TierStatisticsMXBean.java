package io.github.thermae;

/**
 * A cache's {@link TierStatistics} for JMX, an attribute for each of its components, which tell
 * what they mean. Registered while the cache's statistics are enabled, as {@code
 * io.github.thermae:type=TierStatistics,CacheManager=<uri>,Cache=<name>}.
 *
 * <p>Not under {@code javax.cache}: JSR-107 says what is registered there, and its TCK counts it.
 *
 * <p>Attributes are asked for one by one, and taking a picture costs a count of rows: so one
 * picture answers for up to a second.
 */
public interface TierStatisticsMXBean {
  long getHotEntries();

  long getHotBytes();

  long getWarmEntries();

  long getWarmBytes();

  long getColdEntries();

  long getHotHits();

  long getWarmHits();

  long getColdHits();

  long getMisses();

  long getPromotions();

  long getDemotions();

  long getEvictions();

  long getUnreadableRows();

  long getQuarantinedRows();

  long getUnstorableValues();

  long getUnsavedEntries();

  long getStoreQueueEntries();

  long getStoreQueueBytes();

  long getStoreFlushBatches();

  long getStoreFlushedEntries();

  long getStoreFlushLagMillis();

  long getStoreDiskFailures();

  boolean isStoreIsFailing();

  long getStoreFileBytes();

  long getStoreWalBytes();
}
