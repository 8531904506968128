package io.github.thermae.spring.autoconfigure;

import io.github.thermae.ThermaeManager;
import io.github.thermae.spring.ThermaeSpringCacheManager;
import io.github.thermae.spring.internal.metrics.CacheMeterProvider;
import io.github.thermae.spring.internal.metrics.StoreMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * Meters of the store, and of every cache, whenever it is made. Spring Boot binds those of caches
 * that exist at the start; this binds the others.
 */
@AutoConfiguration(
    after = ThermaeAutoConfiguration.class,
    before = CacheMetricsAutoConfiguration.class)
@ConditionalOnClass({MeterRegistry.class, CacheMeterBinderProvider.class})
@ConditionalOnBean(ThermaeSpringCacheManager.class)
public final class ThermaeMetricsAutoConfiguration {
  private static final String SUFFIX = "cacheManager";

  @Bean
  @ConditionalOnMissingBean
  StoreMeters thermaeStoreMeters(ThermaeManager manager) {
    return new StoreMeters(manager);
  }

  @Bean
  @ConditionalOnMissingBean
  CacheMeterProvider thermaeCacheMeterProvider() {
    return new CacheMeterProvider();
  }

  @Bean
  SmartInitializingSingleton thermaeLateCacheMeters(
      Map<String, ThermaeSpringCacheManager> managers,
      CacheMeterProvider meters,
      ObjectProvider<CacheMetricsRegistrar> registrar) {
    return () ->
        registrar.ifAvailable(
            available ->
                managers.forEach((bean, manager) -> bindLater(bean, manager, meters, available)));
  }

  private static void bindLater(
      String bean,
      ThermaeSpringCacheManager manager,
      CacheMeterProvider meters,
      CacheMetricsRegistrar registrar) {
    Tag tag = Tag.of("cache.manager", shortName(bean));
    manager.onCache(
        cache -> {
          if (!meters.isBound(cache)) {
            boolean unused = registrar.bindCacheToRegistry(cache, tag);
          }
        });
  }

  /** As Spring Boot calls the manager of the caches that it binds. */
  private static String shortName(String bean) {
    return bean.length() > SUFFIX.length() && StringUtils.endsWithIgnoreCase(bean, SUFFIX)
        ? bean.substring(0, bean.length() - SUFFIX.length())
        : bean;
  }
}
