package io.github.thermae.internal.store;

/**
 * Counts and sizes of one table, all tiers. Hits of the hot tier are counted by the cache above.
 */
public record TableStatistics(
    long hotEntries,
    long warmEntries,
    long warmBytes,
    long coldEntries,
    long warmHits,
    long coldHits,
    long promotions,
    long demotions,
    long evictions,
    long unreadableRows,
    long storeFileBytes) {}
