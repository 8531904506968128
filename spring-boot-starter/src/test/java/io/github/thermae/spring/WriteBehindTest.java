package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.writebehind.WriteBehind;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/** What a cache owes to the writer behind it, in meters and health. */
class WriteBehindTest {
  private static final String CACHE = "orders";

  @TempDir Path folder;

  /** A database that can be out of order. */
  private static final class Database implements CacheWriter<Long, String> {
    private final Map<Object, String> rows = new ConcurrentHashMap<>();
    private final AtomicBoolean fails = new AtomicBoolean();

    @Override
    public void write(Cache.Entry<? extends Long, ? extends String> entry) {
      requireRunning();
      rows.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends Long, ? extends String>> entries) {
      requireRunning();
      entries.forEach(this::write);
      entries.clear();
    }

    @Override
    public void delete(Object key) {
      requireRunning();
      rows.remove(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      requireRunning();
      keys.forEach(this::delete);
      keys.clear();
    }

    private void requireRunning() {
      if (fails.get()) {
        throw new CacheWriterException("the database is out of order");
      }
    }
  }

  private final Database database = new Database();

  /** By the application's own code, long after the start. */
  private Cache<Long, String> make(
      ConfigurableApplicationContext shop, WriteBehindOptions options) {
    return shop.getBean(ThermaeManager.class)
        .createCache(
            CACHE,
            ThermaeConfiguration.builder(Long.class, String.class)
                .writeBehind(() -> database, options)
                .build());
  }

  private static final WriteBehindOptions FAST =
      WriteBehindOptions.NONE
          .withMaxDelay(Duration.ofMillis(1))
          .withRetryBackoff(Duration.ofMillis(1), Duration.ofMillis(5))
          .withCloseTimeout(Duration.ZERO);

  private static WriteBehind<?, ?> queue(Cache<?, ?> cache) {
    ThermaeCache<?, ?> ours = cache.unwrap(ThermaeCache.class);
    return ours.writeBehind().orElseThrow();
  }

  private static double counter(ConfigurableApplicationContext shop, String name, String... tags) {
    return shop.getBean(MeterRegistry.class)
        .get("thermae.write.behind." + name)
        .tag("cache", CACHE)
        .tag("cache.manager", "cacheManager")
        .tags(tags)
        .functionCounter()
        .count();
  }

  private static double gauge(ConfigurableApplicationContext shop, String name) {
    return shop.getBean(MeterRegistry.class)
        .get("thermae.write.behind." + name)
        .tag("cache", CACHE)
        .gauge()
        .value();
  }

  @Test
  void meters_cacheMadeLate_countWhatTheWriterTook() {
    try (ConfigurableApplicationContext shop = Shops.open(folder.resolve("shop.db"))) {
      Cache<Long, String> orders = make(shop, FAST);
      orders.put(1L, "paid");
      assertThat(queue(orders).flush(Duration.ofSeconds(20))).isTrue();
      orders.remove(1L);
      assertThat(queue(orders).flush(Duration.ofSeconds(20))).isTrue();
      await()
          .untilAsserted(
              () -> {
                assertThat(counter(shop, "delivered", "operation", "write")).isEqualTo(1);
                assertThat(counter(shop, "delivered", "operation", "delete")).isEqualTo(1);
                assertThat(counter(shop, "batches")).isEqualTo(2);
              });
      assertThat(gauge(shop, "queue.entries")).isZero();
      assertThat(counter(shop, "failures")).isZero();
      assertThat(shop.getBean(CacheManager.class).getCacheNames()).containsExactly(CACHE);
    }
  }

  @Test
  void meters_writerFails_countRetriesAndDeadLetters() {
    try (ConfigurableApplicationContext shop = Shops.open(folder.resolve("shop.db"))) {
      database.fails.set(true);
      Cache<Long, String> orders = make(shop, FAST.withRetryAttempts(3));
      orders.put(1L, "paid");
      await().untilAsserted(() -> assertThat(gauge(shop, "dead.letters")).isEqualTo(1));
      assertThat(counter(shop, "failures")).isEqualTo(3);
      assertThat(counter(shop, "retries")).isEqualTo(2);
      assertThat(writerHealth(shop)).contains("deadLetters=1");
    }
  }

  @Test
  void health_writerIsLate_isDegradedUntilItHasCaughtUp() {
    try (ConfigurableApplicationContext shop =
        Shops.open(folder.resolve("shop.db"), "thermae.spring.health.max-queue-age=50ms")) {
      database.fails.set(true);
      Cache<Long, String> orders = make(shop, FAST);
      orders.put(1L, "paid");
      await()
          .untilAsserted(
              () -> assertThat(health(shop).getStatus().getCode()).isEqualTo("DEGRADED"));
      assertThat(String.valueOf(health(shop).getDetails().get("problems")))
          .contains("writes of cache 'orders' have been waiting", "for its writer");
      assertThat(gauge(shop, "queue.entries")).isEqualTo(1);
      assertThat(gauge(shop, "queue.size")).isPositive();
      assertThat(
              shop.getBean(MeterRegistry.class)
                  .get("thermae.write.behind.queue.age")
                  .timeGauge()
                  .value(TimeUnit.MILLISECONDS))
          .isGreaterThan(50);
      database.fails.set(false);
      await().untilAsserted(() -> assertThat(health(shop).getStatus()).isEqualTo(Status.UP));
      assertThat(database.rows).containsEntry(1L, "paid");
    }
  }

  @Test
  void health_delayIsMeant_isUp() {
    try (ConfigurableApplicationContext shop =
        Shops.open(folder.resolve("shop.db"), "thermae.spring.health.max-queue-age=1ms")) {
      Cache<Long, String> orders = make(shop, FAST.withMaxDelay(Duration.ofHours(1)));
      orders.put(1L, "paid");
      await()
          .untilAsserted(
              () -> assertThat(queue(orders).statistics().oldestAgeMillis()).isGreaterThan(5));
      assertThat(health(shop).getStatus()).isEqualTo(Status.UP);
      assertThat(writerHealth(shop)).contains("queuedOperations=1");
    }
  }

  @Test
  void health_cacheWasClosed_forgetsItsQueue() {
    try (ConfigurableApplicationContext shop = Shops.open(folder.resolve("shop.db"))) {
      make(shop, FAST).close();
      assertThat(health(shop).getStatus()).isEqualTo(Status.UP);
      assertThat(health(shop).getDetails()).doesNotContainKey("writeBehind");
    }
  }

  private static String writerHealth(ConfigurableApplicationContext shop) {
    return String.valueOf(health(shop).getDetails().get("writeBehind"));
  }

  private static Health health(ConfigurableApplicationContext shop) {
    return Objects.requireNonNull(
        shop.getBean("thermaeHealthIndicator", HealthIndicator.class).health());
  }
}
