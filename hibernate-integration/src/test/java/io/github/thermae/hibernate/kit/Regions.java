package io.github.thermae.hibernate.kit;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.ThermaeRegionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** What lies below the regions of a session factory. */
public final class Regions {
  private Regions() {}

  /** Its region factory. */
  public static ThermaeRegionFactory of(TestFactory factory) {
    return (ThermaeRegionFactory)
        factory.factory().unwrap(SessionFactoryImplementor.class).getCache().getRegionFactory();
  }

  /** The cache of a region. */
  @SuppressWarnings("unchecked") // a cache of this library unwraps to this
  public static ThermaeCache<Object, Object> cache(TestFactory factory, String region) {
    return of(factory).cacheManager().getCache(region).unwrap(ThermaeCache.class);
  }

  /** What holds for that cache. */
  @SuppressWarnings("unchecked") // every cache of this library has such a configuration
  public static ThermaeConfiguration<Object, Object> configuration(
      TestFactory factory, String region) {
    return cache(factory, region).getConfiguration(ThermaeConfiguration.class);
  }
}
