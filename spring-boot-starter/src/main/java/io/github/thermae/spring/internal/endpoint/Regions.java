package io.github.thermae.spring.internal.endpoint;

import java.util.Map;

/** What the endpoint knows of Hibernate, which need not be there. Thread-safe. */
public interface Regions {
  /**
   * One region.
   *
   * @param refusedPuts items that were not cached, since what was there was as new
   * @param invalidations keys that were locked or evicted
   * @param clears how often everything of a type was made void
   */
  record RegionReport(
      Map<String, ThermaeEndpoint.Tier> tiers,
      long hits,
      long misses,
      long puts,
      long refusedPuts,
      long invalidations,
      long clears) {}

  /** All that there are, by their names with the prefix of the session factory. */
  Map<String, RegionReport> reports();

  /**
   * Evicts all of a region, by Hibernate itself.
   *
   * @return whether there is such a region
   */
  boolean evict(String name);
}
