package io.github.thermae.jsr107;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * A store of the kind under test, opened when first asked for; without caches at the start of each
 * test. Subclasses are parameterized classes.
 */
@SuppressWarnings("NonFinalStaticField") // tests of one class follow each other
abstract class AnyStore {
  private static final ThermaeCachingProvider PROVIDER = new ThermaeCachingProvider();
  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir static Path folders;

  /** The manager of the tests of one class over one kind of store, which follow each other. */
  private static @Nullable CacheManager manager;

  private static int stores;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  StoreKind kind;

  /** The name of the cache of most tests: another one for each test, as rows outlive caches. */
  final String name = "tested" + NAMES.incrementAndGet();

  /** The manager, opened if it is not. */
  final CacheManager manager() {
    CacheManager open = manager;
    if (open == null || open.isClosed()) {
      open = openManager(kind.options(folder()));
      manager = open;
    }
    return open;
  }

  /** Where the file is, if there is one. */
  final Path folder() {
    return folders.resolve("store" + stores);
  }

  CacheManager openManager(StoreOptions options) {
    URI uri = URI.create("thermae:jsr-" + NAMES.incrementAndGet());
    return PROVIDER.getCacheManager(uri, null, options.toProperties());
  }

  /** The next test finds no cache. */
  @AfterEach
  final void destroyCaches() {
    CacheManager open = manager;
    if (open != null && !open.isClosed()) {
      open.getCacheNames().forEach(open::destroyCache);
    }
  }

  @AfterParameterizedClassInvocation
  static void closeManager() {
    if (manager != null) {
      manager.close();
      manager = null;
    }
    stores++;
  }

  /** A cache in the manager. */
  final <K, V> Cache<K, V> create(ThermaeConfiguration.Builder<K, V> configuration) {
    return manager().createCache(name, configuration.build());
  }

  /** Closes the manager, and gives the cache of a new one over the same file. */
  final <K, V> Cache<K, V> reopen(ThermaeConfiguration.Builder<K, V> configuration) {
    manager().close();
    return create(configuration);
  }

  /** The statistics of the cache of most tests. */
  final CacheStatisticsMXBean statistics() {
    return bean(manager(), name);
  }

  static CacheStatisticsMXBean bean(CacheManager manager, String cache) {
    return JMX.newMXBeanProxy(
        ManagementFactory.getPlatformMBeanServer(),
        beanName(manager, "CacheStatistics", cache),
        CacheStatisticsMXBean.class);
  }

  /** The name that JSR-107 prescribes. */
  static ObjectName beanName(CacheManager manager, String type, String cache) {
    try {
      return new ObjectName(
          String.format(
              "javax.cache:type=%s,CacheManager=%s,Cache=%s",
              type, manager.getURI().toString().replace(':', '.'), cache));
    } catch (MalformedObjectNameException e) {
      throw new AssertionError(e);
    }
  }

  static ThermaeConfiguration.Builder<Integer, String> texts() {
    return ThermaeConfiguration.builder(Integer.class, String.class);
  }
}
