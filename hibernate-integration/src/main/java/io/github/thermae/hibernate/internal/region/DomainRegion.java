package io.github.thermae.hibernate.internal.region;

import io.github.thermae.ThermaeCache;
import io.github.thermae.hibernate.internal.access.BulkWatch;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.access.CollectionAccess;
import io.github.thermae.hibernate.internal.access.EntityAccess;
import io.github.thermae.hibernate.internal.access.InvalidationJournal;
import io.github.thermae.hibernate.internal.access.NaturalIdAccess;
import io.github.thermae.hibernate.internal.access.RoleSetup;
import io.github.thermae.hibernate.internal.access.Timestamps;
import io.github.thermae.hibernate.internal.key.KeyPlan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.cache.cfg.spi.CollectionDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.cfg.spi.EntityDataCachingConfig;
import org.hibernate.cache.cfg.spi.NaturalIdDataCachingConfig;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.metamodel.model.domain.NavigableRole;
import org.jspecify.annotations.Nullable;

/**
 * A region of entities, collections and natural ids, which may be of many types: they share a cache
 * and its bounds, and nothing else.
 */
public final class DomainRegion extends ThermaeRegion implements DomainDataRegion {
  private final InvalidationJournal journal;
  private final Map<NavigableRole, EntityAccess> entities = new HashMap<>();
  private final Map<NavigableRole, CollectionAccess> collections = new HashMap<>();
  private final Map<NavigableRole, NaturalIdAccess> naturalIds = new HashMap<>();

  /**
   * What all accesses of a region need.
   *
   * @param timeout how long a lock lives whose session is gone, in steps of the timestamps
   */
  public record Parts(
      KeyPlan keys,
      InvalidationJournal journal,
      Timestamps timestamps,
      BulkWatch watch,
      long timeout) {}

  /** A region over a cache. */
  public DomainRegion(
      DomainDataRegionConfig config,
      RegionFactory factory,
      ThermaeCache<Object, CachedItem> cache,
      Parts parts) {
    super(config.getRegionName(), factory, cache);
    CacheStorage storage = new CacheStorage(cache, parts.journal());
    this.journal = parts.journal();
    RegionRoles roles = RegionRoles.of(config);
    for (EntityDataCachingConfig entity : config.getEntityCaching()) {
      Comparator<Object> versions = versionsOf(entity);
      int role = roles.ofEntity(entity.getNavigableRole());
      entities.put(
          entity.getNavigableRole(),
          new EntityAccess(setup(entity, role, versions, storage, parts)));
    }
    for (CollectionDataCachingConfig collection : config.getCollectionCaching()) {
      Comparator<Object> versions = versionsOf(collection);
      int role = roles.ofCollection(collection.getNavigableRole());
      collections.put(
          collection.getNavigableRole(),
          new CollectionAccess(setup(collection, role, versions, storage, parts)));
    }
    for (NaturalIdDataCachingConfig naturalId : config.getNaturalIdCaching()) {
      int role = roles.ofNaturalId(naturalId.getNavigableRole());
      naturalIds.put(
          naturalId.getNavigableRole(),
          new NaturalIdAccess(setup(naturalId, role, null, storage, parts)));
    }
  }

  private RoleSetup setup(
      DomainDataCachingConfig config,
      int role,
      @Nullable Comparator<Object> versions,
      CacheStorage storage,
      Parts parts) {
    AccessType type = config.getAccessType();
    return new RoleSetup(
        this,
        role,
        type,
        parts.keys().ofRole(role),
        versions,
        storage,
        parts.journal(),
        counters(),
        parts.timestamps(),
        parts.watch(),
        parts.timeout());
  }

  @SuppressWarnings("unchecked") // a comparator of versions compares what Hibernate calls versions
  private static @Nullable Comparator<Object> versionsOf(EntityDataCachingConfig config) {
    return config.isVersioned() && config.getVersionComparatorAccess() != null
        ? (Comparator<Object>) config.getVersionComparatorAccess().get()
        : null;
  }

  @SuppressWarnings("unchecked") // a comparator of versions compares what Hibernate calls versions
  private static @Nullable Comparator<Object> versionsOf(CollectionDataCachingConfig config) {
    return config.isVersioned() ? (Comparator<Object>) config.getOwnerVersionComparator() : null;
  }

  @Override
  public EntityDataAccess getEntityDataAccess(NavigableRole rootEntityRole) {
    return known(entities.get(rootEntityRole), "entity", rootEntityRole);
  }

  @Override
  public NaturalIdDataAccess getNaturalIdDataAccess(NavigableRole rootEntityRole) {
    return known(naturalIds.get(rootEntityRole), "natural id", rootEntityRole);
  }

  @Override
  public CollectionDataAccess getCollectionDataAccess(NavigableRole collectionRole) {
    return known(collections.get(collectionRole), "collection", collectionRole);
  }

  private <T> T known(@Nullable T access, String what, NavigableRole role) {
    if (access == null) {
      throw new IllegalArgumentException(
          "Region '%s' does not cache %s %s".formatted(getName(), what, role.getFullPath()));
    }
    return access;
  }

  /** After the journal has seen to it that everything is saved. */
  @Override
  public void destroy() {
    journal.closing();
    super.destroy();
  }

  /** Makes everything void, whatever it costs to remove it: that happens as it fades away. */
  @Override
  public void clear() {
    entities.values().forEach(EntityAccess::evictAll);
    collections.values().forEach(CollectionAccess::evictAll);
    naturalIds.values().forEach(NaturalIdAccess::evictAll);
  }
}
