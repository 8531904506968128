package io.github.thermae.hibernate.internal.region;

import io.github.thermae.hibernate.internal.access.TableChanges;
import org.hibernate.cache.spi.ExtendedStatisticsSupport;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * When each table was changed last. One that is missing means that the table never was, so nothing
 * here is ever evicted, expired or demoted, and it is no cache. Thread-safe.
 */
public final class UpdateTimestampsRegion implements TimestampsRegion, ExtendedStatisticsSupport {
  private final String name;
  private final RegionFactory factory;
  private final TableChanges changes;

  /** A region over what is known of changes. */
  public UpdateTimestampsRegion(String name, RegionFactory factory, TableChanges changes) {
    this.name = name;
    this.factory = factory;
    this.changes = changes;
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
    return changes.last(key);
  }

  @Override
  public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
    changes.put(key, (Long) value, session);
  }

  /** Nothing is forgotten: it is as if all tables had been changed now. */
  @Override
  public void clear() {
    changes.forget();
  }

  @Override
  public void destroy() {}

  @Override
  public long getElementCountInMemory() {
    return changes.size();
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
