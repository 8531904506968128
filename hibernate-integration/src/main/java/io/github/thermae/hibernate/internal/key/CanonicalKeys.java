package io.github.thermae.hibernate.internal.key;

import io.github.thermae.hibernate.internal.access.KeyMaker;
import java.util.List;
import java.util.Set;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** Compact keys of one role, of the ids as their Hibernate types disassemble them. */
final class CanonicalKeys implements KeyMaker {
  private final int role;
  private final @Nullable Set<String> tenants;

  /**
   * Keys of a role.
   *
   * @param tenants gets those that are met; null to leave tenants out of the keys
   */
  CanonicalKeys(int role, @Nullable Set<String> tenants) {
    this.role = role;
    this.tenants = tenants;
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
    if (tenants == null || tenant == null) {
      return new RegionKey(role, null, id);
    }
    if (!tenants.contains(tenant)) {
      tenants.add(tenant);
    }
    return new RegionKey(role, tenant, id);
  }

  @Override
  public List<Object> ofAllTenants(Object key) {
    RegionKey ofNone = (RegionKey) key;
    if (tenants == null || !isOfAnyTenant(key)) {
      return List.of();
    }
    return tenants.stream()
        .<Object>map(tenant -> new RegionKey(role, tenant, ofNone.id()))
        .toList();
  }

  @Override
  public boolean isOfAnyTenant(Object key) {
    return tenants != null && ((RegionKey) key).tenant() == null;
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
