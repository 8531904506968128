package io.github.thermae.hibernate.internal.key;

import io.github.thermae.hibernate.internal.access.KeyMaker;
import java.util.List;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Keys that a factory of the user's makes. The role stays beside them, so that what a region holds
 * of one type is never taken for what it holds of another.
 */
final class ForeignKeys implements KeyMaker {
  private final int role;
  private final CacheKeysFactory keys;

  ForeignKeys(int role, CacheKeysFactory keys) {
    this.role = role;
    this.keys = keys;
  }

  @Override
  public Object ofEntity(
      Object id,
      EntityPersister persister,
      SessionFactoryImplementor factory,
      @Nullable String tenant) {
    return key(keys.createEntityKey(id, persister, factory, tenant));
  }

  @Override
  public Object ofCollection(
      Object ownerId,
      CollectionPersister persister,
      SessionFactoryImplementor factory,
      @Nullable String tenant) {
    return key(keys.createCollectionKey(ownerId, persister, factory, tenant));
  }

  @Override
  public Object ofNaturalId(
      Object values, EntityPersister persister, SharedSessionContractImplementor session) {
    return key(keys.createNaturalIdKey(values, persister, session));
  }

  private RegionKey key(Object theirs) {
    return new RegionKey(role, null, theirs);
  }

  /** What a tenant is to the user's factory is not known here. */
  @Override
  public List<Object> ofAllTenants(Object key) {
    return List.of();
  }

  @Override
  public boolean isOfAnyTenant(Object key) {
    return false;
  }

  @Override
  public Object idOf(Object key) {
    return keys.getEntityId(((RegionKey) key).id());
  }

  @Override
  public Object naturalIdOf(Object key) {
    return keys.getNaturalIdValues(((RegionKey) key).id());
  }
}
