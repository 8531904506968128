package io.github.thermae.hibernate;

import io.github.thermae.ThermaeCache;
import io.github.thermae.hibernate.internal.access.BulkWatch;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.access.TableChanges;
import io.github.thermae.hibernate.internal.access.ThermaeTransaction;
import io.github.thermae.hibernate.internal.access.Timestamps;
import io.github.thermae.hibernate.internal.codec.RegionContents;
import io.github.thermae.hibernate.internal.codec.RegionValueCodec;
import io.github.thermae.hibernate.internal.config.FactorySettings;
import io.github.thermae.hibernate.internal.config.RegionSettings;
import io.github.thermae.hibernate.internal.config.RegionType;
import io.github.thermae.hibernate.internal.key.KeyPlan;
import io.github.thermae.hibernate.internal.region.DomainRegion;
import io.github.thermae.hibernate.internal.region.QueryRegion;
import io.github.thermae.hibernate.internal.region.RegionCaches;
import io.github.thermae.hibernate.internal.region.RegionRoles;
import io.github.thermae.hibernate.internal.region.RegionTable;
import io.github.thermae.hibernate.internal.region.ThermaeRegion;
import io.github.thermae.hibernate.internal.region.UpdateTimestampsRegion;
import io.github.thermae.hibernate.internal.restore.FactoryRestore;
import io.github.thermae.hibernate.internal.restore.RegionRestore;
import io.github.thermae.hibernate.internal.restore.RestoreOptions;
import io.github.thermae.hibernate.internal.restore.SchemaAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.internal.SessionFactoryOptionsBuilder;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.CacheTransactionSynchronization;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * A second-level cache in three tiers: {@code hibernate.cache.region.factory_class=thermae}.
 *
 * <p>Every region has bounds without any setting; {@link ThermaeSettings} names what can be set. A
 * region starts empty unless it is set to be restored. TRANSACTIONAL has the semantics of
 * READ_WRITE. The cache is that of one session factory: two over one database know nothing of each
 * other's changes, as with every cache that is not shared, and of two over one file the second
 * stays in memory unless their region prefixes differ.
 *
 * <p>Started and stopped by the session factory; all else is thread-safe. What is wrong with the
 * settings or the store fails the start.
 */
public final class ThermaeRegionFactory implements RegionFactory {
  private static final long serialVersionUID = 1L;

  /** Hibernate's own setting; the constant for it is deprecated. */
  private static final String KEYS_FACTORY = "hibernate.cache.keys_factory";

  private transient volatile @Nullable Started started;

  private record Started(
      SessionFactoryOptions options,
      FactorySettings settings,
      RegionCaches caches,
      KeyPlan keys,
      Timestamps timestamps,
      FactoryRestore restore,
      BulkWatch watch,
      RegionTable table,
      Map<String, ThermaeRegion> regions,
      List<BiConsumer<String, Supplier<RegionStatistics>>> listeners) {
    /** In one step with the adding of listeners, so each is told of each region once. */
    void add(String qualified, ThermaeRegion region) {
      synchronized (listeners) {
        regions.put(qualified, region);
        listeners.forEach(listener -> listener.accept(qualified, region::statistics));
      }
    }

    void add(BiConsumer<String, Supplier<RegionStatistics>> listener) {
      synchronized (listeners) {
        listeners.add(listener);
        regions.forEach((name, region) -> listener.accept(name, region::statistics));
      }
    }
  }

  /** For Hibernate, which makes it and starts it. */
  public ThermaeRegionFactory() {}

  @Override
  public synchronized void start(SessionFactoryOptions settings, Map<String, Object> configValues) {
    if (started != null) {
      throw new CacheException(
          "The region factory is in use by another session factory: give each its own");
    }
    try {
      FactorySettings ours = FactorySettings.of(configValues);
      KeyPlan keys = KeyPlan.of(configValues.get(KEYS_FACTORY), settings);
      RegionCaches caches =
          RegionCaches.open(ours, Objects.requireNonNullElse(settings.getCacheRegionPrefix(), ""));
      Timestamps timestamps = new Timestamps();
      started =
          new Started(
              settings,
              ours,
              caches,
              keys,
              timestamps,
              restore(caches, settings, ours, configValues, timestamps),
              watch(settings),
              new RegionTable(ours),
              new ConcurrentHashMap<>(),
              new ArrayList<>());
    } catch (RuntimeException e) {
      throw new CacheException("The second-level cache cannot be started: " + e.getMessage(), e);
    }
  }

  private static FactoryRestore restore(
      RegionCaches caches,
      SessionFactoryOptions options,
      FactorySettings ours,
      Map<String, Object> configValues,
      Timestamps timestamps) {
    FactoryRestore.Setup setup =
        new FactoryRestore.Setup(
            Objects.requireNonNullElse(options.getCacheRegionPrefix(), ""),
            ours.isSynchronousFull(),
            SchemaAction.isCreating(configValues),
            SchemaAction.isDropping(configValues),
            ours.isRestoreAsked());
    try {
      return FactoryRestore.open(caches.manager(), caches.storeOfAnother(), setup, timestamps);
    } catch (RuntimeException e) {
      caches.close();
      throw e;
    }
  }

  /** One more inspector of statements, where Hibernate lets it be put in; without, it is silent. */
  private static BulkWatch watch(SessionFactoryOptions options) {
    BulkWatch watch = new BulkWatch(options.getStatementInspector());
    if (options instanceof SessionFactoryOptionsBuilder builder) {
      builder.applyStatementInspector(watch);
    }
    return watch;
  }

  @Override
  public synchronized void stop() {
    Started now = started;
    started = null;
    if (now != null) {
      try {
        now.restore().close();
      } finally {
        now.caches().close();
      }
    }
  }

  private Started started() {
    Started now = started;
    if (now == null) {
      throw new CacheException("The region factory has not been started, or has been stopped");
    }
    return now;
  }

  /** What happened in each region, by its name with the prefix of the factory. A copy. */
  public Map<String, RegionStatistics> regionStatistics() {
    Map<String, RegionStatistics> all = new TreeMap<>();
    started().regions().forEach((name, region) -> all.put(name, region.statistics()));
    return all;
  }

  /**
   * Tells a listener of every region, by its name with the prefix of the factory, and gives it what
   * happens there: of those that exist in this call, of others when they are made, as those of
   * queries are when they are first asked for. The listener must not ask Hibernate for regions.
   */
  public void addRegionListener(BiConsumer<String, Supplier<RegionStatistics>> listener) {
    started().add(listener);
  }

  /** The manager of the regions' caches, for metrics; whoever changes them breaks the cache. */
  public CacheManager cacheManager() {
    return started().caches().manager();
  }

  @Override
  public boolean isMinimalPutsEnabledByDefault() {
    return false;
  }

  @Override
  public AccessType getDefaultAccessType() {
    return AccessType.READ_WRITE;
  }

  @Override
  public String qualify(String regionName) {
    String prefix = started().options().getCacheRegionPrefix();
    return prefix == null || regionName.startsWith(prefix + '.')
        ? regionName
        : prefix + '.' + regionName;
  }

  @Override
  public CacheTransactionSynchronization createTransactionContext(
      SharedSessionContractImplementor session) {
    return new ThermaeTransaction(started().timestamps(), session);
  }

  @Override
  public long nextTimestamp() {
    return started().timestamps().next();
  }

  /** In steps of {@link #nextTimestamp}. */
  @Override
  public long getTimeout() {
    return Timestamps.ofMillis(started().settings().lockTimeout().toMillis());
  }

  // ------------------------------------------------------------------ regions

  @Override
  public DomainDataRegion buildDomainDataRegion(
      DomainDataRegionConfig regionConfig, DomainDataRegionBuildingContext buildingContext) {
    Started now = started();
    String name = regionConfig.getRegionName();
    String qualified = qualify(name);
    RegionSettings settings = now.settings().region(qualified, name, RegionType.of(regionConfig));
    RegionRestore restore =
        now.restore()
            .region(
                qualified,
                now.keys().isCanonical()
                    ? settings.restore().forRegion(qualified, isReadOnly(regionConfig))
                    : RestoreOptions.NONE);
    RegionContents contents = RegionContents.of(regionConfig);
    ThermaeCache<Object, CachedItem> cache =
        now.caches()
            .openDomain(
                qualified,
                settings,
                new RegionValueCodec(contents, buildingContext::getSessionFactory),
                !now.keys().isCanonical(),
                !restore.mayHaveItems());
    restore.opened(cache, contents, RegionRoles.of(regionConfig).names());
    tellWhenCreated(buildingContext.getSessionFactory(), now);
    now.table().add(regionConfig, qualified, settings, restore.describe());
    DomainRegion region =
        new DomainRegion(
            regionConfig,
            this,
            cache,
            new DomainRegion.Parts(
                now.keys(), restore, now.timestamps(), now.watch(), getTimeout()));
    now.add(qualified, region);
    return region;
  }

  /** Whether no item can become another one. */
  private static boolean isReadOnly(DomainDataRegionConfig config) {
    return Stream.of(
            config.getEntityCaching(), config.getCollectionCaching(), config.getNaturalIdCaching())
        .flatMap(List::stream)
        .allMatch(one -> !one.isMutable() || one.getAccessType() == AccessType.READ_ONLY);
  }

  @Override
  public QueryResultsRegion buildQueryResultsRegion(
      String regionName, SessionFactoryImplementor sessionFactory) {
    Started now = started();
    String qualified = qualify(regionName);
    RegionSettings settings = now.settings().region(qualified, regionName, RegionType.QUERY);
    tellWhenCreated(sessionFactory, now);
    now.table().addQuery(regionName, qualified, settings);
    QueryRegion region =
        new QueryRegion(regionName, this, now.caches().openQuery(qualified, settings));
    now.add(qualified, region);
    return region;
  }

  @Override
  public TimestampsRegion buildTimestampsRegion(
      String regionName, SessionFactoryImplementor sessionFactory) {
    Started now = started();
    String qualified = qualify(regionName);
    now.settings()
        .requireNothingSet(
            qualified,
            regionName,
            "the region of update timestamps keeps all that it has, since one that is missing would"
                + " let stale query results pass");
    return new UpdateTimestampsRegion(regionName, this, new TableChanges(now.timestamps()));
  }

  /** When all regions are known that there are from the beginning. */
  private static void tellWhenCreated(SessionFactoryImplementor factory, Started now) {
    if (now.table().isFirst()) {
      factory.addObserver(
          new SessionFactoryObserver() {
            @Override
            public void sessionFactoryCreated(SessionFactory created) {
              now.table().tell(now.caches().describeStore());
              now.restore().sessionFactoryCreated((SessionFactoryImplementor) created);
            }
          });
    }
  }
}
