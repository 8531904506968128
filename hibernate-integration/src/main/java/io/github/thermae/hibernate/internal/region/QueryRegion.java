package io.github.thermae.hibernate.internal.region;

import io.github.thermae.ThermaeCache;
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Results of queries, bounded. Whether a result still holds is decided by Hibernate, which compares
 * when it was read with when its tables were changed.
 */
public final class QueryRegion extends ThermaeRegion implements QueryResultsRegion {
  private final ThermaeCache<Object, Object> cache;

  /** A region over a cache. */
  public QueryRegion(String name, RegionFactory factory, ThermaeCache<Object, Object> cache) {
    super(name, factory, cache);
    this.cache = cache;
  }

  @Override
  public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
    Object result = cache.get(key);
    counters().read(result != null);
    return result;
  }

  @Override
  public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
    cache.put(key, value);
    counters().put();
  }

  @Override
  public void clear() {
    cache.clear();
    counters().cleared();
  }
}
