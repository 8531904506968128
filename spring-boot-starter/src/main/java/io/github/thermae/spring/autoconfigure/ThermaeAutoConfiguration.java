package io.github.thermae.spring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * A store, and Spring's cache manager over it. Gives way to a cache manager of the application's,
 * and to {@code spring.cache.type}.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@Conditional(NoOtherCacheTypeCondition.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@EnableConfigurationProperties({CacheProperties.class, ThermaeSpringProperties.class})
// In this order: the second looks for what the first defines.
@Import({StoreConfiguration.class, SpringCachesConfiguration.class})
public final class ThermaeAutoConfiguration {}
