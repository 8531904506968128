package io.github.thermae.hibernate.internal.access;

import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/** The cached collections of a role. A changed one goes, and the next reader brings it back. */
public final class CollectionAccess extends DomainAccess implements CollectionDataAccess {
  /** An access to what the setup says. */
  public CollectionAccess(RoleSetup setup) {
    super(setup);
  }

  @Override
  public Object generateCacheKey(
      Object id,
      CollectionPersister collectionDescriptor,
      SessionFactoryImplementor factory,
      @Nullable String tenantIdentifier) {
    return setup().keys().ofCollection(id, collectionDescriptor, factory, tenantIdentifier);
  }

  @Override
  public Object getCacheKeyId(Object cacheKey) {
    return setup().keys().idOf(cacheKey);
  }
}
