package io.github.thermae.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.model.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users of a cache see when its file is deleted or replaced; nobody asks for the upkeep. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostFileCachesTest {
  @TempDir private Path folder;
  private Path path;

  static List<Mode> durableModes() {
    return Arrays.stream(Mode.values()).filter(Mode::isDurable).toList();
  }

  @BeforeEach
  void choosePath() {
    path = folder.resolve("lost.db");
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(Duration.ofSeconds(60));
  }

  private static boolean isFailing(Cache<?, ?> cache) {
    return cache.unwrap(ThermaeCache.class).tierStatistics().storeIsFailing();
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void delete_file_comesBackByItselfAndNothingIsLost(Mode mode) throws Exception {
    try (CachesOnFile caches = CachesOnFile.open(mode, path)) {
      Cache<String, String> users = caches.users();
      users.put("before", "1");
      mode.flush(users);
      Files.delete(path);
      users.put("after", "1");
      assertThat(users.get("before")).isEqualTo("1");
      await("the file is there again").until(() -> Files.exists(path));
      users.put("later", "1");
      mode.flush(users);
      assertThat(TestRows.query(path, "SELECT key FROM users ORDER BY key"))
          .containsExactly("after", "before", "later");
      assertThat(isFailing(users)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void replace_file_isToldWithoutAWriteAndNoWriteIsAcknowledgedAsSaved(Mode mode) throws Exception {
    try (CachesOnFile caches = CachesOnFile.open(mode, path)) {
      Cache<String, String> users = caches.users();
      users.put("before", "1");
      mode.flush(users);
      Files.delete(path);
      Files.writeString(path, "a file of somebody else");
      await("it is told without a write").until(() -> isFailing(users));
      assertThat(users.get("before")).as("from memory").isEqualTo("1");
      assertThatThrownBy(
              () -> {
                users.put("after", "1");
                mode.flush(users);
              })
          .hasMessageContaining("Move that file away");
      assertThatThrownBy(() -> users.remove("before"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("Move that file away");

      Files.delete(path);
      await("writes go on")
          .ignoreExceptionsMatching(
              e -> String.valueOf(e.getMessage()).contains("Move that file away"))
          .untilAsserted(
              () -> {
                users.put("later", "1");
                mode.flush(users);
              });
      assertThat(isFailing(users)).isFalse();
      assertThat(TestRows.query(path, "SELECT key FROM users WHERE key <> 'after' ORDER BY key"))
          .containsExactly("before", "later");
    }
  }
}
