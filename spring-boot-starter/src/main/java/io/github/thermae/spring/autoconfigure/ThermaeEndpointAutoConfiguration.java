package io.github.thermae.spring.autoconfigure;

import io.github.thermae.spring.ThermaeSpringCacheManager;
import io.github.thermae.spring.internal.endpoint.Regions;
import io.github.thermae.spring.internal.endpoint.ThermaeEndpoint;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
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
  ThermaeEndpoint thermaeEndpoint(
      ThermaeSpringCacheManager caches, ObjectProvider<Regions> regions) {
    return new ThermaeEndpoint(caches, Optional.ofNullable(regions.getIfAvailable()));
  }
}
