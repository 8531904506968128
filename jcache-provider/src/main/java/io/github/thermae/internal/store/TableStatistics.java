package io.github.thermae.internal.store;

/**
 * Counts and sizes of one table, all tiers. Hits of the hot tier are counted by the cache above.
 *
 * @param hotBytes encoded bytes in the hot tier where they are bounded, else -1
 * @param unstorable values that could not be encoded when they were to be saved
 * @param unsavedEntries changes of this table that are not saved yet
 */
public record TableStatistics(
    long hotEntries,
    long hotBytes,
    long warmEntries,
    long warmBytes,
    long coldEntries,
    long warmHits,
    long coldHits,
    long promotions,
    long demotions,
    long evictions,
    long unreadableRows,
    long quarantinedRows,
    long unstorable,
    long unsavedEntries,
    StoreStatistics store) {}
