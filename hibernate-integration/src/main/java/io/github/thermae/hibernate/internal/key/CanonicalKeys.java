package io.github.thermae.hibernate.internal.key;

import io.github.thermae.hibernate.internal.access.KeyMaker;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** Compact keys of one role, of the ids as their Hibernate types disassemble them. */
final class CanonicalKeys implements KeyMaker {
  private final int role;
  private final boolean withTenants;

  CanonicalKeys(int role, boolean withTenants) {
    this.role = role;
    this.withTenants = withTenants;
  }

  @Override
  public Object ofEntity(
      Object id,
      EntityPersister persister,
      SessionFactoryImplementor factory,
      @Nullable String tenant) {
    return key(id, persister.getIdentifierType(), factory, tenant);
  }

  @Override
  @SuppressWarnings("removal") // Hibernate's own keys ask for it, in 8.0 too
  public Object ofCollection(
      Object ownerId,
      CollectionPersister persister,
      SessionFactoryImplementor factory,
      @Nullable String tenant) {
    return key(ownerId, persister.getKeyType(), factory, tenant);
  }

  private RegionKey key(
      Object id, Type type, SessionFactoryImplementor factory, @Nullable String tenant) {
    return key(tenant, Parts.of(type.disassemble(id, factory)));
  }

  @Override
  public Object ofNaturalId(
      Object values, EntityPersister persister, SharedSessionContractImplementor session) {
    NaturalIdParts parts = new NaturalIdParts();
    persister.getNaturalIdMapping().addToCacheKey(parts, values, session);
    return key(session.getTenantIdentifier(), parts.build());
  }

  private RegionKey key(@Nullable String tenant, Object id) {
    return new RegionKey(role, withTenants ? tenant : null, id);
  }

  @Override
  public Object idOf(Object key) {
    Object id = ((RegionKey) key).id();
    return id instanceof List<?> parts ? parts.toArray() : id;
  }

  @Override
  public Object naturalIdOf(Object key) {
    return idOf(key);
  }
}
