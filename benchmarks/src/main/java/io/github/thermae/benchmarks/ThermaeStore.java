package io.github.thermae.benchmarks;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.util.function.IntFunction;
import javax.cache.Cache;
import javax.cache.CacheManager;

/** A store with one cache, String to String. */
final class ThermaeStore implements AutoCloseable {
  /** More than any benchmark stores. */
  static final long HOT_FOR_ALL = 2_000_000;

  private final CacheManager manager;
  private final Cache<String, String> cache;

  private ThermaeStore(CacheManager manager, Cache<String, String> cache) {
    this.manager = manager;
    this.cache = cache;
  }

  static ThermaeStore open(StoreOptions options, long hotMaxEntries) {
    return open(
        options,
        ThermaeConfiguration.builder(String.class, String.class)
            .hotMaxEntries(hotMaxEntries)
            .build());
  }

  static ThermaeStore open(
      StoreOptions options, ThermaeConfiguration<String, String> configuration) {
    CacheManager manager =
        new ThermaeCachingProvider().getCacheManager(null, null, options.toProperties());
    return new ThermaeStore(manager, manager.createCache("entries", configuration));
  }

  Cache<String, String> cache() {
    return cache;
  }

  /** Puts so many keys, in transactions of a thousand. */
  void fill(int count, IntFunction<String> keys) {
    Batches.forEach(count, keys, Values.OLD, cache::putAll);
  }

  /** Saves what waits, and closes the file. */
  @Override
  public void close() {
    manager.close();
  }
}
