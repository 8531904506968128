package io.github.thermae;

import javax.cache.Cache;

/**
 * A cache of this library, with what {@code javax.cache.Cache} does not offer. Every cache unwraps
 * to it:
 *
 * <pre>{@code
 * ThermaeCache<String, User> users = cache.unwrap(ThermaeCache.class);
 * }</pre>
 *
 * Thread-safe, as every cache.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface ThermaeCache<K, V> extends Cache<K, V> {
  /**
   * Where the entries lie and where reads were answered. Counts the rows of the file, so its cost
   * grows with their number.
   *
   * @throws IllegalStateException if the cache is closed
   */
  TierStatistics tierStatistics();
}
