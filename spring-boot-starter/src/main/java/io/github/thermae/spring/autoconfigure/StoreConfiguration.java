package io.github.thermae.spring.autoconfigure;

import io.github.thermae.ThermaeManager;
import io.github.thermae.spring.internal.settings.StoreOpening;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.JCacheManagerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/** The store, if the application brings none. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(javax.cache.CacheManager.class)
class StoreConfiguration {
  @Bean(destroyMethod = "close")
  ThermaeManager thermaeManager(
      Environment environment,
      ResourceLoader resources,
      BeanFactory beans,
      ObjectProvider<JCacheManagerCustomizer> customizers) {
    ThermaeManager manager =
        StoreOpening.open(environment, classLoader(resources), packagesOf(beans));
    customizers.orderedStream().forEach(customizer -> customizer.customize(manager));
    return manager;
  }

  private static ClassLoader classLoader(ResourceLoader resources) {
    ClassLoader loader = resources.getClassLoader();
    return loader != null ? loader : StoreConfiguration.class.getClassLoader();
  }

  private static Collection<String> packagesOf(BeanFactory beans) {
    return AutoConfigurationPackages.has(beans) ? AutoConfigurationPackages.get(beans) : List.of();
  }
}
