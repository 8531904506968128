package io.github.thermae.spring.internal.hibernate;

import io.github.thermae.TierStatistics;
import io.github.thermae.hibernate.RegionStatistics;
import io.github.thermae.spring.internal.metrics.Picture;
import io.github.thermae.spring.internal.metrics.TierMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The meters of one region of Hibernate's, under the names and with the tags that caches have: a
 * query for a metric finds both. What Hibernate has told the region is counted here, and not what
 * the region does with its cache.
 */
public final class RegionMeters extends CacheMeterBinder<Picture<RegionStatistics>> {
  private final Picture<RegionStatistics> region;

  /** To bind meters is not to count rows, though the base class asks for each number once. */
  private volatile boolean isBound;

  private RegionMeters(String name, Tags tags, Picture<RegionStatistics> region) {
    super(region, name, tags);
    this.region = region;
  }

  /**
   * Of a region.
   *
   * @param factory the bean that is its session factory
   */
  public static RegionMeters of(
      String name, String factory, Supplier<RegionStatistics> statistics) {
    return new RegionMeters(
        name, Tags.of("cache.manager", factory, "name", name), new Picture<>(statistics));
  }

  private long number(ToLongFunction<RegionStatistics> number) {
    return isBound ? number.applyAsLong(region.get()) : 0;
  }

  @Override
  protected Long size() {
    return number(RegionMeters::sizeOf);
  }

  private static long sizeOf(RegionStatistics region) {
    TierStatistics tiers = region.tiers();
    return Math.max(tiers.coldEntries(), tiers.hotEntries() + tiers.warmEntries());
  }

  @Override
  protected long hitCount() {
    return number(RegionStatistics::hits);
  }

  @Override
  protected Long missCount() {
    return number(RegionStatistics::misses);
  }

  @Override
  protected Long evictionCount() {
    return number(all -> all.tiers().evictions());
  }

  @Override
  protected long putCount() {
    return number(RegionStatistics::puts);
  }

  @Override
  protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
    new TierMeters(registry, getTagsWithCacheName(), () -> region.get().tiers())
        .bind(tiers -> region.get().hotHits());
    count(
        registry,
        "refused.puts",
        "Items that were not cached, since what was there was as new",
        RegionStatistics::refusedPuts);
    count(
        registry,
        "invalidations",
        "Keys that were locked or evicted",
        RegionStatistics::invalidations);
    count(registry, "clears", "How often everything was made void", RegionStatistics::clears);
    isBound = true;
  }

  private void count(
      MeterRegistry registry,
      String name,
      String description,
      ToLongFunction<RegionStatistics> number) {
    FunctionCounter.builder(
            "thermae.region." + name, region, r -> (double) number.applyAsLong(r.get()))
        .tags(getTagsWithCacheName())
        .description(description)
        .register(registry);
  }
}
