package io.github.thermae.spring.internal.metrics;

import io.github.thermae.OperationStatistics;
import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.ThermaeConfiguration;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of one cache: Micrometer's own for any cache ({@code cache.gets} and others), and
 * {@code thermae.*} for its tiers. What is counted only while statistics are enabled stands still
 * without them. After the cache is closed the last numbers stay.
 */
public final class CacheMeters extends CacheMeterBinder<ThermaeCache<?, ?>> {
  private static final String TIER = "tier";

  private final Numbers numbers;
  private final boolean countsHotBytes;

  /** To bind meters is not to count rows, though the base class asks for each number once. */
  private volatile boolean isBound;

  /** Of a cache; the name of the cache is added to the tags. */
  public CacheMeters(ThermaeCache<?, ?> cache, Iterable<Tag> tags) {
    super(cache, cache.getName(), tags);
    this.numbers = new Numbers(cache);
    this.countsHotBytes = configuration(cache).hotMaxBytes().isPresent();
  }

  @SuppressWarnings("unchecked") // no type is looked at
  private static ThermaeConfiguration<?, ?> configuration(ThermaeCache<?, ?> cache) {
    return cache.getConfiguration(ThermaeConfiguration.class);
  }

  /** What meters are read from. */
  static final class Numbers {
    private final Picture<TierStatistics> tiers;
    private final ThermaeCache<?, ?> cache;
    private volatile OperationStatistics lastOperations =
        new OperationStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Numbers(ThermaeCache<?, ?> cache) {
      this.cache = cache;
      this.tiers = new Picture<>(cache::tierStatistics);
    }

    TierStatistics tiers() {
      return tiers.get();
    }

    OperationStatistics operations() {
      if (!cache.isClosed()) {
        lastOperations = cache.operationStatistics();
      }
      return lastOperations;
    }

    /** Entries that the cache has, wherever they lie. */
    long size() {
      TierStatistics now = tiers();
      return Math.max(now.coldEntries(), now.hotEntries() + now.warmEntries());
    }
  }

  @Override
  protected Long size() {
    return isBound ? numbers.size() : 0L;
  }

  @Override
  protected long hitCount() {
    return numbers.operations().hits();
  }

  @Override
  protected Long missCount() {
    return numbers.operations().misses();
  }

  @Override
  protected Long evictionCount() {
    return isBound ? numbers.tiers().evictions() : 0L;
  }

  @Override
  protected long putCount() {
    return numbers.operations().puts();
  }

  @Override
  protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
    bindTiers(registry);
    bindMoves(registry);
    bindRows(registry);
    bindOperations(registry);
    isBound = true;
  }

  private void bindTiers(MeterRegistry registry) {
    tier(registry, "hot", TierStatistics::hotEntries, TierStatistics::hotHits);
    tier(registry, "warm", TierStatistics::warmEntries, TierStatistics::warmHits);
    tier(registry, "cold", TierStatistics::coldEntries, TierStatistics::coldHits);
    size(registry, "warm", TierStatistics::warmBytes);
    if (countsHotBytes) {
      size(registry, "hot", TierStatistics::hotBytes);
    }
  }

  private void tier(
      MeterRegistry registry,
      String tier,
      ToLongFunction<TierStatistics> entries,
      ToLongFunction<TierStatistics> hits) {
    Gauge.builder("thermae.tier.entries", numbers, ofTiers(entries))
        .tags(getTagsWithCacheName())
        .tag(TIER, tier)
        .description("Entries in the tier; one may be in memory and in the file at once")
        .strongReference(true)
        .register(registry);
    FunctionCounter.builder("thermae.tier.hits", numbers, ofTiers(hits))
        .tags(getTagsWithCacheName())
        .tag(TIER, tier)
        .description("Reads that found their entry in the tier")
        .register(registry);
  }

  private void size(MeterRegistry registry, String tier, ToLongFunction<TierStatistics> bytes) {
    Gauge.builder("thermae.tier.size", numbers, ofTiers(bytes))
        .tags(getTagsWithCacheName())
        .tag(TIER, tier)
        .baseUnit(BaseUnits.BYTES)
        .description("What the entries in the tier take in encoded form")
        .strongReference(true)
        .register(registry);
  }

  private void bindMoves(MeterRegistry registry) {
    count(
        registry,
        "thermae.promotions",
        "Entries that came up to the hot tier",
        TierStatistics::promotions);
    count(
        registry,
        "thermae.demotions",
        "Entries that went down from the hot tier",
        TierStatistics::demotions);
  }

  private void bindRows(MeterRegistry registry) {
    count(
        registry,
        "thermae.rows.unreadable",
        "Rows that were damaged, of a changed class, or refused: misses",
        TierStatistics::unreadableRows);
    count(
        registry,
        "thermae.rows.quarantined",
        "Of the unreadable rows, those that were moved to the quarantine table",
        TierStatistics::quarantinedRows);
    count(
        registry,
        "thermae.values.unstorable",
        "Values that could not be encoded when they were to be saved",
        TierStatistics::unstorableValues);
    Gauge.builder("thermae.unsaved.entries", numbers, ofTiers(TierStatistics::unsavedEntries))
        .tags(getTagsWithCacheName())
        .description("Changes of the cache that wait to be saved")
        .strongReference(true)
        .register(registry);
  }

  private void count(
      MeterRegistry registry,
      String name,
      String description,
      ToLongFunction<TierStatistics> number) {
    FunctionCounter.builder(name, numbers, ofTiers(number))
        .tags(getTagsWithCacheName())
        .description(description)
        .register(registry);
  }

  private static ToDoubleFunction<Numbers> ofTiers(ToLongFunction<TierStatistics> number) {
    return numbers -> number.applyAsLong(numbers.tiers());
  }

  private void bindOperations(MeterRegistry registry) {
    FunctionCounter.builder("cache.removals", numbers, n -> n.operations().removals())
        .tags(getTagsWithCacheName())
        .description("Entries that were removed")
        .register(registry);
    FunctionCounter.builder("thermae.load.failures", numbers, n -> n.operations().loadFailures())
        .tags(getTagsWithCacheName())
        .description("Calls of the cache's loader that failed")
        .register(registry);
    time(registry, "get", o -> o.hits() + o.misses(), OperationStatistics::getNanos);
    time(registry, "put", OperationStatistics::puts, OperationStatistics::putNanos);
    time(registry, "remove", OperationStatistics::removals, OperationStatistics::removeNanos);
    time(registry, "load", OperationStatistics::loads, OperationStatistics::loadNanos);
  }

  private void time(
      MeterRegistry registry,
      String operation,
      ToLongFunction<OperationStatistics> count,
      ToLongFunction<OperationStatistics> nanos) {
    FunctionTimer.builder(
            "thermae.operations",
            numbers,
            n -> count.applyAsLong(n.operations()),
            n -> nanos.applyAsLong(n.operations()),
            TimeUnit.NANOSECONDS)
        .tags(getTagsWithCacheName())
        .tag("operation", operation)
        .description("Operations on the cache, and how long they took")
        .register(registry);
  }
}
