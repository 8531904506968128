package io.github.thermae.spring.internal.endpoint;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.StoreHealth;
import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.TierStatistics;
import io.github.thermae.spring.ThermaeSpringCacheManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.cache.configuration.CompleteConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.cache.Cache;

/**
 * The endpoint {@code thermae}: where the entries of each cache and region lie, the settings as
 * they hold with their origins, and a way to evict. No key and no value of a cache is ever shown.
 */
@Endpoint(id = "thermae")
public final class ThermaeEndpoint {
  private final ThermaeSpringCacheManager caches;
  private final ThermaeManager manager;
  private final Optional<Regions> regions;

  /**
   * All that there is to tell.
   *
   * @param file the store's file, or "memory"
   */
  public record Report(
      String file,
      StoreHealth store,
      Map<String, CacheReport> caches,
      Map<String, Regions.RegionReport> regions,
      List<EffectiveSetting> settings) {}

  /** One cache. */
  public record CacheReport(
      String keyType, String valueType, Map<String, Tier> tiers, TierStatistics statistics) {}

  /**
   * One tier of a cache.
   *
   * @param bytes what the entries take; null where nobody counts it
   * @param hits reads that it answered
   */
  public record Tier(long entries, @Nullable Long bytes, long hits) {
    /** All tiers by their names. */
    public static Map<String, Tier> all(TierStatistics tiers, long hotHits) {
      @Nullable Long hotBytes = tiers.hotBytes() < 0 ? null : tiers.hotBytes();
      Map<String, Tier> byName = new LinkedHashMap<>();
      byName.put("hot", new Tier(tiers.hotEntries(), hotBytes, hotHits));
      byName.put("warm", new Tier(tiers.warmEntries(), tiers.warmBytes(), tiers.warmHits()));
      byName.put("cold", new Tier(tiers.coldEntries(), null, tiers.coldHits()));
      return byName;
    }
  }

  /** What was evicted: entries with one key, or null if all of them were. */
  public record Evicted(String cache, @Nullable Integer entries) {}

  /**
   * Of the caches of a manager.
   *
   * @param regions Hibernate's, if it is there
   */
  public ThermaeEndpoint(ThermaeSpringCacheManager caches, Optional<Regions> regions) {
    this.caches = caches;
    this.regions = regions;
    this.manager = caches.getThermaeManager();
  }

  /** Everything. */
  @ReadOperation
  public Report all() {
    Map<String, CacheReport> reports = new TreeMap<>();
    for (String name : manager.getCacheNames()) {
      nativeCache(name).ifPresent(cache -> reports.put(name, report(cache)));
    }
    return new Report(
        manager.storePath().map(Object::toString).orElse("memory"),
        manager.storeHealth(),
        reports,
        regions(),
        manager.effectiveSettings());
  }

  private Map<String, Regions.RegionReport> regions() {
    return regions.map(Regions::reports).orElse(Map.of());
  }

  /**
   * One cache, a {@link CacheReport}, or one region of Hibernate's, a {@link Regions.RegionReport};
   * nothing, and so "not found", if there is neither.
   */
  @ReadOperation
  public @Nullable Object cache(@Selector String cache) {
    return isOpen(cache)
        ? nativeCache(cache).map(ThermaeEndpoint::report).orElse(null)
        : regions().get(cache);
  }

  /**
   * Evicts an entry, or all of a cache or region; "not found" if there is neither.
   *
   * @param key the text of the key; without it, the cache is cleared. Not for a region: its keys
   *     are Hibernate's
   */
  @DeleteOperation
  public WebEndpointResponse<@Nullable Evicted> evict(
      @Selector String cache, @Nullable String key) {
    Cache view = isOpen(cache) ? caches.getCache(cache) : null;
    if (view == null) {
      return evictRegion(cache, key);
    }
    if (key == null) {
      view.clear();
      return new WebEndpointResponse<>(new Evicted(cache, null));
    }
    Class<?> keyType = nativeCache(cache).map(ThermaeEndpoint::keyType).orElse(Object.class);
    int evicted = 0;
    for (Object candidate : KeyText.keys(key, keyType)) {
      evicted += view.evictIfPresent(candidate) ? 1 : 0;
    }
    return new WebEndpointResponse<>(new Evicted(cache, evicted));
  }

  private WebEndpointResponse<@Nullable Evicted> evictRegion(String region, @Nullable String key) {
    if (!regions().containsKey(region)) {
      return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }
    if (key != null) {
      throw new InvalidEndpointRequestException(
          "'" + region + "' is a region of Hibernate, and a key was given",
          "A region is evicted as a whole: leave the key out.");
    }
    return regions.map(all -> all.evict(region)).orElse(false)
        ? new WebEndpointResponse<>(new Evicted(region, null))
        : new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
  }

  /** Asking for a cache that is not there would make it. */
  private boolean isOpen(String name) {
    for (String known : manager.getCacheNames()) {
      if (known.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Optional<ThermaeCache<?, ?>> nativeCache(String name) {
    return Optional.ofNullable(manager.getCache(name))
        .map(cache -> cache.unwrap(ThermaeCache.class));
  }

  private static CacheReport report(ThermaeCache<?, ?> cache) {
    TierStatistics tiers = cache.tierStatistics();
    Map<String, Tier> byName = Tier.all(tiers, tiers.hotHits());
    return new CacheReport(
        keyType(cache).getName(), configuration(cache).getValueType().getName(), byName, tiers);
  }

  private static Class<?> keyType(ThermaeCache<?, ?> cache) {
    return configuration(cache).getKeyType();
  }

  @SuppressWarnings("unchecked") // only the types are looked at
  private static CompleteConfiguration<?, ?> configuration(ThermaeCache<?, ?> cache) {
    return cache.getConfiguration(CompleteConfiguration.class);
  }
}
