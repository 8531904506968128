package io.github.thermae.spring.autoconfigure;

import io.github.thermae.spring.ThermaeSpringCacheManager;
import io.github.thermae.spring.internal.endpoint.ThermaeEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code thermae}, where it is exposed. */
@AutoConfiguration(after = ThermaeAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(ThermaeSpringCacheManager.class)
@ConditionalOnAvailableEndpoint(ThermaeEndpoint.class)
public final class ThermaeEndpointAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  ThermaeEndpoint thermaeEndpoint(ThermaeSpringCacheManager caches) {
    return new ThermaeEndpoint(caches);
  }
}
