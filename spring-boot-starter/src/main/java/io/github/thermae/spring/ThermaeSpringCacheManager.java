package io.github.thermae.spring;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spring.internal.cache.SpringCache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.cache.transaction.AbstractTransactionSupportingCacheManager;

/**
 * Spring's cache manager over a {@link ThermaeManager}.
 *
 * <p>A cache that is asked for and does not exist is made: as the configuration file or a setting
 * {@code caches.<name>} says, else with the defaults, for keys and values of any class, with
 * statistics. Every cache that is open in the {@link ThermaeManager} is here too, whoever made it
 * and whenever.
 *
 * <p>With {@link #setTransactionAware} puts and evictions wait for the commit of the transaction.
 *
 * <p>Closing the {@link ThermaeManager} is its owner's business. Thread-safe once initialized.
 */
public final class ThermaeSpringCacheManager extends AbstractTransactionSupportingCacheManager
    implements DisposableBean {
  private final ThermaeManager manager;
  private final Set<String> initialNames = new LinkedHashSet<>();
  private final ConcurrentMap<String, SpringCache> caches = new ConcurrentHashMap<>();
  private final List<Consumer<? super org.springframework.cache.Cache>> listeners =
      new CopyOnWriteArrayList<>();

  private final Consumer<ThermaeCache<?, ?>> adopting = this::adopt;

  /** One cache is made at a time, and told to those who listen. */
  private final ReentrantLock making = new ReentrantLock();

  /** A manager over a store that stays open for as long as this one is used. */
  public ThermaeSpringCacheManager(ThermaeManager manager) {
    this.manager = manager;
  }

  /** The store's own manager. */
  public ThermaeManager getThermaeManager() {
    return manager;
  }

  /** Caches to be made when this manager is initialized, beside those that exist. */
  public void setCacheNames(Collection<String> names) {
    initialNames.clear();
    initialNames.addAll(names);
  }

  /**
   * Tells of every cache: of those that exist in this call, of others when they are made, before
   * anybody can use them. The listener must not ask this manager for a cache that does not exist.
   */
  public void onCache(Consumer<? super org.springframework.cache.Cache> listener) {
    making.lock();
    try {
      listeners.add(listener);
      caches.values().forEach(listener);
    } finally {
      making.unlock();
    }
  }

  @Override
  public void initializeCaches() {
    super.initializeCaches();
    // Spring lets this be called again.
    manager.removeCacheListener(adopting);
    manager.addCacheListener(adopting);
  }

  /** Made by somebody else, who wants to see it in Spring's lists and meters too. */
  private void adopt(ThermaeCache<?, ?> cache) {
    var unused = getCache(cache.getName());
  }

  /** Hears no more of new caches. */
  @Override
  public void destroy() {
    manager.removeCacheListener(adopting);
  }

  @Override
  protected Collection<? extends org.springframework.cache.Cache> loadCaches() {
    Set<String> names = new LinkedHashSet<>(initialNames);
    manager.getCacheNames().forEach(names::add);
    List<SpringCache> initial = new ArrayList<>();
    names.forEach(name -> initial.add(cache(name)));
    return initial;
  }

  @Override
  protected org.springframework.cache.@Nullable Cache getMissingCache(String name) {
    return cache(name);
  }

  private SpringCache cache(String name) {
    making.lock();
    try {
      SpringCache known = caches.get(name);
      if (known != null) {
        return known;
      }
      ThermaeCache<Object, Object> opened = open(name);
      SpringCache adopted = caches.get(name);
      if (adopted != null) {
        return adopted;
      }
      SpringCache made = new SpringCache(opened);
      caches.put(name, made);
      listeners.forEach(listener -> listener.accept(made));
      return made;
    } finally {
      making.unlock();
    }
  }

  @SuppressWarnings("unchecked")
  private ThermaeCache<Object, Object> open(String name) {
    Cache<Object, Object> existing = manager.getCache(name);
    Cache<Object, Object> cache =
        existing != null
            ? existing
            : manager.createCache(
                name,
                ThermaeConfiguration.builder(Object.class, Object.class).statistics(true).build());
    return cache.unwrap(ThermaeCache.class);
  }
}
