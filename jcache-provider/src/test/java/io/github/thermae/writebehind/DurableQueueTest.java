package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.api.Sql;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.model.Mode;
import io.github.thermae.model.NotingWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The queue in the file: over restarts, damage, and changes of the configuration. */
@Timeout(60)
class DurableQueueTest extends AnyBehind {
  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void restart_whatWasQueuedIsDeliveredInOrder(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withCoalescing(false));
    cache.put("a", "1");
    cache.put("b", "1");
    cache.put("a", "2");
    cache.remove("b");
    cache.put("a", "3");
    ThermaeCache<String, String> again = reopen(mode, PATIENT.withCoalescing(false));
    assertThat(database.log).isEmpty();
    assertThat(statistics(again).queuedOperations()).isEqualTo(5);
    again.put("a", "4");
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.logOf("a")).containsExactly("a=1", "a=2", "a=3", "a=4");
    assertThat(database.logOf("b")).containsExactly("b=1", "b-");
    assertThat(statistics(reopen(mode, PATIENT)).queuedOperations()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void restart_coalescingGoesOnWithWhatIsThere(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    cache.put("a", "1");
    ThermaeCache<String, String> again = reopen(mode, PATIENT);
    again.put("a", "2");
    assertThat(statistics(again).queuedOperations()).isEqualTo(1);
    ThermaeCache<String, String> third = reopen(mode, PATIENT);
    assertThat(behind(third).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=2");
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void restart_severalOfAKeyAreCoalescedIfThatIsWanted(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withCoalescing(false));
    cache.put("a", "1");
    cache.put("a", "2");
    cache.put("a", "3");
    ThermaeCache<String, String> again = reopen(mode, PATIENT);
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=3");
    assertThat(statistics(reopen(mode, PATIENT)).queuedOperations()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void restart_withAnotherConcurrency_keepsTheOrder(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withCoalescing(false).withConcurrency(7));
    for (int i = 0; i < 60; i++) {
      cache.put("k" + i % 6, "v" + i);
    }
    ThermaeCache<String, String> again =
        reopen(mode, PATIENT.withCoalescing(false).withConcurrency(3).withBatchSize(4));
    assertThat(behind(again).flush(LONG)).isTrue();
    for (int key = 0; key < 6; key++) {
      assertThat(database.logOf("k" + key))
          .hasSize(10)
          .isSortedAccordingTo(DurableQueueTest::byNumber);
    }
    assertThat(database.twiceAtOnce()).isEmpty();
  }

  private static int byNumber(String one, String other) {
    return Integer.compare(number(one), number(other));
  }

  private static int number(String line) {
    return Integer.parseInt(line.substring(line.indexOf('v') + 1));
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void closeDuringRetries_endsSoonAndTheRestIsDeliveredLater(Mode mode) {
    database.isDown = true;
    ThermaeCache<String, String> cache = open(mode, EAGER.withCloseTimeout(Duration.ofMinutes(5)));
    for (int i = 0; i < 50; i++) {
      cache.put("k" + i, "v");
    }
    await().until(() -> statistics(cache).failedBatches() > 10);
    // Not after five minutes: what fails again and again is safe in the file.
    cache.close();
    database.isDown = false;
    ThermaeCache<String, String> again = open(mode, EAGER);
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.rows).hasSize(50);
  }

  @ParameterizedTest
  @EnumSource
  void close_deliversWithinItsTime(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withCloseTimeout(LONG));
    for (int i = 0; i < 500; i++) {
      cache.put("k" + i, "v");
    }
    cache.close();
    assertThat(database.rows).hasSize(500);
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY")
  void closeInMemory_tellsWhatIsLost(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    cache.put("a", "1");
    cache.put("b", "1");
    assertThatThrownBy(cache::close)
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("'behind'")
        .hasMessageContaining("2 operations, which were in memory only, are lost");
  }

  @Test
  void lazy_nothingReachesTheWriterThatTheFileDoesNotHave() {
    database.gate = new CountDownLatch(1);
    ThermaeCache<String, String> cache = open(Mode.LAZY, EAGER);
    cache.put("a", "1");
    await().until(() -> database.arrived.getCount() == 0);
    assertThat(Sql.column(file(), "SELECT key FROM \"behind\"")).containsExactly("a");
    openGate();
  }

  @Test
  void lazy_entryAndItsPlaceInTheQueueAreSavedTogether() {
    ThermaeCache<String, String> cache = open(Mode.LAZY, PATIENT);
    cache.put("a", "1");
    assertThat(rowsInQueue()).isZero();
    assertThat(Sql.column(file(), "SELECT key FROM \"behind\"")).isEmpty();
    cache.flush();
    assertThat(rowsInQueue()).isEqualTo(1);
    assertThat(Sql.column(file(), "SELECT key FROM \"behind\"")).containsExactly("a");
  }

  @Test
  void lazy_whatIsOwedWithoutAnEntryIsFlushedToo() {
    ThermaeCache<String, String> cache = open(Mode.LAZY, PATIENT);
    cache.remove("never there");
    cache.flush();
    assertThat(rowsInQueue()).isEqualTo(1);
  }

  @Test
  void largeQueue_keepsItsValuesInTheFile() {
    String large = "x".repeat(1 << 20);
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT.withBatchSize(5));
    behind(cache).pause();
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      expected.put("k" + i, i + large);
      cache.put("k" + i, i + large);
    }
    cache.put("k0", "small");
    expected.put("k0", "small");
    ThermaeCache<String, String> again = reopen(Mode.WRITE_THROUGH, PATIENT.withBatchSize(5));
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(expected);
  }

  // ------------------------------------------------------------------ damage

  @Test
  void damagedRow_isPutAsideAndToldAndTheOthersGoOn() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    for (int i = 0; i < 10; i++) {
      cache.put("k" + i, "v" + i);
    }
    manager(Mode.WRITE_THROUGH).close();
    String table = queueTable();
    Sql.change(
        file(),
        "UPDATE \"" + table + "\" SET value = zeroblob(length(value)) WHERE id = 3",
        "UPDATE \"" + table + "\" SET key = key + 1000000 WHERE id = 6");
    ThermaeCache<String, String> again = open(Mode.WRITE_THROUGH, PATIENT);
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.rows).hasSize(8).doesNotContainKeys("k2", "k5");
    assertThat(statistics(again).unreadable()).isEqualTo(2);
    assertThat(Sql.number(file(), "SELECT count(*) FROM thermae_quarantine")).isEqualTo(2);
    // The cache's own rows are as they were.
    assertThat(again.get("k2")).isEqualTo("v2");
  }

  @Test
  void valuesOfAClassThatIsGone_stayInTheFileAndAreTold() {
    ThermaeConfiguration<String, Object> objects =
        ThermaeConfiguration.builder(String.class, Object.class)
            .writeBehind(() -> new CallingWriter<>(() -> {}), PATIENT)
            .build();
    Properties allowing = settings(Mode.WRITE_THROUGH);
    allowing.setProperty(StoreOptions.PREFIX + "store.allowed-classes", "io.github.thermae.**");
    CacheManager first = newManager(allowing);
    first.createCache(CACHE, objects).put("a", new Point(1, 2));
    first.close();

    CacheManager second = newManager(settings(Mode.WRITE_THROUGH));
    WriteBehind<?, ?> refused = handle(second.createCache(CACHE, objects));
    assertThat(refused.flush(LONG)).isFalse();
    assertThat(refused.statistics().unreadable()).isEqualTo(1);
    assertThat(refused.statistics().queuedOperations()).isZero();
    second.close();

    CacheManager third = newManager(allowing);
    WriteBehind<?, ?> readable = handle(third.createCache(CACHE, objects));
    assertThat(readable.flush(LONG)).isTrue();
    assertThat(readable.statistics().written()).isEqualTo(1);
  }

  @Test
  void valueThatCannotBeRead_isNotDeliveredAfterALaterOne() {
    List<Object> written = new CopyOnWriteArrayList<>();
    ThermaeConfiguration<String, Object> objects =
        ThermaeConfiguration.builder(String.class, Object.class)
            .writeBehind(() -> new NotingWriter(written, new AtomicBoolean()), PATIENT)
            .build();
    Properties allowing = settings(Mode.WRITE_THROUGH);
    allowing.setProperty(StoreOptions.PREFIX + "store.allowed-classes", "io.github.thermae.**");
    CacheManager first = newManager(allowing);
    first.createCache(CACHE, objects).put("a", new Point(1, 2));
    first.close();

    CacheManager second = newManager(settings(Mode.WRITE_THROUGH));
    Cache<String, Object> refused = second.createCache(CACHE, objects);
    assertThat(handle(refused).flush(LONG)).isFalse();
    refused.put("a", "later");
    assertThat(handle(refused).flush(LONG)).isTrue();
    second.close();

    assertThat(handle(newManager(allowing).createCache(CACHE, objects)).flush(LONG)).isTrue();
    assertThat(written).containsExactly("later");
  }

  @ParameterizedTest
  @EnumSource
  void cacheThatIsNeverSaved_hasItsQueueInMemory(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, configuration(PATIENT).storeByValue(false).hotOnly(true));
    cache.put("a", "1");
    assertThatThrownBy(cache::close)
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("1 operations, which were in memory only, are lost");
  }

  @Test
  void close_paused_endsAtOnceWithTheQueueInTheFile() {
    ThermaeCache<String, String> cache =
        open(Mode.WRITE_THROUGH, EAGER.withCloseTimeout(Duration.ofMinutes(5)));
    behind(cache).pause();
    cache.put("a", "1");
    assertThat(behind(reopen(Mode.WRITE_THROUGH, EAGER)).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void close_pausedInMemory_delivers() {
    ThermaeCache<String, String> cache = open(Mode.MEMORY, EAGER.withCloseTimeout(LONG));
    behind(cache).pause();
    cache.put("a", "1");
    cache.close();
    assertThat(database.rows).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void closeOfAManager_writersThatHang_haveTheSameTime() {
    database.gate = new CountDownLatch(1);
    open(Mode.WRITE_THROUGH, EAGER);
    CacheManager manager = manager(Mode.WRITE_THROUGH);
    int seconds = 4;
    for (int i = 0; i < 3; i++) {
      manager
          .createCache(
              "hangs-" + i,
              configuration(EAGER.withCloseTimeout(Duration.ofSeconds(seconds))).build())
          .put("a", "1");
    }
    await().until(() -> database.batches.size() == 3);
    long start = System.nanoTime();
    manager.close();
    // One after the other they would take three times as long.
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
        .isLessThan(3 * (long) seconds);
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void cacheOfTwoManagers_isClosedInOneAndMadeAgain(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    CacheManager other = newManager(settings(mode));
    Cache<String, String> reader =
        other.createCache(CACHE, ThermaeConfiguration.builder(String.class, String.class).build());
    cache.put("a", "1");
    cache.close();
    ThermaeCache<String, String> again = open(mode, PATIENT);
    again.put("b", "1");
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "1", "b", "1"));
    assertThat(reader.get("b")).isEqualTo("1");
  }

  /** A value of the application. */
  record Point(int x, int y) {}

  private static WriteBehind<?, ?> handle(Cache<?, ?> cache) {
    ThermaeCache<?, ?> ours = cache.unwrap(ThermaeCache.class);
    return ours.writeBehind().orElseThrow();
  }

  // ------------------------------------------------------------------ configuration

  @Test
  void cacheWithoutWriteBehind_keepsTheQueueForLater() {
    open(Mode.WRITE_THROUGH, PATIENT).put("a", "1");
    manager(Mode.WRITE_THROUGH).close();
    ThermaeCache<String, String> plain =
        open(Mode.WRITE_THROUGH, ThermaeConfiguration.builder(String.class, String.class));
    assertThat(plain.writeBehind()).isEmpty();
    plain.close();
    ThermaeCache<String, String> again = open(Mode.WRITE_THROUGH, PATIENT);
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=1");
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void destroyCache_takesBackNothingThatIsOwed(Mode mode) {
    open(mode, PATIENT).put("a", "1");
    manager(mode).destroyCache(CACHE);
    ThermaeCache<String, String> again = open(mode, PATIENT);
    assertThat(again.containsKey("a")).isFalse();
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=1");
    manager(mode).destroyCache(CACHE);
    assertThat(Sql.column(file(), "SELECT name FROM thermae_cache")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void discard_nothingIsDeliveredEver(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    cache.put("a", "1");
    cache.put("b", "1");
    assertThat(behind(cache).discard()).isEqualTo(2);
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(statistics(reopen(mode, PATIENT)).queuedOperations()).isZero();
    assertThat(database.log).isEmpty();
  }

  @Test
  void tablesOfTheQueue_areNoCachesToUsers() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("a", "1");
    CacheManager manager = manager(Mode.WRITE_THROUGH);
    assertThat(manager.getCacheNames()).containsExactly(CACHE);
    assertThat(manager.unwrap(ThermaeManager.class).storedCacheNames()).containsExactly(CACHE);
    for (String reserved : Set.of("thermae:write-behind:behind", "thermae:x")) {
      assertThatThrownBy(() -> manager.createCache(reserved, new MutableConfiguration<>()))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("thermae:");
      assertThatThrownBy(() -> manager.destroyCache(reserved)).isInstanceOf(CacheException.class);
    }
  }

  @Test
  void secondManagerWithWriteBehind_isRefusedUntilTheFirstHasClosedTheCache() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, EAGER);
    CacheManager other = newManager(settings(Mode.WRITE_THROUGH));
    ThermaeConfiguration<String, String> configuration = configuration(EAGER).build();
    assertThatThrownBy(() -> other.createCache(CACHE, configuration))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("another manager");
    assertThat(other.getCacheNames()).isEmpty();
    cache.put("a", "1");
    assertThat(behind(cache).flush(LONG)).isTrue();
    cache.close();
    other.createCache(CACHE, configuration).put("a", "2");
    await().until(() -> "2".equals(database.rows.get("a")));
  }

  @Test
  void secondManagerWithoutWriter_seesTheEntriesAndQueuesNothing() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("a", "1");
    CacheManager other = newManager(settings(Mode.WRITE_THROUGH));
    var plain =
        other.createCache(CACHE, ThermaeConfiguration.builder(String.class, String.class).build());
    assertThat(plain.get("a")).isEqualTo("1");
    plain.put("b", "1");
    plain.close();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=1");
  }

  private long rowsInQueue() {
    return Sql.number(file(), "SELECT count(*) FROM \"" + queueTable() + "\"");
  }

  private void openGate() {
    CountDownLatch gate = database.gate;
    if (gate != null) {
      gate.countDown();
    }
  }
}
