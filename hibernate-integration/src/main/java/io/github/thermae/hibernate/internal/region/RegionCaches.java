package io.github.thermae.hibernate.internal.region;

import io.github.thermae.StoreInUseException;
import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.codec.Codec;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.config.FactorySettings;
import io.github.thermae.hibernate.internal.config.RegionSettings;
import io.github.thermae.hibernate.internal.key.RegionKey;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a session factory, and the one place where the caches of its regions are opened. Has
 * a provider of its own, so that what an application does with its caches does not reach here; a
 * file is shared with whoever else in the JVM has it open.
 */
public final class RegionCaches implements AutoCloseable {
  private static final URI NAME = URI.create("thermae:hibernate");

  private static final Logger LOG = LoggerFactory.getLogger(RegionCaches.class);

  private final ThermaeCachingProvider provider;
  private final CacheManager manager;
  private final @Nullable Path storeOfAnother;

  private RegionCaches(
      ThermaeCachingProvider provider, CacheManager manager, @Nullable Path storeOfAnother) {
    this.provider = provider;
    this.manager = manager;
    this.storeOfAnother = storeOfAnother;
  }

  /**
   * Opens the store; in memory, if the file belongs to another process.
   *
   * @throws CacheException if that is not possible with these settings
   */
  public static RegionCaches open(FactorySettings settings) {
    ThermaeCachingProvider provider = new ThermaeCachingProvider();
    try {
      return new RegionCaches(provider, manager(provider, settings), null);
    } catch (CacheException e) {
      StoreInUseException inUse = inUse(e).orElseThrow(() -> e);
      LOG.warn(
          "The second-level cache stays in memory, and what the owner of the file has cached will"
              + " not be restored: {}",
          inUse.getMessage());
      CacheManager inMemory =
          provider.getCacheManager(NAME, loader(), settings.storePropertiesWithoutFile());
      return new RegionCaches(provider, inMemory, inUse.store());
    }
  }

  private static Optional<StoreInUseException> inUse(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StoreInUseException inUse) {
        return Optional.of(inUse);
      }
    }
    return Optional.empty();
  }

  /** The file that was asked for and belongs to another process. */
  public Optional<Path> storeOfAnother() {
    return Optional.ofNullable(storeOfAnother);
  }

  /**
   * A commit per cached item would be dear, and nothing is promised for which it would be needed:
   * where nothing is set, what goes to the file is saved in batches.
   */
  private static CacheManager manager(ThermaeCachingProvider provider, FactorySettings settings) {
    Properties properties = settings.storeProperties();
    if (!settings.hasPath() || !settings.isPersistModeOpen()) {
      return provider.getCacheManager(NAME, loader(), properties);
    }
    Properties lazy = settings.storeProperties();
    lazy.setProperty(StoreOptions.PREFIX + StoreOptions.PERSIST_MODE, "lazy");
    try {
      return provider.getCacheManager(NAME, loader(), lazy);
    } catch (CacheException e) {
      // Somebody else may have opened the file in another mode, which is as good.
      try {
        return provider.getCacheManager(NAME, loader(), properties);
      } catch (CacheException asGiven) {
        e.addSuppressed(asGiven);
        throw e;
      }
    }
  }

  private static ClassLoader loader() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread != null ? ofThread : RegionCaches.class.getClassLoader();
  }

  /** The store in a few words, for the log. */
  public String describeStore() {
    return manager
        .unwrap(ThermaeManager.class)
        .storePath()
        .map(path -> "store " + path)
        .orElse("memory");
  }

  /** The manager of the caches. */
  public CacheManager manager() {
    return manager;
  }

  /**
   * A cache for entities, collections and natural ids.
   *
   * @param values writes what Hibernate gives, without what {@link CachedItem} adds
   * @param hotOnly for keys that only memory can hold
   * @param startsEmpty whether what the file has of it is of no use
   */
  public ThermaeCache<Object, CachedItem> openDomain(
      String name, RegionSettings settings, Codec values, boolean hotOnly, boolean startsEmpty) {
    if (startsEmpty) {
      manager.destroyCache(name);
    }
    ThermaeConfiguration.Builder<RegionKey, CachedItem> configuration =
        ThermaeConfiguration.builder(RegionKey.class, CachedItem.class)
            .storeByValue(false)
            .codec(new ItemCodec(values))
            .hotOnly(hotOnly);
    settings.applyTo(configuration);
    return open(name, configuration.build());
  }

  /** A cache for query results, which stay in memory. */
  public ThermaeCache<Object, Object> openQuery(String name, RegionSettings settings) {
    ThermaeConfiguration.Builder<Object, Object> configuration =
        ThermaeConfiguration.builder(Object.class, Object.class).storeByValue(false).hotOnly(true);
    settings.applyTo(configuration);
    return open(freeName(name), configuration.build());
  }

  /** Hibernate lets queries have a region with the name of one that holds entities. */
  private String freeName(String name) {
    String free = name;
    while (manager.getCache(free) != null) {
      free += " (queries)";
    }
    return free;
  }

  @SuppressWarnings("unchecked") // Keys are RegionKeys behind an interface that says Object.
  private <K, V> ThermaeCache<Object, V> open(
      String name, ThermaeConfiguration<K, V> configuration) {
    Cache<K, V> cache = manager.createCache(name, configuration);
    return (ThermaeCache<Object, V>) cache.unwrap(ThermaeCache.class);
  }

  /** Closes all caches and gives the store back. */
  @Override
  public void close() {
    provider.close();
  }
}
