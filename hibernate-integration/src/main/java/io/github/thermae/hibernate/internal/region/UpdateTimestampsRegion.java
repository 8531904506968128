package io.github.thermae.hibernate.internal.region;

import io.github.thermae.hibernate.internal.access.Timestamps;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hibernate.cache.spi.ExtendedStatisticsSupport;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * When each table was changed last. One that is missing means that the table never was, so nothing
 * here is ever evicted, expired or demoted: it is a plain map, with an entry for each table that
 * was written, and not a cache. Thread-safe.
 */
public final class UpdateTimestampsRegion implements TimestampsRegion, ExtendedStatisticsSupport {
  private final String name;
  private final RegionFactory factory;
  private final Timestamps timestamps;
  private final ConcurrentMap<Object, Object> lastChanges = new ConcurrentHashMap<>();

  /**
   * What a table has that was not changed since the region was cleared: a change may have been
   * forgotten.
   */
  private volatile @Nullable Long lastClear;

  /** An empty region. */
  public UpdateTimestampsRegion(String name, RegionFactory factory, Timestamps timestamps) {
    this.name = name;
    this.factory = factory;
    this.timestamps = timestamps;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public RegionFactory getRegionFactory() {
    return factory;
  }

  @Override
  public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
    Object lastChange = lastChanges.get(key);
    return lastChange != null ? lastChange : lastClear;
  }

  /** A later change that is told earlier stays; one that was announced may be taken back. */
  @Override
  public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
    lastChanges.put(key, value);
  }

  /** Forgets when tables were changed, so that no result that was read before holds any more. */
  @Override
  public void clear() {
    lastClear = timestamps.next();
    lastChanges.clear();
  }

  @Override
  public void destroy() {
    lastChanges.clear();
  }

  @Override
  public long getElementCountInMemory() {
    return lastChanges.size();
  }

  @Override
  public long getElementCountOnDisk() {
    return 0;
  }

  /** Not known; a few dozen bytes for each table. */
  @Override
  public long getSizeInMemory() {
    return 0;
  }
}
