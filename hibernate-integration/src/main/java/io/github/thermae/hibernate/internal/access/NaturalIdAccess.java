package io.github.thermae.hibernate.internal.access;

import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The cached ids of entities by their natural ids. */
public final class NaturalIdAccess extends DomainAccess implements NaturalIdDataAccess {
  /** An access to what the setup says. */
  public NaturalIdAccess(RoleSetup setup) {
    super(setup);
  }

  @Override
  public Object generateCacheKey(
      Object naturalIdValues,
      EntityPersister rootEntityDescriptor,
      SharedSessionContractImplementor session) {
    return setup().keys().ofNaturalId(naturalIdValues, rootEntityDescriptor, session);
  }

  @Override
  public Object getNaturalIdValues(Object cacheKey) {
    return setup().keys().naturalIdOf(cacheKey);
  }

  @Override
  public boolean insert(SharedSessionContractImplementor session, Object key, Object value) {
    lockInserted(session, key);
    return false;
  }

  @Override
  public boolean afterInsert(SharedSessionContractImplementor session, Object key, Object value) {
    return putInserted(session, key, value, null);
  }

  @Override
  public boolean update(SharedSessionContractImplementor session, Object key, Object value) {
    return false;
  }

  @Override
  public boolean afterUpdate(
      SharedSessionContractImplementor session, Object key, Object value, @Nullable SoftLock lock) {
    return putUpdated(key, value, null, lock);
  }
}
