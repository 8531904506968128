package io.github.thermae.spring.autoconfigure;

import io.github.thermae.hibernate.ThermaeRegionFactory;
import io.github.thermae.spring.internal.hibernate.RegionMeters;
import io.github.thermae.spring.internal.hibernate.SessionFactories;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows Hibernate's regions to whoever looks at the caches of an application. */
@AutoConfiguration(after = HibernateJpaAutoConfiguration.class)
@ConditionalOnClass({
  ThermaeRegionFactory.class,
  EntityManagerFactory.class,
  SessionFactoryImplementor.class,
  HibernateJpaAutoConfiguration.class
})
@ConditionalOnBean(EntityManagerFactory.class)
public final class ThermaeRegionsAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  SessionFactories thermaeSessionFactories(Map<String, EntityManagerFactory> factories) {
    return new SessionFactories(factories);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Meters {
    @Bean
    SmartInitializingSingleton thermaeRegionMeters(
        SessionFactories factories, ObjectProvider<MeterRegistry> registries) {
      return () -> registries.ifUnique(registry -> bind(factories, registry));
    }

    private static void bind(SessionFactories factories, MeterRegistry registry) {
      factories.forEach(
          (bean, regions) ->
              regions.addRegionListener(
                  (name, statistics) -> RegionMeters.of(name, bean, statistics).bindTo(registry)));
    }
  }
}
