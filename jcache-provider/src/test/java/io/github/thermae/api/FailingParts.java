package io.github.thermae.api;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/** A loader that does its work and then fails to be closed. */
final class FailingParts implements CacheLoader<Object, Object>, Closeable {
  static MutableConfiguration<Object, Object> configuration() {
    return new MutableConfiguration<>()
        .setReadThrough(true)
        .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(new FailingParts()));
  }

  @Override
  public @Nullable Object load(Object key) {
    return null;
  }

  @Override
  public Map<Object, Object> loadAll(Iterable<?> keys) {
    return Map.of();
  }

  @Override
  public void close() throws IOException {
    throw new IOException("cannot be closed");
  }
}
