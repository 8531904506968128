package io.github.thermae.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.util.OptionalLong;
import javax.cache.Cache;

/** Empty caches in memory, with room for all that a benchmark puts in. */
final class HotCaches {
  private static final long MAX_ENTRIES = 1_000_000;

  private HotCaches() {}

  static com.github.benmanes.caffeine.cache.Cache<String, String> caffeine() {
    return Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();
  }

  static Cache<String, String> thermaeByReference() {
    return thermae(strings(false));
  }

  static Cache<String, String> thermaeByValue() {
    return thermae(strings(true));
  }

  /** By value, with a type of its own. */
  static <V> Cache<String, V> thermaeByValue(Class<V> type) {
    return thermae(
        ThermaeConfiguration.builder(String.class, type).hotMaxEntries(MAX_ENTRIES).build());
  }

  private static ThermaeConfiguration<String, String> strings(boolean byValue) {
    return ThermaeConfiguration.builder(String.class, String.class)
        .hotMaxEntries(MAX_ENTRIES)
        .storeByValue(byValue)
        .build();
  }

  private static <V> Cache<String, V> thermae(ThermaeConfiguration<String, V> configuration) {
    return new ThermaeCachingProvider().getCacheManager().createCache("hot", configuration);
  }

  static Cache<String, String> caffeineJcacheByReference() {
    return caffeineJcache(String.class, false);
  }

  static Cache<String, String> caffeineJcacheByValue() {
    return caffeineJcache(String.class, true);
  }

  /** By value, with a type of its own: Java serialization. */
  static <V> Cache<String, V> caffeineJcacheByValue(Class<V> type) {
    return caffeineJcache(type, true);
  }

  private static <V> Cache<String, V> caffeineJcache(Class<V> type, boolean byValue) {
    CaffeineConfiguration<String, V> configuration = new CaffeineConfiguration<>();
    configuration.setTypes(String.class, type);
    configuration.setStoreByValue(byValue);
    configuration.setMaximumSize(OptionalLong.of(MAX_ENTRIES));
    return new CaffeineCachingProvider().getCacheManager().createCache("hot", configuration);
  }
}
