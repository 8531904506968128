package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.TierStatistics;
import io.github.thermae.TierStatisticsMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells where a cache's entries lie, from a picture that is up to a second old. Thread-safe. */
final class TierStatisticsBean implements TierStatisticsMXBean {
  private static final long PICTURE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<TierStatistics> statistics;

  @GuardedBy("this")
  private @Nullable TierStatistics picture;

  @GuardedBy("this")
  private long takenNanos;

  TierStatisticsBean(Supplier<TierStatistics> statistics) {
    this.statistics = statistics;
  }

  private synchronized TierStatistics picture() {
    TierStatistics recent = picture;
    if (recent == null || System.nanoTime() - takenNanos > PICTURE_NANOS) {
      recent = statistics.get();
      picture = recent;
      // After the taking: on a large file that may last longer than the picture is good for.
      takenNanos = System.nanoTime();
    }
    return recent;
  }

  @Override
  public long getHotEntries() {
    return picture().hotEntries();
  }

  @Override
  public long getHotBytes() {
    return picture().hotBytes();
  }

  @Override
  public long getWarmEntries() {
    return picture().warmEntries();
  }

  @Override
  public long getWarmBytes() {
    return picture().warmBytes();
  }

  @Override
  public long getColdEntries() {
    return picture().coldEntries();
  }

  @Override
  public long getHotHits() {
    return picture().hotHits();
  }

  @Override
  public long getWarmHits() {
    return picture().warmHits();
  }

  @Override
  public long getColdHits() {
    return picture().coldHits();
  }

  @Override
  public long getMisses() {
    return picture().misses();
  }

  @Override
  public long getPromotions() {
    return picture().promotions();
  }

  @Override
  public long getDemotions() {
    return picture().demotions();
  }

  @Override
  public long getEvictions() {
    return picture().evictions();
  }

  @Override
  public long getUnreadableRows() {
    return picture().unreadableRows();
  }

  @Override
  public long getQuarantinedRows() {
    return picture().quarantinedRows();
  }

  @Override
  public long getUnstorableValues() {
    return picture().unstorableValues();
  }

  @Override
  public long getUnsavedEntries() {
    return picture().unsavedEntries();
  }

  @Override
  public long getStoreQueueEntries() {
    return picture().storeQueueEntries();
  }

  @Override
  public long getStoreQueueBytes() {
    return picture().storeQueueBytes();
  }

  @Override
  public long getStoreFlushBatches() {
    return picture().storeFlushBatches();
  }

  @Override
  public long getStoreFlushedEntries() {
    return picture().storeFlushedEntries();
  }

  @Override
  public long getStoreFlushLagMillis() {
    return picture().storeFlushLagMillis();
  }

  @Override
  public long getStoreDiskFailures() {
    return picture().storeDiskFailures();
  }

  @Override
  public boolean isStoreIsFailing() {
    return picture().storeIsFailing();
  }

  @Override
  public long getStoreFileBytes() {
    return picture().storeFileBytes();
  }

  @Override
  public long getStoreWalBytes() {
    return picture().storeWalBytes();
  }
}
