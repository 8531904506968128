package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.ThermaeConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there when a store is opened again, and what is not. */
final class RestartTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = Store.fileIn(folder);
  }

  @Test
  void getCacheNames_afterRestart_areEmptyUntilCachesAreCreatedAgain() {
    try (CacheManager manager = Managers.open(file)) {
      Managers.untyped(manager, "users").put("a", 1);
      assertThat(manager.getCacheNames()).containsExactly("users");
    }
    try (CacheManager manager = Managers.open(file)) {
      assertThat(manager.getCacheNames()).isEmpty();
      assertThat(manager.<Object, Object>getCache("users")).isNull();
      Cache<Object, Object> users = Managers.untyped(manager, "users");

      assertThat(users.get("a")).isEqualTo(1);
      assertThat(manager.getCacheNames()).containsExactly("users");
    }
  }

  @Test
  void createCache_afterCloseOfTheCache_findsItsEntries() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Object> cache = Managers.untyped(manager, "users");
      cache.put("a", 1);
      cache.close();
      cache.close();

      assertThat(manager.<Object, Object>getCache("users")).isNull();
      Cache<Object, Object> again = Managers.untyped(manager, "users");
      assertThat(again.get("a")).isEqualTo(1);
      assertThat(cache.isClosed()).isTrue();
    }
  }

  @Test
  void createCache_nameInUse_isRefusedAndTheOpenOneStays() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Object> cache = Managers.untyped(manager, "users");

      assertThatThrownBy(() -> Managers.untyped(manager, "users"))
          .isInstanceOf(CacheException.class)
          .hasMessage("Cache 'users' exists already: use getCache, or another name");
      assertThat(manager.<Object, Object>getCache("users")).isSameAs(cache);
      cache.put("a", 1);
    }
  }

  @Test
  void createCache_failingFactory_leavesNothingOpen() {
    try (CacheManager manager = Managers.open(file)) {
      assertThatThrownBy(
              () ->
                  manager.createCache(
                      "users",
                      new MutableConfiguration<>()
                          .setExpiryPolicyFactory(
                              () -> {
                                throw new IllegalStateException("no policy");
                              })))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("'users'")
          .hasMessageContaining("no policy");
      assertThat(manager.getCacheNames()).isEmpty();
      Managers.untyped(manager, "users").put("a", 1);
    }
  }

  @Test
  void destroyCache_rows_areGoneForGood() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Object> cache = Managers.untyped(manager, "users");
      Managers.untyped(manager, "others").put("a", 2);
      IntStream.range(0, 3_000).forEach(i -> cache.put(i, "secret" + i));
      manager.destroyCache("users");

      assertThat(cache.isClosed()).isTrue();
      assertThat(manager.getCacheNames()).containsExactly("others");
      assertThat(Managers.untyped(manager, "users")).isEmpty();
      manager.destroyCache("users");
      manager.destroyCache("never there");
    }
    assertThat(Sql.column(file, "SELECT name FROM thermae_cache")).containsExactly("others");
    try (CacheManager manager = Managers.open(file)) {
      assertThat(Managers.untyped(manager, "users")).isEmpty();
      assertThat(Managers.untyped(manager, "others").get("a")).isEqualTo(2);
    }
  }

  @Test
  void destroyCache_ofAnEarlierRunAndNotCreated_removesItsRows() {
    try (CacheManager manager = Managers.open(file)) {
      Managers.untyped(manager, "users").put("a", 1);
    }
    try (CacheManager manager = Managers.open(file)) {
      manager.destroyCache("users");
      assertThat(Managers.untyped(manager, "users")).isEmpty();
    }
  }

  @Test
  void destroyCache_thatOnlyAnotherManagerHasOpen_leavesIt() {
    try (CacheManager one = Managers.open(file);
        CacheManager two = Managers.open(file)) {
      Cache<Object, Object> cache = Managers.untyped(one, "users");
      cache.put("a", 1);
      two.destroyCache("users");
      assertThat(cache.get("a")).isEqualTo(1);
    }
    try (CacheManager later = Managers.open(file)) {
      assertThat(Managers.untyped(later, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void iterator_afterRestart_walksOverEveryEntry() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Integer, String> cache = Managers.cache(manager, "users", Integer.class, String.class);
      IntStream.range(0, 2_500).forEach(i -> cache.put(i, "v" + i));
    }
    try (CacheManager manager = Managers.open(file)) {
      Cache<Integer, String> cache = Managers.cache(manager, "users", Integer.class, String.class);
      Set<Integer> keys = new TreeSet<>();
      cache.forEach(
          entry -> {
            assertThat(entry.getValue()).isEqualTo("v" + entry.getKey());
            keys.add(entry.getKey());
          });

      assertThat(keys).hasSize(2_500);
    }
  }

  @Test
  void ttl_runsOnWhileTheStoreIsClosed() {
    ThermaeConfiguration<String, String> shortLived =
        ThermaeConfiguration.builder(String.class, String.class)
            .ttl(Duration.ofMillis(400))
            .build();
    try (CacheManager manager = Managers.open(file)) {
      manager.createCache("users", shortLived).put("a", "1");
      Managers.cache(manager, "eternal", String.class, String.class).put("a", "1");
    }
    Awaitility.await()
        .until(
            () ->
                Sql.number(
                        file,
                        "SELECT count(*) FROM users WHERE expires_at > ?",
                        System.currentTimeMillis())
                    == 0);
    try (CacheManager manager = Managers.open(file)) {
      assertThat(manager.createCache("users", shortLived).get("a")).isNull();
      assertThat(Managers.cache(manager, "eternal", String.class, String.class).get("a"))
          .isEqualTo("1");
    }
  }

  @Test
  void getCache_otherTypesThanCreated_namesBoth() {
    try (CacheManager manager = Managers.open(file)) {
      Managers.cache(manager, "users", String.class, Integer.class);

      assertThatThrownBy(() -> manager.getCache("users", String.class, String.class))
          .isInstanceOf(ClassCastException.class)
          .hasMessage(
              "Cache 'users' was created with the value type java.lang.Integer, but was asked for"
                  + " with java.lang.String");
      assertThatThrownBy(() -> manager.getCache("users", Long.class, Integer.class))
          .isInstanceOf(ClassCastException.class)
          .hasMessageContaining("key type java.lang.String");
    }
  }

  @Test
  void restart_manyTimes_versionsAndEntriesGoOn() {
    for (int i = 0; i < 5; i++) {
      try (CacheManager manager = Managers.open(file)) {
        Cache<String, Integer> cache =
            Managers.cache(manager, "counts", String.class, Integer.class);
        Integer before = cache.get("n");
        assertThat(before == null ? 0 : before).isEqualTo(i);
        cache.put("n", i + 1);
      }
    }
    assertThat(Sql.number(file, "SELECT count(*) FROM counts")).isEqualTo(1);
  }
}
