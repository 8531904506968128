package io.github.thermae.hibernate.internal.region;

import io.github.thermae.ThermaeCache;
import io.github.thermae.codec.Codec;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.key.RegionKey;
import javax.cache.Cache;
import javax.cache.CacheManager;

/** The one place where the caches of regions are opened. */
public final class RegionCaches {
  private final CacheManager manager;

  /** Caches of a manager, which whoever gave it closes. */
  public RegionCaches(CacheManager manager) {
    this.manager = manager;
  }

  /**
   * A cache for entities, collections and natural ids.
   *
   * @param values writes what Hibernate gives, without what {@link CachedItem} adds
   * @param hotOnly for keys that only memory can hold
   */
  public ThermaeCache<Object, CachedItem> openDomain(
      String name, long hotMaxEntries, Codec values, boolean hotOnly) {
    discard(name);
    return open(
        name,
        ThermaeConfiguration.builder(RegionKey.class, CachedItem.class)
            .storeByValue(false)
            .eternal()
            .hotMaxEntries(hotMaxEntries)
            .codec(new ItemCodec(values))
            .hotOnly(hotOnly)
            .build());
  }

  /** A cache for query results, which stay in memory. */
  public ThermaeCache<Object, Object> openQuery(String name, long hotMaxEntries) {
    return open(
        name,
        ThermaeConfiguration.builder(Object.class, Object.class)
            .storeByValue(false)
            .eternal()
            .hotMaxEntries(hotMaxEntries)
            .hotOnly(true)
            .build());
  }

  private void discard(String name) {
    manager.destroyCache(name);
  }

  @SuppressWarnings("unchecked") // Keys are RegionKeys behind an interface that says Object.
  private <K, V> ThermaeCache<Object, V> open(
      String name, ThermaeConfiguration<K, V> configuration) {
    Cache<K, V> cache = manager.createCache(name, configuration);
    return (ThermaeCache<Object, V>) cache.unwrap(ThermaeCache.class);
  }
}
