package io.github.thermae.hibernate.internal.region;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.StoreInUseException;
import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.codec.Codec;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.ThermaeSettings;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.config.FactorySettings;
import io.github.thermae.hibernate.internal.config.RegionSettings;
import io.github.thermae.hibernate.internal.key.RegionKey;
import io.github.thermae.hibernate.internal.restore.RealPath;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private static final Logger LOG = LoggerFactory.getLogger(RegionCaches.class);
  private static final URI NAME = URI.create("thermae:hibernate");
  private static final URI IN_MEMORY = URI.create("thermae:hibernate-in-memory");

  /** Those of this JVM whose regions lie in files. */
  @GuardedBy("FILED")
  private static final List<RegionCaches> FILED = new ArrayList<>();

  private final ThermaeCachingProvider provider;
  private final CacheManager manager;
  private final String prefix;
  private final @Nullable Path storeOfAnother;

  private RegionCaches(
      ThermaeCachingProvider provider,
      CacheManager manager,
      String prefix,
      @Nullable Path storeOfAnother) {
    this.provider = provider;
    this.manager = manager;
    this.prefix = prefix;
    this.storeOfAnother = storeOfAnother;
  }

  /**
   * Opens the store; in memory, if the file belongs to another process, or if another session
   * factory of this JVM has its regions there under the same names: they would share rows, and
   * neither would know what the other has locked.
   *
   * @param prefix what the names of all regions start with; may be empty
   * @throws CacheException if that is not possible with these settings
   */
  public static RegionCaches open(FactorySettings settings, String prefix) {
    ThermaeCachingProvider provider = new ThermaeCachingProvider();
    try {
      RegionCaches caches = new RegionCaches(provider, manager(provider, settings), prefix, null);
      Path file = caches.file();
      if (file == null || caches.claims(file)) {
        return caches;
      }
      LOG.warn(
          "Another session factory of this JVM keeps its regions in {}; those of this one stay in"
              + " memory. Give each its own {}{} or hibernate.cache.region_prefix",
          file,
          ThermaeSettings.STORE_PREFIX,
          StoreOptions.PATH);
      caches.manager.close();
      return inMemory(provider, settings, prefix, file);
    } catch (CacheException e) {
      StoreInUseException inUse = inUse(e).orElseThrow(() -> e);
      LOG.warn(
          "The second-level cache stays in memory, and what the owner of the file has cached will"
              + " not be restored: {}",
          inUse.getMessage());
      return inMemory(provider, settings, prefix, inUse.store());
    }
  }

  private static RegionCaches inMemory(
      ThermaeCachingProvider provider, FactorySettings settings, String prefix, Path asked) {
    CacheManager manager =
        provider.getCacheManager(IN_MEMORY, loader(), settings.memoryProperties());
    return new RegionCaches(provider, manager, prefix, asked);
  }

  /** Takes the file for regions with this prefix, unless somebody has. */
  private boolean claims(Path file) {
    synchronized (FILED) {
      boolean free =
          FILED.stream().noneMatch(o -> file.equals(o.file()) && o.prefix.equals(prefix));
      if (free) {
        FILED.add(this);
      }
      return free;
    }
  }

  private @Nullable Path file() {
    return manager.unwrap(ThermaeManager.class).storePath().map(RealPath::of).orElse(null);
  }

  private static Optional<StoreInUseException> inUse(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StoreInUseException inUse) {
        return Optional.of(inUse);
      }
    }
    return Optional.empty();
  }

  /** The file that was asked for and belongs to another process or session factory. */
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
    Path file = file();
    return file == null ? "memory" : "store " + file;
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
    requireOwn(name);
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

  /** A prefix and a name may together be another one's name. */
  private void requireOwn(String name) {
    Path file = file();
    synchronized (FILED) {
      for (RegionCaches other : FILED) {
        if (other != this
            && Objects.equals(other.file(), file)
            && other.manager.getCache(name) != null) {
          throw new CacheException(
              "Another session factory of this JVM has a region '%s' in %s as well: give each its own %s%s"
                  .formatted(name, file, ThermaeSettings.STORE_PREFIX, StoreOptions.PATH));
        }
      }
    }
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
    synchronized (FILED) {
      FILED.remove(this);
    }
    provider.close();
  }
}
