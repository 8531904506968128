package io.github.thermae.spring.internal.metrics;

import io.github.thermae.TierStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of tiers, the same for caches and for Hibernate's regions. The gauges hold what is
 * measured, and with it the counters, which do not.
 */
public final class TierMeters {
  private static final String TIER = "tier";

  private final MeterRegistry registry;
  private final Iterable<Tag> tags;
  private final Supplier<TierStatistics> tiers;

  /** Of the tiers of one cache. */
  public TierMeters(MeterRegistry registry, Iterable<Tag> tags, Supplier<TierStatistics> tiers) {
    this.registry = registry;
    this.tags = tags;
    this.tiers = tiers;
  }

  /** Binds all but the bytes of the hot tier, which not every cache counts. */
  public void bind(ToLongFunction<TierStatistics> hotHits) {
    tier("hot", TierStatistics::hotEntries, hotHits);
    tier("warm", TierStatistics::warmEntries, TierStatistics::warmHits);
    tier("cold", TierStatistics::coldEntries, TierStatistics::coldHits);
    size("warm", TierStatistics::warmBytes);
    count("thermae.promotions", "Entries that came up to the hot tier", TierStatistics::promotions);
    count(
        "thermae.demotions", "Entries that went down from the hot tier", TierStatistics::demotions);
    bindRows();
  }

  /** Binds the bytes of the hot tier. */
  void bindHotBytes() {
    size("hot", TierStatistics::hotBytes);
  }

  private void bindRows() {
    count(
        "thermae.rows.unreadable",
        "Rows that were damaged, of a changed class, or refused: misses",
        TierStatistics::unreadableRows);
    count(
        "thermae.rows.quarantined",
        "Of the unreadable rows, those that were moved to the quarantine table",
        TierStatistics::quarantinedRows);
    count(
        "thermae.values.unstorable",
        "Values that could not be encoded when they were to be saved",
        TierStatistics::unstorableValues);
    Gauge.builder("thermae.unsaved.entries", tiers, number(TierStatistics::unsavedEntries))
        .tags(tags)
        .description("Changes of the cache that wait to be saved")
        .strongReference(true)
        .register(registry);
  }

  private void tier(
      String tier, ToLongFunction<TierStatistics> entries, ToLongFunction<TierStatistics> hits) {
    Gauge.builder("thermae.tier.entries", tiers, number(entries))
        .tags(tags)
        .tag(TIER, tier)
        .description("Entries in the tier; one may be in memory and in the file at once")
        .strongReference(true)
        .register(registry);
    FunctionCounter.builder("thermae.tier.hits", tiers, number(hits))
        .tags(tags)
        .tag(TIER, tier)
        .description("Reads that found their entry in the tier")
        .register(registry);
  }

  private void size(String tier, ToLongFunction<TierStatistics> bytes) {
    Gauge.builder("thermae.tier.size", tiers, number(bytes))
        .tags(tags)
        .tag(TIER, tier)
        .baseUnit(BaseUnits.BYTES)
        .description("What the entries in the tier take in encoded form")
        .strongReference(true)
        .register(registry);
  }

  private void count(String name, String description, ToLongFunction<TierStatistics> number) {
    FunctionCounter.builder(name, tiers, number(number))
        .tags(tags)
        .description(description)
        .register(registry);
  }

  private static ToDoubleFunction<Supplier<TierStatistics>> number(
      ToLongFunction<TierStatistics> number) {
    return tiers -> number.applyAsLong(tiers.get());
  }
}
