package io.github.thermae.internal.jcache;

import java.util.HashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * The user's loader, with one kind of exception. A cache without a loader has one that finds
 * nothing. Values that are null are left out.
 */
final class Loading<K, V> {
  private final @Nullable CacheLoader<K, V> loader;
  private final boolean readThrough;

  Loading(@Nullable CacheLoader<K, V> loader, boolean readThrough) {
    this.loader = loader;
    this.readThrough = readThrough;
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
    try {
      Map<K, V> found = new HashMap<>();
      asked
          .loadAll(keys)
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

  private static CacheLoaderException failure(RuntimeException e) {
    return e instanceof CacheLoaderException ours
        ? ours
        : new CacheLoaderException("The cache's loader failed: " + e, e);
  }
}
