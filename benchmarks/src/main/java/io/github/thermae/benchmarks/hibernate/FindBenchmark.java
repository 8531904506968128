package io.github.thermae.benchmarks.hibernate;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.github.thermae.benchmarks.hibernate.CachedEntities.Row;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.ehcache.jsr107.EhcacheCachingProvider;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code session.find} of an entity that is cached, in a session of its own: opened, read, closed.
 * 10,000 rows, uniform, in an H2 database in memory. With {@code -prof gc} for what it allocates.
 *
 * <p>Goals: {@code thermae} within 0.1 microseconds of {@code caffeine-by-reference}, and better
 * with two threads under READ_WRITE; {@code thermae-warm} five times as fast as {@code
 * caffeine-by-value}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class FindBenchmark {
  private static final int ROWS = 10_000;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** Who answers. */
  @Param({
    "thermae",
    "thermae-warm",
    "caffeine-by-reference",
    "caffeine-by-value",
    "ehcache-heap",
    "none"
  })
  public String cache = "";

  /** The concurrency strategy. */
  @Param({"ReadOnly", "Nonstrict", "ReadWrite"})
  public String strategy = "";

  private @Nullable StandardServiceRegistry registry;
  private @Nullable SessionFactory factory;
  private @Nullable CachingProvider provider;
  private Class<? extends Row> type = CachedEntities.NotCached.class;

  /** Opens the factory, fills the table and reads all of it once. */
  @Setup
  public void open() {
    StandardServiceRegistryBuilder settings =
        new StandardServiceRegistryBuilder()
            .applySettings(
                Map.of(
                    "hibernate.connection.url",
                    "jdbc:h2:mem:find" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1",
                    "hibernate.hbm2ddl.auto",
                    "create",
                    "hibernate.cache.use_second_level_cache",
                    true));
    choose(settings);
    type = cache.equals("none") ? CachedEntities.NotCached.class : entity();
    registry = settings.build();
    MetadataSources sources = new MetadataSources(registry);
    sources.addAnnotatedClasses(CachedEntities.ALL);
    factory = sources.buildMetadata().buildSessionFactory();
    fill(factory);
  }

  private Class<? extends Row> entity() {
    return switch (strategy) {
      case "ReadOnly" -> CachedEntities.ReadOnly.class;
      case "Nonstrict" -> CachedEntities.Nonstrict.class;
      case "ReadWrite" -> CachedEntities.ReadWrite.class;
      default -> throw new IllegalArgumentException(strategy);
    };
  }

  private void choose(StandardServiceRegistryBuilder settings) {
    switch (cache) {
      case "thermae" -> thermae(settings, ROWS * 2);
      case "thermae-warm" -> thermae(settings, 1);
      case "none" -> settings.applySetting("hibernate.cache.use_second_level_cache", false);
      case "caffeine-by-reference" -> jcache(settings, caffeine(false));
      case "caffeine-by-value" -> jcache(settings, caffeine(true));
      case "ehcache-heap" -> jcache(settings, ehcache());
      default -> throw new IllegalArgumentException(cache);
    }
  }

  private static void thermae(StandardServiceRegistryBuilder settings, int hotEntries) {
    settings.applySetting("hibernate.cache.region.factory_class", "thermae");
    settings.applySetting("hibernate.thermae.hot.max-entries", hotEntries);
  }

  private static void jcache(StandardServiceRegistryBuilder settings, CacheManager manager) {
    settings.applySetting("hibernate.cache.region.factory_class", "jcache");
    settings.applySetting("hibernate.javax.cache.cache_manager", manager);
  }

  private CacheManager caffeine(boolean byValue) {
    CaffeineConfiguration<Object, Object> configuration = new CaffeineConfiguration<>();
    configuration.setStoreByValue(byValue);
    configuration.setMaximumSize(OptionalLong.of(ROWS * 2L));
    CaffeineCachingProvider caffeine = new CaffeineCachingProvider();
    provider = caffeine;
    CacheManager manager = caffeine.getCacheManager();
    for (Class<?> entity : CachedEntities.ALL) {
      manager.createCache(entity.getName(), configuration);
    }
    return manager;
  }

  private CacheManager ehcache() {
    EhcacheCachingProvider ehcache = new EhcacheCachingProvider();
    provider = ehcache;
    CacheManager manager = ehcache.getCacheManager();
    for (Class<?> entity : CachedEntities.ALL) {
      manager.createCache(
          entity.getName(), new MutableConfiguration<>().setStoreByValue(false));
    }
    return manager;
  }

  private void fill(SessionFactory sessions) {
    try (Session session = sessions.openSession()) {
      session.beginTransaction();
      for (long id = 0; id < ROWS; id++) {
        session.persist(CachedEntities.filled(newRow(), id));
      }
      session.getTransaction().commit();
    }
    for (long id = 0; id < ROWS; id++) {
      Row unused = find(sessions, id);
    }
  }

  private Row newRow() {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private Row find(SessionFactory sessions, long id) {
    try (Session session = sessions.openSession()) {
      return session.find(type, id);
    }
  }

  /** One read. */
  @Benchmark
  public Row find() {
    SessionFactory sessions = factory;
    if (sessions == null) {
      throw new IllegalStateException("not open");
    }
    return find(sessions, ThreadLocalRandom.current().nextLong(ROWS));
  }

  /** Closes all. */
  @TearDown
  public void close() {
    if (factory != null) {
      factory.close();
    }
    if (registry != null) {
      StandardServiceRegistryBuilder.destroy(registry);
    }
    if (provider != null) {
      provider.close();
    }
  }
}
