package io.github.thermae.hibernate.internal.access;

import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Makes the keys of one role. Thread-safe. */
public interface KeyMaker {
  /** The key of an entity. */
  Object ofEntity(
      Object id,
      EntityPersister persister,
      SessionFactoryImplementor factory,
      @Nullable String tenant);

  /** The key of a collection. */
  Object ofCollection(
      Object ownerId,
      CollectionPersister persister,
      SessionFactoryImplementor factory,
      @Nullable String tenant);

  /** The key of a natural id. */
  Object ofNaturalId(
      Object values, EntityPersister persister, SharedSessionContractImplementor session);

  /**
   * The keys that somebody means who names none of the tenants: that of each tenant that has been
   * met. Empty where there are none.
   */
  List<Object> ofAllTenants(Object key);

  /** Whether a key names no tenant, although others may. */
  boolean isOfAnyTenant(Object key);

  /** The id in a key, as the keys factory has it. */
  Object idOf(Object key);

  /** The natural id in a key, as the keys factory has it. */
  Object naturalIdOf(Object key);
}
