package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code LAZY}: what is written waits in memory, is found there, and is saved when promised. */
class LazyTest {
  private static final String COUNT = "SELECT count(*) FROM \"users\"";

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("lazy.db");
  }

  /** Nothing is flushed but on request, at a bound or at the end. */
  private StoreOptions.Builder never() {
    return StoreOptions.builder()
        .path(file)
        .persistMode(PersistMode.LAZY)
        .flushInterval(Duration.ofHours(1))
        .flushBatch(1_000_000);
  }

  private static Cache<String, String> users(CacheManager manager) {
    return Managers.cache(manager, "users", String.class, String.class);
  }

  private static void flush(Cache<?, ?> cache) {
    cache.unwrap(ThermaeCache.class).flush();
  }

  private long rows() {
    return Sql.number(file, COUNT);
  }

  @Test
  void put_beforeTheFlush_isFoundAndNotInTheFile() {
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<String, String> users = users(manager);
      users.put("alice", "1");

      assertThat(users.get("alice")).isEqualTo("1");
      assertThat(rows()).isZero();
      assertThat(Managers.tiersOf(users).unsavedEntries()).isEqualTo(1);
      flush(users);
      assertThat(rows()).isEqualTo(1);
      assertThat(Managers.tiersOf(users).unsavedEntries()).isZero();
    }
  }

  @Test
  void flush_ofSomeKeys_savesTheirChangesOnly() {
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<String, String> users = users(manager);
      @SuppressWarnings("unchecked")
      ThermaeCache<String, String> ours = users.unwrap(ThermaeCache.class);
      users.put("alice", "1");
      users.put("bob", "2");
      ours.flush();
      users.remove("alice");
      users.remove("bob");
      users.put("carol", "3");

      ours.flush(Set.of("alice", "nobody"));
      assertThat(rows()).isEqualTo(1);
      assertThat(Managers.tiersOf(users).unsavedEntries()).isEqualTo(2);

      ours.flush(Set.of("bob", "carol"));
      assertThat(rows()).isEqualTo(1);
      assertThat(Managers.tiersOf(users).unsavedEntries()).isZero();
      assertThat(users.get("carol")).isEqualTo("3");
    }
  }

  @Test
  void put_evictedBeforeTheFlush_isFoundInTheQueue() {
    StoreOptions options = never().defaultHotMaxEntries(1).warmMaxBytes(0).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> users = users(manager);
      for (int i = 0; i < 100; i++) {
        users.put("user-" + i, "v" + i);
      }
      assertThat(rows()).isZero();
      for (int i = 0; i < 100; i++) {
        assertThat(users.get("user-" + i)).isEqualTo("v" + i);
      }
      assertThat(users).hasSize(100);
    }
  }

  @Test
  void remove_beforeTheFlush_hidesTheRow() {
    StoreOptions options = never().defaultHotMaxEntries(1).warmMaxBytes(0).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> users = users(manager);
      users.put("alice", "1");
      users.put("bob", "2");
      flush(users);
      assertThat(users.remove("alice")).isTrue();

      assertThat(rows()).isEqualTo(2);
      assertThat(users.get("alice")).as("a tombstone ends the search (I3)").isNull();
      assertThat(users.containsKey("alice")).isFalse();
      assertThat(users).hasSize(1);
      flush(users);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void iterator_someSavedSomeNot_meetsEachOnce() {
    try (CacheManager manager = Managers.open(never().defaultHotMaxEntries(2).build())) {
      Cache<String, String> users = users(manager);
      Map<String, String> expected = new HashMap<>();
      for (int i = 0; i < 50; i++) {
        users.put("user-" + i, "old");
      }
      flush(users);
      for (int i = 0; i < 80; i += 2) {
        users.put("user-" + i, "new");
      }
      for (int i = 0; i < 80; i++) {
        if (i % 2 == 0) {
          expected.put("user-" + i, "new");
        } else if (i < 50) {
          expected.put("user-" + i, "old");
        }
      }
      Map<String, String> met = new HashMap<>();
      for (Cache.Entry<String, String> entry : users) {
        assertThat(met.put(entry.getKey(), entry.getValue())).isNull();
      }
      assertThat(met).isEqualTo(expected);
      assertThat(users.unwrap(ThermaeCache.class).size()).isEqualTo(expected.size());
    }
  }

  @Test
  void put_manyTimesOneKey_isSavedOnce() {
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<String, String> users = users(manager);
      for (int i = 0; i < 100; i++) {
        users.put("alice", "v" + i);
      }
      flush(users);
      assertThat(Managers.tiersOf(users).storeFlushedEntries()).isEqualTo(1);
      assertThat(Managers.tiersOf(users).storeFlushBatches()).isEqualTo(1);
    }
  }

  @Test
  void close_unsavedEntries_areThereAtTheNextOpening() {
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<String, String> users = users(manager);
      users.put("alice", "1");
      users.put("bob", "2");
      users.remove("bob");
    }
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<String, String> users = users(manager);
      assertThat(users.get("alice")).isEqualTo("1");
      assertThat(users.get("bob")).isNull();
    }
  }

  @Test
  void get_movesTheDeadlineOfASavedEntry_isSavedAtTheClose() throws Exception {
    long before;
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<String, String> users =
          manager.createCache(
              "users",
              ThermaeConfiguration.builder(String.class, String.class)
                  .expireAfterAccess(Duration.ofHours(1))
                  .build());
      users.put("alice", "1");
      flush(users);
      before = Sql.number(file, "SELECT expires_at FROM \"users\"");
      Thread.sleep(20);
      assertThat(users.get("alice")).isEqualTo("1");
    }
    assertThat(Sql.number(file, "SELECT expires_at FROM \"users\"")).isGreaterThan(before);
    try (CacheManager manager = Managers.open(never().build())) {
      assertThat(users(manager).get("alice")).as("the row fits its check value").isEqualTo("1");
    }
  }

  @Test
  void clear_savedAndUnsaved_nothingComesBack() {
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<String, String> users = users(manager);
      users.put("alice", "1");
      flush(users);
      users.put("bob", "2");
      users.clear();
      flush(users);
      assertThat(users).isEmpty();
      assertThat(rows()).isZero();
    }
  }

  @Test
  void interval_passes_savesByItself() {
    StoreOptions options = never().flushInterval(Duration.ofMillis(20)).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> users = users(manager);
      users.put("alice", "1");
      Awaitility.await().until(() -> rows() == 1);
    }
  }

  @Test
  void batch_isFull_savesByItself() {
    try (CacheManager manager = Managers.open(never().flushBatch(5).build())) {
      Cache<String, String> users = users(manager);
      for (int i = 0; i < 5; i++) {
        users.put("user-" + i, "v");
      }
      Awaitility.await().until(() -> rows() == 5);
    }
  }

  @Test
  void queue_atItsBoundInEntries_writersHelpAndNothingIsLost() {
    try (CacheManager manager = Managers.open(never().queueMaxEntries(10).build())) {
      Cache<String, String> users = users(manager);
      for (int i = 0; i < 1_000; i++) {
        users.put("user-" + i, "v" + i);
        assertThat(Managers.tiersOf(users).storeQueueEntries()).isLessThanOrEqualTo(10);
      }
      flush(users);
      assertThat(rows()).isEqualTo(1_000);
    }
  }

  @Test
  void queue_atItsBoundInBytes_writersHelpAndNothingIsLost() {
    long max = 20_000;
    try (CacheManager manager = Managers.open(never().queueMaxBytes(max).build())) {
      Cache<String, String> users = users(manager);
      for (int i = 0; i < 300; i++) {
        users.put("user-" + i, "x".repeat(1_000));
        assertThat(Managers.tiersOf(users).storeQueueBytes()).isLessThan(max + 2_000);
      }
      flush(users);
      assertThat(rows()).isEqualTo(300);
    }
  }

  @Test
  void put_valueThatCannotBeStored_isRefusedAtOnce() {
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<Object, Object> things = Managers.untyped(manager, "things");
      assertThatThrownBy(() -> things.put("thread", new Thread("never started")))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("java.lang.Thread");
      assertThat(things.containsKey("thread")).isFalse();
    }
  }

  @Test
  void put_byReferenceHoldingWhatCannotBeStored_staysInMemoryAndTheOldRowGoes() {
    try (CacheManager manager = Managers.open(never().build())) {
      Cache<Object, Object> things =
          manager.createCache("things", new MutableConfiguration<>().setStoreByValue(false));
      List<Object> good = new ArrayList<>(List.of("good"));
      things.put("list", good);
      flush(things);
      List<Object> bad = new ArrayList<>(List.of("bad"));
      bad.add(new Thread("never started"));
      things.put("list", bad);
      flush(things);

      assertThat(things.get("list")).isSameAs(bad);
      assertThat(Managers.tiersOf(things).unstorableValues()).isEqualTo(1);
      assertThat(Sql.number(file, "SELECT count(*) FROM \"things\"")).isZero();
    }
  }
}
