package io.github.thermae.spring.internal.metrics;

import io.github.thermae.OperationStatistics;
import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.writebehind.WriteBehindStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The meters of one cache: Micrometer's own for any cache ({@code cache.gets} and others), and
 * {@code thermae.*} for its tiers and for the queue before its writer. What is counted only while
 * statistics are enabled stands still without them. After the cache is closed the last numbers
 * stay.
 */
public final class CacheMeters extends CacheMeterBinder<ThermaeCache<?, ?>> {
  private final Numbers numbers;
  private final boolean countsHotBytes;
  private final Optional<Picture<WriteBehindStatistics>> writeBehind;

  /** To bind meters is not to count rows, though the base class asks for each number once. */
  private volatile boolean isBound;

  /** Of a cache; the name of the cache is added to the tags. */
  public CacheMeters(ThermaeCache<?, ?> cache, Iterable<Tag> tags) {
    super(cache, cache.getName(), tags);
    this.numbers = new Numbers(cache);
    this.countsHotBytes = configuration(cache).hotMaxBytes().isPresent();
    this.writeBehind = cache.writeBehind().map(queue -> new Picture<>(queue::statistics));
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
    TierMeters tiers = new TierMeters(registry, getTagsWithCacheName(), numbers::tiers);
    tiers.bind(TierStatistics::hotHits);
    if (countsHotBytes) {
      tiers.bindHotBytes();
    }
    writeBehind.ifPresent(
        queue -> new WriteBehindMeters(registry, getTagsWithCacheName(), queue).bind());
    bindOperations(registry);
    isBound = true;
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
