package io.github.thermae.spring.internal.cache;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.util.function.UnaryOperator;

/** A provider with one cache in memory, for one test. */
final class Caches implements AutoCloseable {
  private final ThermaeCachingProvider provider = new ThermaeCachingProvider();

  SpringCache cache() {
    return cache(builder -> builder);
  }

  @SuppressWarnings("unchecked")
  SpringCache cache(UnaryOperator<ThermaeConfiguration.Builder<Object, Object>> options) {
    ThermaeConfiguration.Builder<Object, Object> builder =
        ThermaeConfiguration.builder(Object.class, Object.class).statistics(true);
    return new SpringCache(
        provider
            .getCacheManager()
            .createCache("books", options.apply(builder).build())
            .unwrap(ThermaeCache.class));
  }

  @Override
  public void close() {
    provider.close();
  }
}
