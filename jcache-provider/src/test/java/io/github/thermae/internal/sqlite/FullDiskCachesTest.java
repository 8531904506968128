package io.github.thermae.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.model.Mode;
import io.github.thermae.writebehind.WriteBehind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users of a cache see of a full disk, by a bound on the file's pages. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskCachesTest {
  private static final String LARGE = "x".repeat(3_000);
  private static final int SAVED = 20;
  private static final String COUNT_MANY = "SELECT count(*) FROM users WHERE key LIKE 'many-%'";

  @TempDir private Path folder;

  static List<Mode> durableModes() {
    return Arrays.stream(Mode.values()).filter(Mode::isDurable).toList();
  }

  private CachesOnFile open(Mode mode) {
    return CachesOnFile.open(mode, folder.resolve("full.db"));
  }

  private static Map<String, String> putSome(Mode mode, Cache<String, String> users) {
    Map<String, String> saved = new TreeMap<>();
    for (int i = 0; i < SAVED; i++) {
      users.put("saved-" + i, i + LARGE);
      saved.put("saved-" + i, i + LARGE);
    }
    mode.flush(users);
    return saved;
  }

  private static Set<String> keysOf(Cache<String, String> cache) {
    Set<String> keys = new TreeSet<>();
    cache.forEach(entry -> keys.add(entry.getKey()));
    return keys;
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void fullDisk_readsRemovalsAndRecovery_losesNothingAcknowledged(Mode mode) throws SQLException {
    Map<String, String> expected;
    try (CachesOnFile caches = open(mode)) {
      Cache<String, String> users = caches.users();
      expected = putSome(mode, users);
      caches.fill();

      boolean accepted = putMany(users, expected);
      assertThat(accepted).as("a put is acknowledged").isEqualTo(!mode.isSavedAtOnce());
      if (accepted) {
        assertThatThrownBy(() -> mode.flush(users)).hasMessageContaining("SQLITE_FULL");
      }
      assertAllThere(users, expected);

      assertThat(users.remove("saved-3")).isTrue();
      expected.remove("saved-3");
      caches.makeRoom();
      users.put("later", "1");
      expected.put("later", "1");
      mode.flush(users);
    }
    try (CachesOnFile caches = open(mode)) {
      Cache<String, String> users = caches.users();
      assertThat(keysOf(users)).isEqualTo(expected.keySet());
      assertAllThere(users, expected);
    }
  }

  /** What a removal owes to the writer is small, and takes the place of what is removed. */
  @Test
  void fullDisk_removalWithAWriterBehind_goesOn() throws SQLException {
    Map<String, String> database = new ConcurrentHashMap<>();
    try (CachesOnFile caches = open(Mode.WRITE_THROUGH)) {
      Cache<String, String> users =
          caches.users(
              ThermaeConfiguration.builder(String.class, String.class)
                  .writeBehind(
                      () -> new MapWriter(database),
                      WriteBehindOptions.NONE.withMaxDelay(Duration.ofHours(1))));
      Map<String, String> saved = putSome(Mode.WRITE_THROUGH, users);
      ThermaeCache<?, ?> ours = users.unwrap(ThermaeCache.class);
      WriteBehind<?, ?> behind = ours.writeBehind().orElseThrow();
      assertThat(behind.flush(Duration.ofSeconds(30))).isTrue();
      assertThat(database).isEqualTo(saved);
      caches.fill();
      assertThat(putMany(users, saved)).isFalse();

      assertThat(users.remove("saved-3")).isTrue();
      assertThat(behind.flush(Duration.ofSeconds(30))).isTrue();
      assertThat(database).doesNotContainKey("saved-3").hasSize(SAVED - 1);
      assertThat(users.containsKey("saved-3")).isFalse();
    }
  }

  /** Without the values in the message, which are long. */
  private static void assertAllThere(Cache<String, String> cache, Map<String, String> expected) {
    expected.forEach((key, value) -> assertThat(value.equals(cache.get(key))).as(key).isTrue());
  }

  /** More than the file has room for; returns whether it was acknowledged. */
  private static boolean putMany(Cache<String, String> users, Map<String, String> expected) {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < SAVED; i++) {
      many.put("many-" + i, i + LARGE);
    }
    try {
      users.putAll(many);
    } catch (CacheException e) {
      assertThat(e).hasMessageContaining("SQLITE_FULL");
      return false;
    }
    expected.putAll(many);
    return true;
  }

  /** They wait with entries that there is no room for, and there is none until the end. */
  @Test
  void removeThenClose_lazyOnAFullDisk_neitherRemovedNorReplacedValuesComeBack() throws Exception {
    try (CachesOnFile caches = open(Mode.LAZY)) {
      Cache<String, String> users = caches.users();
      Map<String, String> unused = putSome(Mode.LAZY, users);
      users.put("replaced", "old");
      Mode.LAZY.flush(users);
      caches.fill();

      assertThat(users.remove("saved-3")).isTrue();
      users.put("replaced", LARGE.repeat(100));
      assertThatThrownBy(() -> Mode.LAZY.flush(users)).hasMessageContaining("SQLITE_FULL");
      assertAllThere(users, Map.of("replaced", LARGE.repeat(100)));
      assertThatThrownBy(users::close)
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("1 unsaved changes, which are lost");
    }
    try (CachesOnFile caches = open(Mode.LAZY)) {
      Cache<String, String> users = caches.users();
      assertThat(users.get("saved-3")).as("removed").isNull();
      assertThat(users.get("replaced")).as("older than what was lost").isNull();
      assertAllThere(users, Map.of("saved-4", "4" + LARGE));
    }
  }

  @Test
  void room_appears_lazySavesByItself() throws Exception {
    Map<String, String> expected;
    try (CachesOnFile caches = open(Mode.LAZY)) {
      Cache<String, String> users = caches.users();
      expected = putSome(Mode.LAZY, users);
      caches.fill();
      assertThat(putMany(users, expected)).isTrue();
      assertThatThrownBy(() -> Mode.LAZY.flush(users)).hasMessageContaining("SQLITE_FULL");
      caches.makeRoom();
      Awaitility.await("a write that is large enough wakes the flusher")
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                putUntilAwake(users, expected);
                assertThat(TestRows.query(folder.resolve("full.db"), COUNT_MANY))
                    .containsExactly(Integer.toString(SAVED));
              });
    }
    try (CachesOnFile caches = open(Mode.LAZY)) {
      Cache<String, String> users = caches.users();
      assertThat(keysOf(users)).isEqualTo(expected.keySet());
      assertAllThere(users, expected);
    }
  }

  /** As many as wake the flusher, which otherwise waits for its interval. */
  private static void putUntilAwake(Cache<String, String> users, Map<String, String> expected) {
    for (int i = 0; i < 1_000; i++) {
      users.put("waking-" + i, "1");
      expected.put("waking-" + i, "1");
    }
  }
}
