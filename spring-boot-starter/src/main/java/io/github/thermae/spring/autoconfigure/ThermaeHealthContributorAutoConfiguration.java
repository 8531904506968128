package io.github.thermae.spring.autoconfigure;

import io.github.thermae.ThermaeManager;
import io.github.thermae.spring.internal.health.StoreHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/** The health of the store; {@code management.health.thermae.enabled=false} leaves it out. */
@AutoConfiguration(after = ThermaeAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ThermaeManager.class)
@ConditionalOnEnabledHealthIndicator("thermae")
@EnableConfigurationProperties(ThermaeSpringProperties.class)
public final class ThermaeHealthContributorAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "thermaeHealthIndicator")
  StoreHealthIndicator thermaeHealthIndicator(
      ThermaeManager manager, ThermaeSpringProperties properties) {
    ThermaeSpringProperties.Health health = properties.health();
    return new StoreHealthIndicator(
        manager,
        new StoreHealthIndicator.Limits(
            new Status(health.degradedStatus()), health.minFreeSpace(), health.maxQueueAge()));
  }
}
