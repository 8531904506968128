package io.github.thermae.spring.autoconfigure;

import io.github.thermae.ThermaeManager;
import io.github.thermae.spring.ThermaeSpringCacheManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring's view of the store, whoever has opened it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(ThermaeManager.class)
class SpringCachesConfiguration {
  @Bean
  ThermaeSpringCacheManager cacheManager(
      ThermaeManager manager,
      CacheProperties properties,
      ThermaeSpringProperties own,
      ObjectProvider<CacheManagerCustomizer<?>> customizers) {
    ThermaeSpringCacheManager caches = new ThermaeSpringCacheManager(manager);
    caches.setTransactionAware(own.transactionAware());
    caches.setCacheNames(properties.getCacheNames());
    return new CacheManagerCustomizers(customizers.orderedStream().toList()).customize(caches);
  }
}
