package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeException;
import io.github.thermae.api.Sql;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WhenFull;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.model.Mode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriterException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways to say that a writer is behind its cache, and what is wrong with them. */
class ConfigurationTest extends AnyBehind {
  /** The characters of a value that outweighs every count. */
  private static final int LARGE = 100_000;

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
    ObjectName name = beanOf(cache);
    assertThat(server.getAttribute(name, "QueuedOperations")).isEqualTo(1L);
    assertThat((long) server.getAttribute(name, "OldestAgeMillis")).isNotNegative();
    manager.enableStatistics(CACHE, false);
    assertThat(server.isRegistered(name)).isFalse();
  }

  /** Each number is another, so that none of them can stand where another belongs. */
  @Test
  @Timeout(60)
  void mxBean_afterAllThatCanHappen_tellsEachNumberByItsName() throws Exception {
    leaveTwoRowsThatCannotBeRead();
    ThermaeCache<String, String> cache =
        open(
            Mode.WRITE_THROUGH,
            configuration(
                    EAGER
                        .withConcurrency(1)
                        .withRetryAttempts(3)
                        .withQueueMaxEntries(20)
                        .withWhenFull(WhenFull.REJECT))
                .statistics(true));
    await().until(() -> statistics(cache).unreadable() == 2);
    deliver12WritesInPlaceOf17And7Deletions(cache);
    buryThreeThatFailThreeTimes(cache);
    discardEight(cache);
    fillWith20OfWhichOneIsUnderWay(cache);
    refuseFour(cache);
    // More than every count, and less than the bytes.
    await().until(() -> numberOf(cache, "OldestAgeMillis") > 50);

    Map<String, Long> numbers = numbersOf(cache);
    assertThat(numbers.remove("OldestAgeMillis")).isBetween(51L, LARGE - 1L);
    assertThat(numbers.remove("QueuedBytes")).isGreaterThan(LARGE);
    assertThat(numbers)
        .containsOnly(
            entry("QueuedOperations", 20L),
            entry("OperationsUnderWay", 1L),
            entry("Batches", 11L),
            entry("Written", 12L),
            entry("Deleted", 7L),
            entry("Coalesced", 5L),
            entry("FailedBatches", 9L),
            entry("Retries", 6L),
            entry("Refused", 4L),
            entry("Dropped", 8L),
            entry("DeadLetters", 3L),
            entry("Unreadable", 2L));
  }

  private void leaveTwoRowsThatCannotBeRead() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("torn1", "1");
    cache.put("torn2", "1");
    manager(Mode.WRITE_THROUGH).close();
    Sql.change(file(), "UPDATE \"" + queueTable() + "\" SET value = zeroblob(length(value))");
  }

  /** Two batches. */
  private void deliver12WritesInPlaceOf17And7Deletions(ThermaeCache<String, String> cache) {
    behind(cache).pause();
    for (int i = 0; i < 17; i++) {
      cache.put("w" + Math.min(i, 11), "v" + i);
    }
    for (int i = 0; i < 7; i++) {
      cache.remove("d" + i);
    }
    behind(cache).resume();
    assertThat(behind(cache).flush(LONG)).isTrue();
  }

  private void buryThreeThatFailThreeTimes(ThermaeCache<String, String> cache) {
    for (int i = 1; i <= 3; i++) {
      long letters = i;
      database.poison.add("poison" + i);
      cache.put("poison" + i, "v");
      await().until(() -> statistics(cache).deadLetters() == letters);
      await().until(() -> statistics(cache).queuedOperations() == 0);
    }
  }

  private static void discardEight(ThermaeCache<String, String> cache) {
    behind(cache).pause();
    for (int i = 0; i < 8; i++) {
      cache.put("dropped" + i, "v");
    }
    assertThat(behind(cache).discard()).isEqualTo(8);
    behind(cache).resume();
  }

  private void fillWith20OfWhichOneIsUnderWay(ThermaeCache<String, String> cache)
      throws InterruptedException {
    database.gate = new CountDownLatch(1);
    cache.put("large", "v".repeat(LARGE));
    database.arrived.await();
    for (int i = 0; i < 19; i++) {
      cache.put("waits" + i, "v");
    }
  }

  private static void refuseFour(ThermaeCache<String, String> cache) {
    for (int i = 0; i < 4; i++) {
      String key = "refused" + i;
      assertThatThrownBy(() -> cache.put(key, "v")).isInstanceOf(CacheWriterException.class);
    }
  }

  private static ObjectName beanOf(Cache<?, ?> cache) throws MalformedObjectNameException {
    return new ObjectName(
        "io.github.thermae:type=WriteBehind,CacheManager="
            + cache.getCacheManager().getURI().toString().replace(':', '.')
            + ",Cache="
            + CACHE);
  }

  private static long numberOf(Cache<?, ?> cache, String attribute) throws JMException {
    return (long) ManagementFactory.getPlatformMBeanServer().getAttribute(beanOf(cache), attribute);
  }

  private static Map<String, Long> numbersOf(Cache<?, ?> cache) throws JMException {
    Map<String, Long> numbers = new TreeMap<>();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(beanOf(cache)).getAttributes()) {
      numbers.put(attribute.getName(), numberOf(cache, attribute.getName()));
    }
    return numbers;
  }
}
