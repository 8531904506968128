package io.github.thermae.spring.internal.hibernate;

import io.github.thermae.hibernate.RegionStatistics;
import io.github.thermae.hibernate.ThermaeRegionFactory;
import io.github.thermae.spring.internal.endpoint.Regions;
import io.github.thermae.spring.internal.endpoint.ThermaeEndpoint;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.hibernate.cache.spi.CacheImplementor;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * The session factories of an application whose second-level cache is ours, by the names of their
 * beans. Asks for one only when it is used, since making it may take long.
 */
public final class SessionFactories implements Regions {
  private final Map<String, EntityManagerFactory> beans;

  /** Of all factories of the application. */
  public SessionFactories(Map<String, EntityManagerFactory> beans) {
    this.beans = Map.copyOf(beans);
  }

  /** Does something with each region factory that is ours. */
  public void forEach(BiConsumer<String, ThermaeRegionFactory> action) {
    caches()
        .forEach((bean, cache) -> regionsOf(cache).ifPresent(ours -> action.accept(bean, ours)));
  }

  private Map<String, CacheImplementor> caches() {
    Map<String, CacheImplementor> caches = new LinkedHashMap<>();
    new TreeMap<>(beans)
        .forEach((bean, factory) -> cacheOf(factory).ifPresent(cache -> caches.put(bean, cache)));
    return caches;
  }

  private static Optional<CacheImplementor> cacheOf(EntityManagerFactory factory) {
    try {
      return Optional.of(factory.unwrap(SessionFactoryImplementor.class).getCache());
    } catch (PersistenceException e) {
      // Another implementation of JPA.
      return Optional.empty();
    }
  }

  private static Optional<ThermaeRegionFactory> regionsOf(CacheImplementor cache) {
    return cache.getRegionFactory() instanceof ThermaeRegionFactory ours
        ? Optional.of(ours)
        : Optional.empty();
  }

  @Override
  public Map<String, RegionReport> reports() {
    Map<String, RegionReport> reports = new TreeMap<>();
    forEach(
        (bean, regions) ->
            regions.regionStatistics().forEach((name, all) -> reports.put(name, report(all))));
    return reports;
  }

  private static RegionReport report(RegionStatistics region) {
    return new RegionReport(
        ThermaeEndpoint.Tier.all(region.tiers(), region.hotHits()),
        region.hits(),
        region.misses(),
        region.puts(),
        region.refusedPuts(),
        region.invalidations(),
        region.clears());
  }

  @Override
  public boolean evict(String name) {
    boolean found = false;
    for (CacheImplementor cache : caches().values()) {
      if (regionsOf(cache).isPresent()) {
        found |= evict(cache, name);
      }
    }
    return found;
  }

  /** Hibernate knows a region by its name without the prefix, or with it. */
  private static boolean evict(CacheImplementor cache, String name) {
    String prefix =
        cache.getSessionFactory().getSessionFactoryOptions().getCacheRegionPrefix() + ".";
    String known =
        cache.getRegion(name) == null && name.startsWith(prefix)
            ? name.substring(prefix.length())
            : name;
    if (cache.getRegion(known) == null) {
      return false;
    }
    cache.evictRegion(known);
    return true;
  }
}
