package io.github.thermae.internal.jcache;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * The user's loader, with one kind of exception. A cache without a loader has one that finds
 * nothing. Values that are null are left out. What waits for the cache's writer is newer than what
 * a loader can find, so it is asked first.
 */
final class Loading<K, V> {
  private final @Nullable CacheLoader<K, V> loader;
  private final boolean readThrough;
  private final @Nullable OwedValues<K, V> owed;

  /**
   * A loader.
   *
   * @param owed what has not reached the place yet where the loader looks; null if all has
   */
  Loading(
      @Nullable CacheLoader<K, V> loader, boolean readThrough, @Nullable OwedValues<K, V> owed) {
    this.loader = loader;
    this.readThrough = readThrough;
    this.owed = owed;
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
    try {
      return asked.load(key);
    } catch (RuntimeException e) {
      throw failure(e);
    }
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
    try {
      asked
          .loadAll(others)
          .forEach(
              (key, value) -> {
                if (key != null && value != null) {
                  found.put(key, value);
                }
              });
      return found;
    } catch (RuntimeException e) {
      throw failure(e);
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
