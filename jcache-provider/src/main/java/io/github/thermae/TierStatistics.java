package io.github.thermae;

/**
 * Where a cache's entries lie and where its reads were answered, since the cache was opened. A
 * consistent picture only while nothing is read or written.
 *
 * @param hotEntries objects in the hot tier
 * @param hotBytes what they take in encoded form, keys and bookkeeping included; -1 where the hot
 *     tier is bounded in entries, since then nobody counts it
 * @param warmEntries encoded entries in the warm tier
 * @param warmBytes what they take, keys and bookkeeping included
 * @param coldEntries rows in the file that have not expired, whether or not their entries are in
 *     memory too; 0 in {@code MEMORY}
 * @param hotHits reads answered from the hot tier; counted while the cache's statistics are enabled
 * @param warmHits reads that found their entry in the warm tier or in the flush queue
 * @param coldHits reads that found their entry in the file
 * @param misses reads that found nothing; counted while the cache's statistics are enabled
 * @param promotions entries that came up to the hot tier
 * @param demotions entries that went down from it
 * @param evictions entries that left the last tier for want of room
 * @param unreadableRows rows that were damaged, of a changed class, or refused, and so not returned
 * @param quarantinedRows of these, rows that were moved to the quarantine table
 * @param unstorableValues values that could not be encoded when they were to be saved, and so stay
 *     in the hot tier only
 * @param unsavedEntries changes of this cache that wait in the flush queue
 * @param storeQueueEntries changes that wait in the flush queue, all caches of the store together
 * @param storeQueueBytes what they take, by estimate where they are not encoded yet
 * @param storeFlushBatches transactions in which the queue was saved
 * @param storeFlushedEntries changes that were saved from the queue
 * @param storeFlushLagMillis for how long a change has been waiting at the most, in milliseconds
 * @param storeDiskFailures failed attempts to read or to write the store's file
 * @param storeIsFailing whether the last attempt to write the file failed
 * @param storeFileBytes the size of the store's file
 * @param storeWalBytes the size of the log beside it
 */
public record TierStatistics(
    long hotEntries,
    long hotBytes,
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
    long quarantinedRows,
    long unstorableValues,
    long unsavedEntries,
    long storeQueueEntries,
    long storeQueueBytes,
    long storeFlushBatches,
    long storeFlushedEntries,
    long storeFlushLagMillis,
    long storeDiskFailures,
    boolean storeIsFailing,
    long storeFileBytes,
    long storeWalBytes) {}
