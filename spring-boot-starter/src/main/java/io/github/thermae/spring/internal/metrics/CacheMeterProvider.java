package io.github.thermae.spring.internal.metrics;

import io.github.thermae.spring.internal.cache.SpringCache;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.cache.Cache;

/** Gives Spring Boot the meters of a cache, and remembers which caches have theirs. */
public final class CacheMeterProvider implements CacheMeterBinderProvider<SpringCache> {
  private final Set<Cache> bound = ConcurrentHashMap.newKeySet();

  /** None yet. */
  public CacheMeterProvider() {}

  @Override
  public MeterBinder getMeterBinder(SpringCache cache, Iterable<Tag> tags) {
    bound.add(cache);
    return new CacheMeters(cache.getNativeCache(), tags);
  }

  /** Whether somebody has asked for the meters of a cache. */
  public boolean isBound(Cache cache) {
    return bound.contains(cache);
  }
}
