package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings do to the managers and caches that are made with them. */
final class EffectiveSettingsTest {
  @TempDir Path folder;

  /** A class that no cache declares. */
  record Order(int id) {}

  // ------------------------------------------------------------------ what a cache gets

  @Test
  void createCache_explicitlyEternal_isNotGivenTheManagersLife() {
    try (CacheManager manager =
        Managers.open(StoreOptions.builder().defaultTtl(Duration.ofMinutes(5)).build())) {
      Cache<String, String> cache =
          manager.createCache(
              "users",
              ThermaeConfiguration.builder(
                      ThermaeConfiguration.builder(String.class, String.class).eternal().build())
                  .build());

      assertThat(policyOf(cache)).isEqualTo(new EternalExpiryPolicy());
    }
  }

  @Test
  void createCache_plainConfiguration_getsTheManagersDefaults() {
    try (CacheManager manager =
        Managers.open(
            StoreOptions.builder()
                .defaultHotMaxEntries(11)
                .defaultTtl(Duration.ofMinutes(5))
                .build())) {
      Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);

      assertThat(Managers.configurationOf(cache).hotMaxEntries()).hasValue(11);
      assertThat(policyOf(cache))
          .isEqualTo(
              new ModifiedExpiryPolicy(
                  new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 300_000)));
    }
  }

  @Test
  void createCache_nothingSet_hasTheLibrarysDefaults() {
    try (CacheManager manager = Managers.memory()) {
      Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);

      assertThat(Managers.configurationOf(cache).hotMaxEntries())
          .hasValue(CacheOptions.DEFAULT_HOT_MAX_ENTRIES);
      assertThat(Managers.configurationOf(cache).hotMaxBytes()).isEmpty();
      assertThat(Managers.configurationOf(cache).coldMaxEntries()).isEmpty();
      assertThat(policyOf(cache)).isEqualTo(new EternalExpiryPolicy());
    }
  }

  @Test
  void createCache_ownSettings_winOverTheManagers() {
    try (CacheManager manager =
        Managers.open(
            StoreOptions.builder()
                .defaultHotMaxEntries(11)
                .defaultTtl(Duration.ofMinutes(5))
                .build())) {
      Cache<String, String> cache =
          manager.createCache(
              "users",
              ThermaeConfiguration.builder(String.class, String.class)
                  .hotMaxEntries(3)
                  .expireAfterAccess(Duration.ofMillis(7))
                  .build());
      Cache<String, String> standard =
          manager.createCache(
              "standard",
              new MutableConfiguration<String, String>()
                  .setExpiryPolicyFactory(
                      CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_DAY)));

      assertThat(Managers.configurationOf(cache).hotMaxEntries()).hasValue(3);
      assertThat(policyOf(cache))
          .isEqualTo(
              new TouchedExpiryPolicy(new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 7)));
      assertThat(policyOf(standard))
          .isEqualTo(new CreatedExpiryPolicy(javax.cache.expiry.Duration.ONE_DAY));
    }
  }

  @Test
  void createCache_settingsOfItsName_winOverTheDefaults() {
    try (CacheManager manager =
        Managers.open(
            StoreOptions.builder()
                .defaultHotMaxEntries(11)
                .defaultTtl(Duration.ofMinutes(5))
                .cache("a.b", CacheOptions.NONE.withHotMaxEntries(2))
                .cache("c", CacheOptions.NONE.withExpireAfterAccess(Duration.ofSeconds(1)))
                .cache("d", CacheOptions.NONE.withTtl(CacheOptions.ETERNAL))
                .build())) {
      Cache<String, String> ab = Managers.cache(manager, "a.b", String.class, String.class);
      Cache<String, String> c = Managers.cache(manager, "c", String.class, String.class);
      Cache<String, String> d = Managers.cache(manager, "d", String.class, String.class);

      assertThat(Managers.configurationOf(ab).hotMaxEntries()).hasValue(2);
      assertThat(policyOf(ab)).isInstanceOf(ModifiedExpiryPolicy.class);
      assertThat(Managers.configurationOf(c).hotMaxEntries()).hasValue(11);
      assertThat(policyOf(c)).isInstanceOf(TouchedExpiryPolicy.class);
      assertThat(policyOf(d).getExpiryForCreation().isEternal()).isTrue();
    }
  }

  @Test
  void createCache_managersHotBoundInBytes_isInPlaceOfTheOneInEntries() {
    try (CacheManager manager =
        Managers.open(
            StoreOptions.builder().defaultHotMaxBytes(5_000).defaultColdMaxEntries(6).build())) {
      ThermaeConfiguration<String, String> plain =
          Managers.configurationOf(Managers.cache(manager, "plain", String.class, String.class));
      ThermaeConfiguration<String, String> own =
          Managers.configurationOf(
              manager.createCache(
                  "own",
                  ThermaeConfiguration.builder(String.class, String.class)
                      .hotMaxEntries(3)
                      .coldMaxEntries(4)
                      .build()));

      assertThat(plain.hotMaxEntries()).isEmpty();
      assertThat(plain.hotMaxBytes()).hasValue(5_000);
      assertThat(plain.coldMaxEntries()).hasValue(6);
      assertThat(own.hotMaxEntries()).hasValue(3);
      assertThat(own.hotMaxBytes()).isEmpty();
      assertThat(own.coldMaxEntries()).hasValue(4);
    }
  }

  @Test
  void createCache_ownHotBoundInBytes_winsOverTheManagersInEntries() {
    try (CacheManager manager =
        Managers.open(StoreOptions.builder().defaultHotMaxEntries(11).build())) {
      ThermaeConfiguration<String, String> own =
          Managers.configurationOf(
              manager.createCache(
                  "own",
                  ThermaeConfiguration.builder(String.class, String.class).hotMaxBytes(3).build()));

      assertThat(own.hotMaxEntries()).isEmpty();
      assertThat(own.hotMaxBytes()).hasValue(3);
    }
  }

  // ------------------------------------------------------------------ what the bounds do

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2_000, 50_000})
  void warmMaxBytes_manyEntries_areWithinTheBound(long bytes) {
    try (CacheManager manager =
        Managers.open(StoreOptions.builder().warmMaxBytes(bytes).defaultHotMaxEntries(1).build())) {
      Cache<Integer, String> cache = Managers.cache(manager, "users", Integer.class, String.class);
      IntStream.range(0, 500).forEach(i -> cache.put(i, "x".repeat(i)));

      assertThat(Managers.tiersOf(cache).warmBytes()).isLessThanOrEqualTo(bytes);
      assertThat(Managers.tiersOf(cache).warmEntries() > 0).isEqualTo(bytes > 1_000);
      assertThat(Managers.tiersOf(cache).hotEntries()).isEqualTo(1);
    }
  }

  @Test
  void hotMaxEntries_one_answersEveryKeyFromTheTiersBelow() {
    try (CacheManager manager =
        Managers.open(
            Managers.at(Store.fileIn(folder)).warmMaxBytes(0).defaultHotMaxEntries(1).build())) {
      Cache<Integer, String> cache = Managers.cache(manager, "users", Integer.class, String.class);
      IntStream.range(0, 200).forEach(i -> cache.put(i, "v" + i));

      assertThat(IntStream.range(0, 200).mapToObj(cache::get))
          .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "v" + i).toList());
      assertThat(Managers.tiersOf(cache).hotEntries()).isEqualTo(1);
      assertThat(Managers.tiersOf(cache).coldEntries()).isEqualTo(200);
    }
  }

  @Test
  void allowedClasses_classNotDeclared_letsItIn() {
    try (CacheManager manager =
        Managers.open(
            Managers.at(Store.fileIn(folder)).allowedClasses(Order.class.getName()).build())) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");
      cache.put("a", new Order(1));

      assertThat(cache.get("a")).isEqualTo(new Order(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "com.acme.", "com..acme", "com.*.Foo", "**", "com acme", "[I"})
  void allowedClasses_notAPattern_isToldWithTheForms(String pattern) {
    try (CacheManager manager =
        Managers.open(Managers.at(Store.fileIn(folder)).allowedClasses(pattern).build())) {
      assertThatThrownBy(() -> Managers.untyped(manager, "orders"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("\"" + pattern + "\" in the setting thermae.store.allowed-classes")
          .hasMessageContaining("com.acme.**");
      assertThat(manager.getCacheNames()).isEmpty();
    }
  }

  // ------------------------------------------------------------------ system properties

  @Test
  void systemProperties_everyName_hasItsEffect() {
    Path file = folder.resolve("app.db");
    try (SystemSettings settings = new SystemSettings()) {
      settings
          .set("thermae.store.path", file.toString())
          .set("thermae.store.persist-mode", "write-through")
          .set("thermae.store.synchronous", "full")
          .set("thermae.store.warm.max-bytes", "1_000KB")
          .set("thermae.store.allowed-classes", Order.class.getName())
          .set("thermae.defaults.hot.max-entries", "9")
          .set("thermae.defaults.expire-after-access", "9m")
          .set("thermae.caches.a.b.hot.max-entries", "8")
          .set("thermae.caches.a.b.cold.max-entries", "7")
          .set("thermae.caches.a.b.ttl", "8m");
      try (CacheManager manager = Managers.memory()) {
        Cache<Object, Object> cache = Managers.untyped(manager, "a.b");
        cache.put("a", new Order(1));

        assertThat(file).exists();
        assertThat(Managers.configurationOf(cache).hotMaxEntries()).hasValue(8);
        assertThat(Managers.configurationOf(cache).coldMaxEntries()).hasValue(7);
        assertThat(policyOf(cache)).isInstanceOf(ModifiedExpiryPolicy.class);
        Cache<Object, Object> other = Managers.untyped(manager, "other");
        assertThat(Managers.configurationOf(other).hotMaxEntries()).hasValue(9);
        assertThat(policyOf(other)).isInstanceOf(TouchedExpiryPolicy.class);
        // What the store runs with, told to who wants it otherwise.
        assertThatThrownBy(
                () -> Managers.open(Managers.at(file).synchronous(Synchronous.NORMAL).build()))
            .hasMessageContaining("store.synchronous is normal, but another manager has already")
            .hasMessageContaining("with full");
        assertThatThrownBy(() -> Managers.open(Managers.at(file).warmMaxBytes(1).build()))
            .hasMessageContaining("store.warm.max-bytes is 1, but another manager has already")
            .hasMessageContaining("with 1024000");
        assertThatThrownBy(
                () -> Managers.open(Managers.at(file).persistMode(PersistMode.LAZY).build()))
            .hasMessageContaining("store.persist-mode is lazy, but another manager has already")
            .hasMessageContaining("with write-through");
      }
    }
  }

  @Test
  void systemProperties_givenToo_givenWins() {
    try (SystemSettings settings = new SystemSettings()) {
      settings
          .set("thermae.store.path", folder.resolve("system.db").toString())
          .set("thermae.defaults.hot.max-entries", "9");
      try (CacheManager manager = Managers.open(Managers.at(folder.resolve("given.db")).build())) {
        Cache<Object, Object> cache = Managers.untyped(manager, "users");

        assertThat(Managers.configurationOf(cache).hotMaxEntries()).hasValue(9);
      }
    }
    assertThat(Folders.namesIn(folder))
        .containsExactly("given.db", "given.db.ballast", "given.db.lock");
  }

  @Test
  void systemProperties_pathAndAnotherStore_isAFileBesideIt() {
    ThermaeCachingProvider provider = new ThermaeCachingProvider();
    try (SystemSettings settings = new SystemSettings()) {
      settings.set("thermae.store.path", folder.resolve("app.db").toString());
      CacheManager standard = provider.getCacheManager();
      CacheManager reports = provider.getCacheManager(URI.create("thermae:reports"), null);
      CacheManager hostile = provider.getCacheManager(URI.create("thermae:../../x?y#z"), null);
      Managers.untyped(standard, "users").put("a", "standard");
      Managers.untyped(reports, "users").put("a", "reports");

      assertThat(Managers.untyped(hostile, "users").get("a")).isNull();
    } finally {
      provider.close();
    }
    assertThat(Folders.namesIn(folder))
        .containsExactlyInAnyOrder(
            "app.db",
            "app.db.ballast",
            "app.db.lock",
            "app-reports.db",
            "app-reports.db.ballast",
            "app-reports.db.lock",
            "app-..%2F..%2Fx%3Fy.db",
            "app-..%2F..%2Fx%3Fy.db.ballast",
            "app-..%2F..%2Fx%3Fy.db.lock");
  }

  @Test
  void systemProperties_wrong_failTheManagerAndNameTheSource() {
    try (SystemSettings settings = new SystemSettings()) {
      settings.set("thermae.store.pth", "x");

      assertThatThrownBy(Managers::memory)
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "unknown setting thermae.store.pth in the system properties: did you mean"
                  + " thermae.store.path?")
          .hasCauseInstanceOf(ThermaeException.class);
    }
    assertThatCode(() -> Managers.memory().close()).doesNotThrowAnyException();
  }

  @Test
  void systemProperties_settingOfAnotherLibrary_isNotOurs() {
    try (SystemSettings settings = new SystemSettings()) {
      settings.set("store.path", "/somewhere/of/another/library");

      assertThatCode(() -> Managers.memory().close()).doesNotThrowAnyException();
    }
  }

  // ------------------------------------------------------------------ paths

  /** File names; without those that this process's file names cannot spell. */
  static Stream<String> fileNames() {
    CharsetEncoder spelling =
        Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).newEncoder();
    return Stream.of(
            "plain",
            "with space.db",
            "a?journal_mode=OFF&x.db",
            "a#b.db",
            "100%.db",
            "%41.db",
            "it's \"quoted\".db",
            "ü \uD83D\uDE00.db",
            "a\nb.db",
            "a;b.db",
            "-wal",
            "new/folders/on the way/x.db",
            "./x/../y.db",
            ":memory:",
            "file:x.db")
        .filter(spelling::canEncode);
  }

  @ParameterizedTest
  @MethodSource("fileNames")
  void path_ofAnyCharacters_isTheFile(String name) {
    Path file = folder.resolve(name);
    try (CacheManager manager = Managers.open(file)) {
      Managers.cache(manager, "users", String.class, String.class).put("a", "1");
    }

    assertThat(file.normalize()).isRegularFile();
    assertThat(Sql.column(file.normalize(), "SELECT key FROM users")).containsExactly("a");
    try (CacheManager manager = Managers.open(file)) {
      assertThat(Managers.cache(manager, "users", String.class, String.class).get("a"))
          .isEqualTo("1");
    }
  }

  @Test
  void path_relative_startsAtTheWorkingDirectory() {
    Path relative = Path.of("").toAbsolutePath().relativize(Store.fileIn(folder));
    try (CacheManager manager = Managers.open(relative);
        CacheManager absolute = Managers.open(Store.fileIn(folder))) {
      Managers.untyped(manager, "users").put("a", 1);

      assertThat(relative).isRelative();
      assertThat(Managers.untyped(absolute, "users").get("a")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, Long.MAX_VALUE})
  void bounds_extreme_work(long bound) {
    try (CacheManager manager =
        Managers.open(
            Managers.at(Store.fileIn(folder))
                .defaultHotMaxEntries(bound)
                .warmMaxBytes(bound)
                .build())) {
      Cache<Integer, String> cache = Managers.cache(manager, "users", Integer.class, String.class);
      IntStream.range(0, 50).forEach(i -> cache.put(i, "v" + i));

      assertThat(IntStream.range(0, 50)).allMatch(i -> cache.get(i).equals("v" + i));
    }
  }

  @ParameterizedTest
  @CsvSource({"memory", "lazy", "write-through"})
  void persistMode_asText_isWhatThePathSays(String mode) {
    Properties properties = new Properties();
    properties.setProperty("thermae.store.persist-mode", mode);
    if (!mode.equals("memory")) {
      properties.setProperty("thermae.store.path", Store.fileIn(folder).toString());
    }
    try (CacheManager manager = Managers.open(properties)) {
      Managers.untyped(manager, "users").put("a", 1);
    }

    assertThat(Store.fileIn(folder).toFile().exists()).isEqualTo(!mode.equals("memory"));
  }

  private static ExpiryPolicy policyOf(Cache<?, ?> cache) {
    return Managers.configurationOf(cache).getExpiryPolicyFactory().create();
  }
}
