package io.github.thermae.hibernate.internal.region;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.cache.cfg.spi.DomainDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.metamodel.model.domain.NavigableRole;

/**
 * The numbers of a region's roles, in the order of their names: the same in every run as long as
 * the region has the same roles. A fingerprint of the region must contain {@link #names}.
 */
public final class RegionRoles {
  private static final String ENTITY = "entity ";
  private static final String COLLECTION = "collection ";
  private static final String NATURAL_ID = "natural id ";

  private final List<String> names;

  private RegionRoles(Set<String> names) {
    this.names = List.copyOf(names);
  }

  /** The roles that a region is configured with. */
  public static RegionRoles of(DomainDataRegionConfig config) {
    Set<String> names = new TreeSet<>();
    add(names, ENTITY, config.getEntityCaching());
    add(names, COLLECTION, config.getCollectionCaching());
    add(names, NATURAL_ID, config.getNaturalIdCaching());
    return new RegionRoles(names);
  }

  private static void add(
      Set<String> names, String kind, Collection<? extends DomainDataCachingConfig> configs) {
    configs.forEach(config -> names.add(kind + config.getNavigableRole().getFullPath()));
  }

  /** The names, by number. */
  public List<String> names() {
    return names;
  }

  int ofEntity(NavigableRole role) {
    return number(ENTITY, role);
  }

  int ofCollection(NavigableRole role) {
    return number(COLLECTION, role);
  }

  int ofNaturalId(NavigableRole role) {
    return number(NATURAL_ID, role);
  }

  private int number(String kind, NavigableRole role) {
    return names.indexOf(kind + role.getFullPath());
  }
}
