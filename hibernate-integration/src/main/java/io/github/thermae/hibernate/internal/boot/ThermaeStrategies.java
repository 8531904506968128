package io.github.thermae.hibernate.internal.boot;

import io.github.thermae.hibernate.ThermaeRegionFactory;
import java.util.List;
import org.hibernate.boot.registry.selector.SimpleStrategyRegistrationImpl;
import org.hibernate.boot.registry.selector.StrategyRegistration;
import org.hibernate.boot.registry.selector.StrategyRegistrationProvider;
import org.hibernate.cache.spi.RegionFactory;

/** Lets {@code hibernate.cache.region.factory_class} be {@code thermae}. */
public final class ThermaeStrategies implements StrategyRegistrationProvider {
  private static final String SHORT_NAME = "thermae";

  /** For {@code java.util.ServiceLoader}. */
  public ThermaeStrategies() {}

  /** One factory, however many names it has: Hibernate takes a lone one without being told. */
  @Override
  @SuppressWarnings("rawtypes") // the type of the overridden method differs between versions
  public Iterable<StrategyRegistration> getStrategyRegistrations() {
    return List.of(
        new SimpleStrategyRegistrationImpl<>(
            RegionFactory.class,
            ThermaeRegionFactory.class,
            SHORT_NAME,
            ThermaeRegionFactory.class.getSimpleName(),
            ThermaeRegionFactory.class.getName()));
  }
}
