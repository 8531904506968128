package io.github.thermae.hibernate;

import io.github.thermae.hibernate.internal.access.InvalidationJournal;
import io.github.thermae.hibernate.internal.access.ThermaeTransaction;
import io.github.thermae.hibernate.internal.access.Timestamps;
import io.github.thermae.hibernate.internal.key.KeyPlan;
import io.github.thermae.hibernate.internal.region.DomainRegion;
import io.github.thermae.hibernate.internal.region.QueryRegion;
import io.github.thermae.hibernate.internal.region.RegionCaches;
import io.github.thermae.hibernate.internal.region.SerializedValues;
import io.github.thermae.hibernate.internal.region.UpdateTimestampsRegion;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import javax.cache.CacheManager;
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

/** A second-level cache in three tiers: {@code hibernate.cache.region.factory_class=thermae}. */
public final class ThermaeRegionFactory implements RegionFactory {
  private static final long serialVersionUID = 1L;

  /** Hibernate's own setting; the constant for it is deprecated. */
  private static final String KEYS_FACTORY = "hibernate.cache.keys_factory";

  private static final long LOCK_TIMEOUT_MILLIS = 60_000;
  private static final long HOT_MAX_ENTRIES = 10_000;

  private final transient ThermaeCachingProvider provider = new ThermaeCachingProvider();
  private final transient Timestamps timestamps = new Timestamps();
  private transient @Nullable Started started;

  private record Started(
      SessionFactoryOptions options, CacheManager manager, RegionCaches caches, KeyPlan keys) {}

  @Override
  public void start(SessionFactoryOptions settings, Map<String, Object> configValues) {
    Properties store = new Properties();
    CacheManager manager = provider.getCacheManager(URI.create("thermae:hibernate"), null, store);
    KeyPlan keys = KeyPlan.of(configValues.get(KEYS_FACTORY), settings);
    started = new Started(settings, manager, new RegionCaches(manager), keys);
  }

  @Override
  public void stop() {
    started = null;
    provider.close();
  }

  private Started started() {
    Started now = started;
    if (now == null) {
      throw new CacheException("The region factory has not been started, or has been stopped");
    }
    return now;
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
    return new ThermaeTransaction(timestamps, session);
  }

  @Override
  public long nextTimestamp() {
    return timestamps.next();
  }

  @Override
  public long getTimeout() {
    return Timestamps.ofMillis(LOCK_TIMEOUT_MILLIS);
  }

  @Override
  public DomainDataRegion buildDomainDataRegion(
      DomainDataRegionConfig regionConfig, DomainDataRegionBuildingContext buildingContext) {
    Started now = started();
    return new DomainRegion(
        regionConfig,
        this,
        now.caches()
            .openDomain(
                qualify(regionConfig.getRegionName()),
                HOT_MAX_ENTRIES,
                new SerializedValues(),
                !now.keys().isCanonical()),
        new DomainRegion.Parts(now.keys(), InvalidationJournal.NONE, timestamps, getTimeout()));
  }

  @Override
  public QueryResultsRegion buildQueryResultsRegion(
      String regionName, SessionFactoryImplementor sessionFactory) {
    String name = qualify(regionName);
    return new QueryRegion(name, this, started().caches().openQuery(name, HOT_MAX_ENTRIES));
  }

  @Override
  public TimestampsRegion buildTimestampsRegion(
      String regionName, SessionFactoryImplementor sessionFactory) {
    return new UpdateTimestampsRegion(qualify(regionName), this, timestamps);
  }
}
