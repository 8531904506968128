package io.github.thermae.writebehind;

/**
 * What a cache owes to its writer, and what the writer has done since the cache was opened. A
 * consistent picture only while nothing is written.
 *
 * @param queuedOperations operations that wait or are under way
 * @param queuedBytes what they take, by estimate where they are not encoded yet
 * @param operationsUnderWay of these, those that the writer has been given
 * @param oldestAgeMillis how long the oldest of them has been queued, in milliseconds; 0 without
 *     any
 * @param batches calls of the writer
 * @param written values that the writer has taken
 * @param deleted deletions that it has taken
 * @param coalesced operations that a later one on the same key has made superfluous
 * @param failedBatches calls of the writer that threw
 * @param retries operations that were given to the writer once more
 * @param refused writes that were refused because the queue was full
 * @param dropped operations that were dropped for later ones because the queue was full, or by
 *     {@code discard}
 * @param deadLetters operations that were given up and are kept
 * @param unreadable queued operations in the file that cannot be read, or were damaged, and so not
 *     delivered
 */
public record WriteBehindStatistics(
    long queuedOperations,
    long queuedBytes,
    long operationsUnderWay,
    long oldestAgeMillis,
    long batches,
    long written,
    long deleted,
    long coalesced,
    long failedBatches,
    long retries,
    long refused,
    long dropped,
    long deadLetters,
    long unreadable) {}
