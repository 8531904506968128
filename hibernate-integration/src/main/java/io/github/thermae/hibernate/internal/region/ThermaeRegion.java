package io.github.thermae.hibernate.internal.region;

import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.hibernate.RegionStatistics;
import io.github.thermae.hibernate.internal.access.AccessCounters;
import org.hibernate.cache.spi.ExtendedStatisticsSupport;
import org.hibernate.cache.spi.Region;
import org.hibernate.cache.spi.RegionFactory;

/**
 * What all regions have: a name, a cache, counters. Sizes are those of the tiers; items that a
 * clearing has made void count until they have faded away. Thread-safe.
 */
public abstract class ThermaeRegion implements Region, ExtendedStatisticsSupport {
  private final String name;
  private final RegionFactory factory;
  private final ThermaeCache<?, ?> cache;
  private final AccessCounters counters = new AccessCounters();

  ThermaeRegion(String name, RegionFactory factory, ThermaeCache<?, ?> cache) {
    this.name = name;
    this.factory = factory;
    this.cache = cache;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final RegionFactory getRegionFactory() {
    return factory;
  }

  final AccessCounters counters() {
    return counters;
  }

  /** What happened here since the region was opened. */
  public final RegionStatistics statistics() {
    return counters.with(tiers());
  }

  private TierStatistics tiers() {
    return cache.tierStatistics();
  }

  @Override
  public final long getElementCountInMemory() {
    TierStatistics tiers = tiers();
    return tiers.hotEntries() + tiers.warmEntries();
  }

  @Override
  public final long getElementCountOnDisk() {
    return tiers().coldEntries();
  }

  /** In encoded bytes, of what has been encoded. */
  @Override
  public final long getSizeInMemory() {
    TierStatistics tiers = tiers();
    return tiers.warmBytes() + Math.max(0, tiers.hotBytes());
  }

  /** Gives the cache back; what it holds in a file stays there. */
  @Override
  public void destroy() {
    cache.close();
  }
}
