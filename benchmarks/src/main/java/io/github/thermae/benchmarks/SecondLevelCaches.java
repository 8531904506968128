package io.github.thermae.benchmarks;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;

/** Settings of Hibernate's for the caches that are compared. */
final class SecondLevelCaches {
  private static final String CAFFEINE =
      "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider";
  private static final String EHCACHE = "org.ehcache.jsr107.EhcacheCachingProvider";
  private static final String THERMAE = "io.github.thermae.spi.ThermaeCachingProvider";
  private static final String REGION = "customers";
  private static final long MAX_ENTRIES = 100_000;

  private SecondLevelCaches() {}

  static Map<String, Object> of(String cache) {
    return switch (cache) {
      case "none" -> Map.of("hibernate.cache.use_second_level_cache", "false");
      case "thermae" -> thermae(Map.of("hot.max-entries", Long.toString(MAX_ENTRIES)));
      case "jcache-thermae" -> jcache(THERMAE);
      case "jcache-caffeine-by-value" -> jcache(CAFFEINE, caffeine(true));
      case "jcache-caffeine-by-reference" -> jcache(CAFFEINE, caffeine(false));
      case "jcache-ehcache-by-reference" ->
          jcache(EHCACHE, new MutableConfiguration<>().setStoreByValue(false));
      default -> throw new IllegalArgumentException(cache);
    };
  }

  /** The region factory of ours, with settings of ours under their short names. */
  static Map<String, Object> thermae(Map<String, String> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("hibernate.cache.region.factory_class", "thermae");
    settings.forEach((name, value) -> all.put("hibernate.thermae." + name, value));
    return all;
  }

  private static Map<String, Object> jcache(String provider) {
    return Map.of(
        "hibernate.cache.region.factory_class", "jcache",
        "hibernate.javax.cache.provider", provider,
        "hibernate.javax.cache.missing_cache_strategy", "create");
  }

  /** A cache that is there already is used as it is. */
  private static Map<String, Object> jcache(
      String provider, Configuration<Object, Object> customers) {
    Caching.getCachingProvider(provider).getCacheManager().createCache(REGION, customers);
    return jcache(provider);
  }

  /** With a bound, as ours have one: without, it would have less to do. */
  private static Configuration<Object, Object> caffeine(boolean byValue) {
    CaffeineConfiguration<Object, Object> configuration = new CaffeineConfiguration<>();
    configuration.setStoreByValue(byValue);
    configuration.setMaximumSize(OptionalLong.of(MAX_ENTRIES));
    return configuration;
  }
}
