package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WhenFull;
import io.github.thermae.config.WriteBehindOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriterException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** The ways to say that a writer is behind its cache, and what is wrong with them. */
class ConfigurationTest extends AnyBehind {
  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(StoreOptions.PREFIX + namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  private MutableConfiguration<String, String> plain() {
    return new MutableConfiguration<String, String>()
        .setTypes(String.class, String.class)
        .setWriteThrough(true)
        .setCacheWriterFactory(() -> database);
  }

  private static WriteBehind<?, ?> handle(Cache<?, ?> cache) {
    ThermaeCache<?, ?> ours = cache.unwrap(ThermaeCache.class);
    return ours.writeBehind().orElseThrow();
  }

  @Test
  void wrappedWriter_inAPlainConfiguration_isBehind() {
    CacheManager manager = newManager(new Properties());
    Cache<String, String> cache =
        manager.createCache(
            CACHE,
            plain()
                .setCacheWriterFactory(WriteBehindCacheWriter.factoryOf(() -> database, PATIENT)));
    cache.put("a", "1");
    assertThat(database.rows).isEmpty();
    assertThat(handle(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void settings_putAWriterBehindWithoutCode() {
    CacheManager manager =
        newManager(
            properties(
                "caches.behind.write-behind.enabled", "true",
                "defaults.write-behind.batch-size", "2",
                "defaults.write-behind.max-delay", "1h"));
    Cache<String, String> cache = manager.createCache(CACHE, plain());
    cache.put("a", "1");
    assertThat(database.rows).isEmpty();
    cache.put("b", "1");
    await().until(() -> database.rows.size() == 2);
    assertThat(database.batches).containsExactly(2);
  }

  @Test
  void defaults_doNotConcernCachesWithoutAWriter() {
    CacheManager manager = newManager(properties("defaults.write-behind.enabled", "true"));
    Cache<String, String> cache =
        manager.createCache(
            CACHE, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    ThermaeCache<?, ?> ours = cache.unwrap(ThermaeCache.class);
    assertThat(ours.writeBehind()).isEmpty();
  }

  @Test
  void cacheWithoutAWriter_thatIsToHaveItBehind_isRefused() {
    CacheManager manager = newManager(properties("caches.behind.write-behind.enabled", "true"));
    assertThatThrownBy(
            () ->
                manager.createCache(
                    CACHE,
                    new MutableConfiguration<String, String>()
                        .setTypes(String.class, String.class)))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'behind'")
        .hasMessageContaining("has none");
  }

  @Test
  void code_winsOverSettings() {
    CacheManager manager = newManager(properties("defaults.write-behind.enabled", "true"));
    Cache<String, String> cache =
        manager.createCache(
            CACHE,
            ThermaeConfiguration.builder(String.class, String.class)
                .writeThrough(() -> new CallingWriter<String, String>(() -> {}))
                .writeBehind(WriteBehindOptions.NONE.withEnabled(false))
                .build());
    ThermaeCache<?, ?> ours = cache.unwrap(ThermaeCache.class);
    assertThat(ours.writeBehind()).isEmpty();
  }

  @Test
  void everySetting_isReadAndWritten() {
    WriteBehindOptions options =
        WriteBehindOptions.NONE
            .withEnabled(true)
            .withBatchSize(7)
            .withMaxDelay(Duration.ofMillis(8))
            .withCoalescing(false)
            .withConcurrency(9)
            .withRateLimit(10)
            .withRetryAttempts(11)
            .withRetryBackoff(Duration.ofMillis(12), Duration.ofMillis(13))
            .withQueueMaxEntries(14)
            .withQueueMaxBytes(15)
            .withWhenFull(WhenFull.DROP_OLDEST)
            .withBlockTimeout(Duration.ofMillis(16))
            .withCloseTimeout(Duration.ofMillis(17));
    StoreOptions store =
        StoreOptions.builder().cache("c", CacheOptions.NONE.withWriteBehind(options)).build();
    StoreOptions read = SettingsReader.read(store.toProperties(), new Properties(), "default");
    assertThat(read.cache("c").writeBehind()).isEqualTo(options);
    assertThat(store.toProperties().stringPropertyNames()).hasSize(14);
  }

  @Test
  void valuesThatCannotBe_areRefusedByTheirName() {
    WriteBehindOptions none = WriteBehindOptions.NONE;
    assertThatThrownBy(() -> none.withBatchSize(0))
        .isInstanceOf(ThermaeException.class)
        .hasMessage("write-behind.batch-size must be at least 1, but is 0");
    assertThatThrownBy(() -> none.withConcurrency(257)).hasMessageContaining("at most 256");
    assertThatThrownBy(() -> none.withMaxDelay(Duration.ofMillis(-1)))
        .hasMessageContaining("write-behind.max-delay");
    assertThatThrownBy(() -> none.withRetryBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("must not be shorter");
    assertThatThrownBy(() -> newManager(properties("defaults.write-behind.batchsize", "1")))
        .hasMessageContaining("did you mean thermae.defaults.write-behind.batch-size?");
    assertThatThrownBy(
            () -> newManager(properties("caches.behind.write-behind.when-full", "explode")))
        .hasMessageContaining("block, reject, drop-oldest");
  }

  @Test
  void writerOfAnotherProvider_isRefusedAtItsFirstWrite() {
    WriteBehindCacheWriter<String, String> writer = new WriteBehindCacheWriter<>(database, PATIENT);
    assertThatThrownBy(() -> writer.writeAll(new ArrayList<>()))
        .isInstanceOf(CacheWriterException.class)
        .hasMessageContaining("Thermae only");
    assertThatThrownBy(() -> writer.delete("a")).isInstanceOf(CacheWriterException.class);
  }

  @Test
  void options_areSerializable() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(PATIENT);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(PATIENT);
    }
  }

  @Test
  void mxBean_tellsTheQueueWhileStatisticsAreEnabled() throws Exception {
    CacheManager manager = newManager(new Properties());
    Cache<String, String> cache =
        manager.createCache(CACHE, configuration(PATIENT).statistics(true).build());
    cache.put("a", "1");
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name =
        new ObjectName(
            "io.github.thermae:type=WriteBehind,CacheManager="
                + manager.getURI().toString().replace(':', '.')
                + ",Cache="
                + CACHE);
    assertThat(server.getAttribute(name, "QueuedOperations")).isEqualTo(1L);
    assertThat((long) server.getAttribute(name, "OldestAgeMillis")).isNotNegative();
    manager.enableStatistics(CACHE, false);
    assertThat(server.isRegistered(name)).isFalse();
  }
}
