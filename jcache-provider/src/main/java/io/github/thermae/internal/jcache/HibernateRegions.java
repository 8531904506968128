package io.github.thermae.internal.jcache;

import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.util.List;
import javax.cache.CacheException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches that Hibernate's own region factory {@code jcache} makes, and what they need although it
 * does not ask for it. Thread-safe.
 *
 * <p>It makes a cache that is missing with a bare configuration: by value, without a bound, with
 * rows in the store's file. But its entries are made to be shared, some are compared by identity,
 * and a row that survives the process may be older than the database. So such a cache is by
 * reference, bounded, and in the hot tier only.
 *
 * <p>The update timestamps are recognised by their name, whoever makes the cache: a timestamp that
 * is missing means that a table was never written, so that stale query results pass for fresh ones.
 */
final class HibernateRegions {
  private static final Logger LOG = LoggerFactory.getLogger(HibernateRegions.class);

  /** The bound of a region for which none is set, in entries. */
  static final long DEFAULT_MAX_ENTRIES = 100_000;

  /** An entry of the query results is a whole list. */
  static final long DEFAULT_MAX_QUERY_RESULTS = 10_000;

  private static final String FACTORY = "org.hibernate.cache.jcache.internal.JCacheRegionFactory";
  private static final String ASKING = "getOrCreateCache";

  private static final String QUERY_RESULTS = "default-query-results-region";

  /** Today's name, and those that hibernate-jcache takes if there is a cache of the name. */
  private static final List<String> UPDATE_TIMESTAMPS =
      List.of(
          "default-update-timestamps-region",
          "org.hibernate.cache.spi.UpdateTimestampsCache",
          "org.hibernate.cache.spi.TimestampsRegion");

  private static final String MUST_KEEP_ALL =
      "holds Hibernate's update timestamps, and where one is missing stale query results pass for"
          + " fresh ones, so it has no bound and no expiry";

  private HibernateRegions() {}

  /** What is given, or what it has to be for a region. */
  static <K, V> ThermaeConfiguration<K, V> adapted(
      String cacheName, ThermaeConfiguration<K, V> given, StoreOptions options) {
    if (areTimestamps(cacheName)) {
      return pinned(cacheName, given, options);
    }
    return isAsking() ? shared(given) : given;
  }

  /** Whether the calling thread is in Hibernate's factory, which wants a region's cache. */
  private static boolean isAsking() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getMethodName().equals(ASKING)
                            && frame.getClassName().equals(FACTORY)));
  }

  /** Whether the cache holds update timestamps, with or without a prefix of the application's. */
  private static boolean areTimestamps(String cacheName) {
    return UPDATE_TIMESTAMPS.stream().anyMatch(name -> isOrEndsWith(cacheName, name));
  }

  private static boolean isOrEndsWith(String cacheName, String region) {
    return cacheName.equals(region) || cacheName.endsWith("." + region);
  }

  /** By reference, in the hot tier only; bounds and expiry are those that were given. */
  private static <K, V> ThermaeConfiguration<K, V> shared(ThermaeConfiguration<K, V> given) {
    return ThermaeConfiguration.builder(given).storeByValue(false).hotOnly(true).build();
  }

  /** The bound of the hot tier where the settings name none. */
  static long defaultMaxEntries(String cacheName) {
    if (!isAsking()) {
      return CacheOptions.DEFAULT_HOT_MAX_ENTRIES;
    }
    return isOrEndsWith(cacheName, QUERY_RESULTS) ? DEFAULT_MAX_QUERY_RESULTS : DEFAULT_MAX_ENTRIES;
  }

  /**
   * Never evicted, expired or demoted: the tables of a mapping are few.
   *
   * @throws CacheException if the configuration asks for a bound or an expiry; settings that do are
   *     ignored with a warning, since they may be meant for all caches
   */
  private static <K, V> ThermaeConfiguration<K, V> pinned(
      String cacheName, ThermaeConfiguration<K, V> given, StoreOptions options) {
    if (isLimited(given)) {
      throw new CacheException(
          String.format("Cache '%s' %s: set neither for it", cacheName, MUST_KEEP_ALL));
    }
    if (!options.cache(cacheName).equals(options.defaults())) {
      LOG.warn("Cache '{}' {}: its settings are ignored", cacheName, MUST_KEEP_ALL);
    }
    return ThermaeConfiguration.builder(shared(given))
        .hotMaxEntries(Long.MAX_VALUE)
        .eternal()
        .build();
  }

  private static boolean isLimited(ThermaeConfiguration<?, ?> given) {
    return given.isExpirySet()
        || given.hotMaxEntries().isPresent()
        || given.hotMaxBytes().isPresent();
  }
}
