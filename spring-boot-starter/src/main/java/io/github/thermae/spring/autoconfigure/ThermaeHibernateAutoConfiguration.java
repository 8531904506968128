package io.github.thermae.spring.autoconfigure;

import io.github.thermae.ThermaeManager;
import io.github.thermae.hibernate.ThermaeSettings;
import io.github.thermae.spring.internal.hibernate.SharedStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** One store for Spring's caches and Hibernate's regions, where {@code thermae-hibernate} is. */
@AutoConfiguration(
    after = ThermaeAutoConfiguration.class,
    before = HibernateJpaAutoConfiguration.class)
@ConditionalOnClass({ThermaeSettings.class, HibernatePropertiesCustomizer.class})
@ConditionalOnBean(ThermaeManager.class)
public final class ThermaeHibernateAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  SharedStore thermaeSharedStore(ThermaeManager manager, Environment environment) {
    return new SharedStore(manager, environment);
  }
}
