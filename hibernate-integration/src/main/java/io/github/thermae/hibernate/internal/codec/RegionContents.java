package io.github.thermae.hibernate.internal.codec;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.cache.cfg.spi.DomainDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;

/**
 * What is in a region, by the names of the mapping.
 *
 * @param rootEntities the roots of the hierarchies whose entities are cached in it
 * @param roles the collections that are
 * @param naturalIds the roots of the hierarchies whose natural ids are
 */
public record RegionContents(Set<String> rootEntities, Set<String> roles, Set<String> naturalIds) {
  /** A region for what is of no entity: query results, timestamps. */
  public static final RegionContents OTHER = new RegionContents(Set.of(), Set.of(), Set.of());

  /** What Hibernate says is in the region. */
  public static RegionContents of(DomainDataRegionConfig config) {
    return new RegionContents(
        names(config.getEntityCaching()),
        names(config.getCollectionCaching()),
        names(config.getNaturalIdCaching()));
  }

  private static Set<String> names(List<? extends DomainDataCachingConfig> cached) {
    Set<String> names = new TreeSet<>();
    cached.forEach(one -> names.add(one.getNavigableRole().getFullPath()));
    return names;
  }

  /** The entities of the region, by name. */
  public List<EntityPersister> entities(MappingTypes types) {
    return types.entities().values().stream()
        .filter(entity -> rootEntities.contains(entity.getRootEntityName()))
        .toList();
  }

  /** The collections of the region, by role. */
  public List<CollectionPersister> collections(MappingTypes types) {
    return types.collections().values().stream()
        .filter(collection -> roles.contains(collection.getRole()))
        .toList();
  }
}
