package io.github.thermae.internal.store;

/**
 * Counts and sizes of a whole store, all its caches together.
 *
 * @param queueEntries changes that are not saved yet
 * @param queueBytes what they take, by estimate where they are not encoded
 * @param flushBatches transactions of flushed changes
 * @param flushedEntries changes that were flushed
 * @param flushLagMillis how long a change has been waiting at the most
 * @param diskFailures failed attempts to read or write the file
 * @param isFailing whether the last write to the file failed
 */
public record StoreStatistics(
    long queueEntries,
    long queueBytes,
    long flushBatches,
    long flushedEntries,
    long flushLagMillis,
    long diskFailures,
    boolean isFailing,
    long fileBytes,
    long walBytes) {}
