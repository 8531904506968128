package io.github.thermae;

/**
 * Where a cache's entries lie and where its reads were answered, since the cache was opened. A
 * consistent picture only while nothing is read or written.
 *
 * @param hotEntries objects in the hot tier
 * @param warmEntries encoded entries in the warm tier
 * @param warmBytes what they take, keys and bookkeeping included
 * @param coldEntries rows in the file that have not expired, whether or not their entries are in
 *     memory too; 0 in {@code MEMORY}
 * @param hotHits reads answered from the hot tier; counted while the cache's statistics are enabled
 * @param warmHits reads that found their entry in the warm tier
 * @param coldHits reads that found their entry in the file
 * @param misses reads that found nothing; counted while the cache's statistics are enabled
 * @param promotions entries that came up to the hot tier
 * @param demotions entries that went down from it
 * @param evictions entries that left the last tier for want of room
 * @param unreadableRows rows that were damaged, of a changed class, or refused, and so not returned
 * @param storeFileBytes the size of the store's file and its log, all caches together
 */
public record TierStatistics(
    long hotEntries,
    long warmEntries,
    long warmBytes,
    long coldEntries,
    long hotHits,
    long warmHits,
    long coldHits,
    long misses,
    long promotions,
    long demotions,
    long evictions,
    long unreadableRows,
    long storeFileBytes) {}
