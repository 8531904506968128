package io.github.thermae;

/**
 * What was done with a cache and how long that took, counted while its statistics are enabled.
 * Cheap to take. Numbers that belong together may be apart by operations that are under way.
 *
 * @param hits reads that found their entry
 * @param misses reads that did not
 * @param puts entries that were stored
 * @param removals entries that were removed
 * @param loads calls of the loader, one for many keys included
 * @param loadFailures of these, calls that threw
 * @param getNanos what the reads took together, in nanoseconds
 * @param putNanos what the puts took together
 * @param removeNanos what the removals took together
 * @param loadNanos what the calls of the loader took together, failed ones included
 */
public record OperationStatistics(
    long hits,
    long misses,
    long puts,
    long removals,
    long loads,
    long loadFailures,
    long getNanos,
    long putNanos,
    long removeNanos,
    long loadNanos) {}
