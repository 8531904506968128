package io.github.thermae.internal.jcache;

import io.github.thermae.internal.events.Events;
import io.github.thermae.internal.events.Span;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * The user's loader, with one kind of exception. A cache without a loader has one that finds
 * nothing. Values that are null are left out. What waits for the cache's writer is newer than what
 * a loader can find, so it is asked first.
 */
final class Loading<K, V> {
  private final String cacheName;
  private final @Nullable CacheLoader<K, V> loader;
  private final boolean readThrough;
  private final CacheCounters counters;
  private final @Nullable OwedValues<K, V> owed;

  /**
   * A loader.
   *
   * @param owed what has not reached the place yet where the loader looks; null if all has
   */
  Loading(
      String cacheName,
      @Nullable CacheLoader<K, V> loader,
      boolean readThrough,
      @Nullable OwedValues<K, V> owed,
      CacheCounters counters) {
    this.cacheName = cacheName;
    this.loader = loader;
    this.readThrough = readThrough;
    this.owed = owed;
    this.counters = counters;
  }

  /** What the writer will be given for the key, which is newer than what the loader finds. */
  OwedValues.@Nullable Answer<V> owed(K key) {
    return owed == null ? null : owed.of(key);
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
    OwedValues.Answer<V> newer = owed(key);
    if (newer != null) {
      return newer.value();
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
    Map<K, V> found = new HashMap<>();
    Iterable<? extends K> others = owed == null ? keys : withoutOwed(keys, found);
    if (!others.iterator().hasNext()) {
      return found;
    }
    return counted(
        others instanceof Collection<?> many ? many.size() : 0,
        loading -> {
          int owedValues = found.size();
          asked
              .loadAll(others)
              .forEach(
                  (key, value) -> {
                    if (key != null && value != null) {
                      found.put(key, value);
                    }
                  });
          loading.done(found.size() - owedValues);
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

  /** Puts into the map what is owed for the keys, and returns the other keys. */
  private Iterable<? extends K> withoutOwed(Iterable<? extends K> keys, Map<K, V> found) {
    Set<K> others = new LinkedHashSet<>();
    for (K key : keys) {
      OwedValues.Answer<V> newer = owed(key);
      V value = newer == null ? null : newer.value();
      if (newer == null) {
        others.add(key);
      } else if (value != null) {
        found.put(key, value);
      }
    }
    return others;
  }

  private static CacheLoaderException failure(RuntimeException e) {
    return e instanceof CacheLoaderException ours
        ? ours
        : new CacheLoaderException("The cache's loader failed: " + e, e);
  }
}
