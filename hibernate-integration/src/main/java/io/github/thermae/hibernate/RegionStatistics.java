package io.github.thermae.hibernate;

import io.github.thermae.TierStatistics;

/**
 * What happened in a region since the session factory was started. Always counted, whether or not
 * Hibernate's own statistics are enabled; a consistent picture only while nothing happens.
 *
 * @param hits reads that were answered
 * @param misses reads that were not; Hibernate's own statistics leave out one kind of them, by
 *     which it finds out whether an entity that is persisted with an id of its own is there already
 * @param puts items that were cached
 * @param refusedPuts items that were not: what is cached is as new, or a newer row may be on its
 *     way
 * @param invalidations keys that were locked or evicted
 * @param clears how often everything of a type was made void
 * @param tiers where the items lie; reads that warm and cold have answered are counted there, and
 *     the others of {@code hits} were answered by hot
 */
public record RegionStatistics(
    long hits,
    long misses,
    long puts,
    long refusedPuts,
    long invalidations,
    long clears,
    TierStatistics tiers) {
  /** Reads that the hot tier has answered. */
  public long hotHits() {
    return Math.max(0, hits - tiers.warmHits() - tiers.coldHits());
  }
}
