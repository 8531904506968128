package io.github.thermae.hibernate.internal.access;

import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The cached entities of a hierarchy. Nothing that could still roll back is ever cached. */
public final class EntityAccess extends DomainAccess implements EntityDataAccess {
  /** An access to what the setup says. */
  public EntityAccess(RoleSetup setup) {
    super(setup);
  }

  @Override
  public Object generateCacheKey(
      Object id,
      EntityPersister rootEntityDescriptor,
      SessionFactoryImplementor factory,
      @Nullable String tenantIdentifier) {
    return setup().keys().ofEntity(id, rootEntityDescriptor, factory, tenantIdentifier);
  }

  @Override
  public Object getCacheKeyId(Object cacheKey) {
    return setup().keys().idOf(cacheKey);
  }

  @Override
  public boolean insert(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    lockInserted(session, key);
    return false;
  }

  @Override
  public boolean afterInsert(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    return putInserted(session, key, value, version);
  }

  @Override
  public boolean update(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object currentVersion,
      @Nullable Object previousVersion) {
    requireMutable(key);
    return false;
  }

  @Override
  public boolean afterUpdate(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object currentVersion,
      @Nullable Object previousVersion,
      @Nullable SoftLock lock) {
    requireMutable(key);
    return putUpdated(key, value, currentVersion, lock);
  }

  private void requireMutable(Object key) {
    if (strategy() == Strategy.READ_ONLY) {
      throw new UnsupportedOperationException(
          "Entity "
              + key
              + " was updated, but region '"
              + getRegion().getName()
              + "' caches it as READ_ONLY: choose another concurrency strategy, or mark the entity"
              + " immutable");
    }
  }
}
