package io.github.thermae.hibernate.internal.access;

import org.jspecify.annotations.Nullable;

/**
 * Where a region's items lie, in all tiers. Thread-safe. Nothing here throws because of a tier or a
 * value: what cannot be read is absent, what cannot be put is not there.
 */
public interface RegionStorage {
  /** The newest item of a key, from whatever tier; null if there is none. */
  @Nullable CachedItem get(Object key);

  /**
   * Puts an item in place of any other.
   *
   * @return false if it was not put; then the key has none
   */
  boolean put(Object key, CachedItem item);

  /**
   * Removes a key from all tiers.
   *
   * @return false if that could not be made sure: an old item may still be found
   */
  boolean remove(Object key);
}
