package io.github.thermae.internal.jcache;

import io.github.thermae.internal.events.Events;
import io.github.thermae.internal.events.Span;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * The user's loader, with one kind of exception. A cache without a loader has one that finds
 * nothing. Values that are null are left out.
 */
final class Loading<K, V> {
  private final String cacheName;
  private final @Nullable CacheLoader<K, V> loader;
  private final boolean readThrough;
  private final CacheCounters counters;

  Loading(
      String cacheName,
      @Nullable CacheLoader<K, V> loader,
      boolean readThrough,
      CacheCounters counters) {
    this.cacheName = cacheName;
    this.loader = loader;
    this.readThrough = readThrough;
    this.counters = counters;
  }

  /** Whether a read that finds nothing asks the loader. */
  boolean isReadThrough() {
    return readThrough && loader != null;
  }

  @Nullable V load(K key) {
    CacheLoader<K, V> asked = loader;
    if (asked == null) {
      return null;
    }
    return counted(
        1,
        loading -> {
          V value = asked.load(key);
          loading.done(value == null ? 0 : 1);
          return value;
        });
  }

  Map<K, V> loadAll(Iterable<? extends K> keys) {
    CacheLoader<K, V> asked = loader;
    if (asked == null) {
      return Map.of();
    }
    return counted(
        keys instanceof Collection<?> many ? many.size() : 0,
        loading -> {
          Map<K, V> found = new HashMap<>();
          asked
              .loadAll(keys)
              .forEach(
                  (key, value) -> {
                    if (key != null && value != null) {
                      found.put(key, value);
                    }
                  });
          loading.done(found.size());
          return found;
        });
  }

  private <R extends @Nullable Object> R counted(int keys, Function<Span, R> load) {
    long start = counters.start();
    boolean failed = true;
    try (Span loading = Events.load(cacheName, keys)) {
      R loaded = load.apply(loading);
      failed = false;
      return loaded;
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      counters.loaded(start, failed);
    }
  }

  private static CacheLoaderException failure(RuntimeException e) {
    return e instanceof CacheLoaderException ours
        ? ours
        : new CacheLoaderException("The cache's loader failed: " + e, e);
  }
}
