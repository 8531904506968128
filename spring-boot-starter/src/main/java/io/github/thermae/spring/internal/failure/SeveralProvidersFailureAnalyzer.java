package io.github.thermae.spring.internal.failure;

import io.github.thermae.spi.ThermaeCachingProvider;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.cache.CacheManager;

/**
 * With two JCache providers on the class path nobody chooses one, and what is told is that some
 * bean is missing. This names the providers and the setting that chooses.
 */
public final class SeveralProvidersFailureAnalyzer implements FailureAnalyzer {
  private static final String OURS = ThermaeCachingProvider.class.getName();

  /** For {@code spring.factories}. */
  public SeveralProvidersFailureAnalyzer() {}

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    if (!isAboutCacheManagers(failure)) {
      return null;
    }
    List<String> providers = new ArrayList<>();
    for (CachingProvider provider : Caching.getCachingProviders()) {
      providers.add(provider.getClass().getName());
    }
    if (providers.size() < 2 || !providers.contains(OURS)) {
      return null;
    }
    return new FailureAnalysis(
        "There are "
            + providers.size()
            + " JCache providers on the class path, and none is chosen: "
            + String.join(", ", providers),
        "Leave spring.cache.type out, and Thermae's own cache manager is used. To use it through"
            + " JCache, set spring.cache.jcache.provider="
            + OURS
            + ". For Hibernate's region factory 'jcache', set"
            + " spring.jpa.properties.hibernate.javax.cache.provider="
            + OURS
            + ". Or take the other provider off the class path.",
        failure);
  }

  private static boolean isAboutCacheManagers(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (isAboutCacheManager(at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAboutCacheManager(Throwable failure) {
    if (failure instanceof NoSuchBeanDefinitionException missing) {
      return "cacheManager".equals(missing.getBeanName())
          || CacheManager.class.equals(missing.getBeanType());
    }
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("No cache manager could be auto-configured")
        || message.startsWith("Multiple CachingProviders");
  }
}
