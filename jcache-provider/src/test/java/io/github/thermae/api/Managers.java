package io.github.thermae.api;

import io.github.thermae.AsyncCache;
import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** Managers for tests, each of a provider of its own, so that tests share nothing by accident. */
final class Managers {
  private Managers() {}

  static CacheManager open(StoreOptions options) {
    return open(options.toProperties());
  }

  static CacheManager open(Properties properties) {
    return new ThermaeCachingProvider().getCacheManager(null, null, properties);
  }

  static CacheManager open(Path file) {
    return open(at(file).build());
  }

  static CacheManager memory() {
    return open(new Properties());
  }

  static StoreOptions.Builder at(Path file) {
    return StoreOptions.builder().path(file);
  }

  /** By value, eternal, of declared types: as plain as a cache can be. */
  static <K, V> Cache<K, V> cache(
      CacheManager manager, String name, Class<K> keyType, Class<V> valueType) {
    return manager.createCache(name, new MutableConfiguration<K, V>().setTypes(keyType, valueType));
  }

  static Cache<Object, Object> untyped(CacheManager manager, String name) {
    return manager.createCache(name, new MutableConfiguration<>());
  }

  @SuppressWarnings("unchecked") // the types are the cache's own
  static <K, V> ThermaeConfiguration<K, V> configurationOf(Cache<K, V> cache) {
    return cache.getConfiguration(ThermaeConfiguration.class);
  }

  @SuppressWarnings("unchecked") // the types are the cache's own
  static <K, V> AsyncCache<K, V> asyncOf(Cache<K, V> cache) {
    return cache.unwrap(ThermaeCache.class).async();
  }

  static TierStatistics tiersOf(Cache<?, ?> cache) {
    return cache.unwrap(ThermaeCache.class).tierStatistics();
  }
}
