package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings as text: names, values, precedence, and what is said when they are wrong. */
final class SettingsReaderTest {
  private static final Properties NONE = new Properties();

  // ------------------------------------------------------------------ names

  @Test
  void read_nothingGiven_keepsAllInMemoryWithTheDefaults() {
    StoreOptions options = read();

    assertThat(options.path()).isEmpty();
    assertThat(options.persistMode()).isEqualTo(PersistMode.MEMORY);
    assertThat(options.synchronous()).isEqualTo(Synchronous.NORMAL);
    assertThat(options.flushInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.flushBatch()).isEqualTo(1_000);
    assertThat(options.queueMaxEntries()).isEqualTo(100_000);
    assertThat(options.queueMaxBytes()).isEqualTo(64L << 20);
    assertThat(options.warmMaxBytes()).isEqualTo(100L << 20);
    assertThat(options.coldMaxBytes()).isEmpty();
    assertThat(options.preload()).isZero();
    assertThat(options.shutdownHook()).isTrue();
    assertThat(options.allowedClasses()).isEmpty();
    assertThat(options.defaults()).isEqualTo(CacheOptions.NONE);
    assertThat(options.caches()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void read_everyName_isSetFromEitherSource(boolean asSystemProperties) {
    Properties all =
        properties(
            "thermae.store.path", "data/app.db",
            "thermae.store.persist-mode", "lazy",
            "thermae.store.synchronous", "full",
            "thermae.store.flush-interval", "1s500ms",
            "thermae.store.flush-batch", "1_0",
            "thermae.store.queue.max-entries", "20",
            "thermae.store.queue.max-bytes", "3KB",
            "thermae.store.warm.max-bytes", "64MB",
            "thermae.store.cold.max-bytes", "1GB",
            "thermae.store.preload", "500",
            "thermae.store.shutdown-hook", "false",
            "thermae.store.allowed-classes", "com.acme.**, com.example.Order,,",
            "thermae.defaults.hot.max-entries", "10_000",
            "thermae.defaults.ttl", "1h30m",
            "thermae.defaults.cold.max-entries", "90",
            "thermae.caches.users.hot.max-entries", "7",
            "thermae.caches.users.cold.max-entries", "80",
            "thermae.caches.users.expire-after-access", "10m",
            "thermae.caches.a.b.c.hot.max-bytes", "5MB",
            "thermae.caches.a.b.c.ttl", "eternal");

    StoreOptions options =
        asSystemProperties
            ? SettingsReader.read(NONE, all, "default")
            : SettingsReader.read(all, NONE, "default");

    assertThat(options.path()).contains(Path.of("data/app.db"));
    assertThat(options.persistMode()).isEqualTo(PersistMode.LAZY);
    assertThat(options.synchronous()).isEqualTo(Synchronous.FULL);
    assertThat(options.flushInterval()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(options.flushBatch()).isEqualTo(10);
    assertThat(options.queueMaxEntries()).isEqualTo(20);
    assertThat(options.queueMaxBytes()).isEqualTo(3_072);
    assertThat(options.warmMaxBytes()).isEqualTo(64L << 20);
    assertThat(options.coldMaxBytes()).hasValue(1L << 30);
    assertThat(options.preload()).isEqualTo(500);
    assertThat(options.shutdownHook()).isFalse();
    assertThat(options.allowedClasses()).containsExactly("com.acme.**", "com.example.Order");
    assertThat(options.defaults().hotMaxEntries()).hasValue(10_000);
    assertThat(options.defaults().ttl()).contains(Duration.ofMinutes(90));
    assertThat(options.caches()).containsOnlyKeys("users", "a.b.c");
    assertThat(options.cache("users"))
        .isEqualTo(
            CacheOptions.NONE
                .withHotMaxEntries(7)
                .withColdMaxEntries(80)
                .withExpireAfterAccess(Duration.ofMinutes(10)));
    assertThat(options.cache("a.b.c"))
        .isEqualTo(
            CacheOptions.NONE
                .withHotMaxBytes(5L << 20)
                .withColdMaxEntries(90)
                .withTtl(CacheOptions.ETERNAL));
    assertThat(options.cache("others")).isEqualTo(options.defaults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b",
        "ttl",
        "x.ttl",
        "hot.max-entries",
        "x.cold.max-entries",
        "caches.ttl",
        "",
        "a=b:c"
      })
  void read_cacheNameThatLooksLikeASetting_isTheCachesName(String name) {
    StoreOptions options =
        read(
            "thermae.caches." + name + ".ttl", "5s",
            "thermae.caches." + name + ".hot.max-entries", "5");

    assertThat(options.caches()).containsOnlyKeys(name);
    assertThat(options.cache(name))
        .isEqualTo(CacheOptions.NONE.withHotMaxEntries(5).withTtl(Duration.ofSeconds(5)));
  }

  @Test
  void read_namesOfOthers_areNotLookedAt() {
    StoreOptions options =
        read("hazelcast.store.path", "x", "thermaeX.store.path", "y", "user.dir", "z");

    assertThat(options.toProperties()).isEmpty();
  }

  // ------------------------------------------------------------------ values

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1024, 1024",
    "1_000_000, 1000000",
    "10B, 10",
    "512KB, 524288",
    "512kib, 524288",
    "1_024KB, 1048576",
    "64mb, 67108864",
    "1 MiB, 1048576",
    "3GB, 3221225472",
    "' 2gib ', 2147483648"
  })
  void read_size_isInBytes(String text, long expected) {
    assertThat(read("thermae.store.warm.max-bytes", text).warmMaxBytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "10m, PT10M",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "1d2h3m4s5ms, PT26H3M4.005S",
    "' 10M ', PT10M",
    "PT10M, PT10M",
    "pt1.5s, PT1.5S",
    "P1DT1H, PT25H"
  })
  void read_duration_isUnderstood(String text, Duration expected) {
    assertThat(read("thermae.defaults.ttl", text).defaults().ttl()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eternal", "ETERNAL", " Eternal "})
  void read_eternal_isALifeWithoutEnd(String text) {
    assertThat(read("thermae.defaults.ttl", text).defaults().ttl()).contains(CacheOptions.ETERNAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "FULL", " Full "})
  void read_constant_isFoundInAnyCase(String text) {
    StoreOptions options = read("thermae.store.path", "x", "thermae.store.synchronous", text);

    assertThat(options.synchronous()).isEqualTo(Synchronous.FULL);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "FALSE, false", "' False ', false"})
  void read_trueOrFalse_isFoundInAnyCase(String text, boolean expected) {
    assertThat(read("thermae.store.shutdown-hook", text).shutdownHook()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "store.persist-mode       | eager    | expected one of memory, lazy, write-through",
        "store.synchronous        | off      | expected one of normal, full",
        "store.flush-interval     | soon     | expected a duration such as 500ms, 10m",
        "store.flush-interval     | eternal  | expected a duration such as 500ms, 10m",
        "store.flush-batch        | many     | expected a whole number such as 10000",
        "store.flush-batch        | 2147483648 | expected a whole number up to 2147483647",
        "store.queue.max-entries  | 1KB      | expected a whole number such as 10000",
        "store.queue.max-bytes    | many     | expected a number of bytes such as 64MB",
        "store.cold.max-bytes     | many     | expected a number of bytes such as 64MB",
        "store.preload            | all      | expected a whole number such as 10000",
        "store.preload            | 4294967296 | expected a whole number up to 2147483647",
        "store.shutdown-hook      | yes      | expected true or false",
        "store.shutdown-hook      | 1        | expected true or false",
        "store.shutdown-hook      | ''       | expected true or false",
        "store.warm.max-bytes     | much     | expected a number of bytes such as 64MB",
        "store.warm.max-bytes     | -1       | expected a number of bytes such as 64MB",
        "store.warm.max-bytes     | 5TB      | expected a number of bytes such as 64MB",
        "store.warm.max-bytes     | 9_000_000_000GB | expected a number of bytes that fits",
        "defaults.hot.max-bytes   | many     | expected a number of bytes such as 64MB",
        "defaults.cold.max-entries | many    | expected a whole number such as 10000",
        "defaults.hot.max-entries | many     | expected a whole number such as 10000",
        "defaults.hot.max-entries | 1.5      | expected a whole number such as 10000",
        "defaults.hot.max-entries | 99999999999999999999 | expected a whole number such as 10000",
        "defaults.ttl             | 10       | expected a duration such as 500ms, 10m",
        "defaults.ttl             | 10 m     | expected a duration such as 500ms, 10m",
        "defaults.ttl             | 10y      | expected a duration such as 500ms, 10m",
        "defaults.ttl             | PT       | expected a duration such as 500ms, 10m",
        "defaults.ttl             | never    | expected a duration such as 500ms, 10m",
        "defaults.ttl             | 99999999999999999999s | expected a duration such as 500ms",
        "caches.a.b.expire-after-access | soon | expected a duration such as 500ms, 10m"
      })
  void read_wrongValue_namesSettingOriginExpectedAndFound(
      String name, String value, String expected) {
    assertThatThrownBy(() -> read("thermae." + name, value))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith("thermae." + name + " in the properties given to getCacheManager: ")
        .hasMessageContaining(expected)
        .hasMessageEndingWith(", but found '" + value + "'");
    assertThatThrownBy(
            () -> SettingsReader.read(NONE, properties("thermae." + name, value), "default"))
        .hasMessageStartingWith("thermae." + name + " in the system properties: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "defaults.hot.max-entries    | 0   | hot.max-entries must be at least 1, but is 0",
        "defaults.hot.max-entries    | -7  | hot.max-entries must be at least 1, but is -7",
        "defaults.hot.max-bytes      | 0   | hot.max-bytes must be at least 1, but is 0",
        "caches.a.cold.max-entries   | 0   | cold.max-entries must be at least 1, but is 0",
        "store.flush-interval        | 0s  | store.flush-interval must be from PT0.001S to",
        "store.flush-interval        | 366d | store.flush-interval must be from PT0.001S to PT8760H",
        "store.flush-batch           | 0   | store.flush-batch must be at least 1, but is 0",
        "store.queue.max-entries     | 0   | store.queue.max-entries must be at least 1, but is 0",
        "store.queue.max-bytes       | 0   | store.queue.max-bytes must be at least 1, but is 0",
        "store.cold.max-bytes        | 1023KB | must be at least 1048576, but is 1047552",
        "store.preload               | -1  | store.preload must be at least 0, but is -1",
        "defaults.ttl                | 0s  | ttl must be a positive duration or 'eternal'",
        "defaults.expire-after-access| PT-5S | expire-after-access must be a positive duration",
        "store.path                  | ''  | store.path is empty: name a file, or leave the setting"
      })
  void read_valueOutOfRange_namesSettingAndBound(String name, String value, String expected) {
    assertThatThrownBy(() -> read("thermae." + name, value))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith("thermae." + name + " in the properties given to getCacheManager: ")
        .hasMessageContaining(expected);
  }

  @Test
  void read_pathThatNoFileSystemTakes_isTold() {
    assertThatThrownBy(() -> read("thermae.store.path", "a\0b"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith("thermae.store.path in the properties given to getCacheManager: ")
        .hasMessageContaining("is not a path");
  }

  @Test
  void read_valueThatIsNoString_isToldAndNotPassedOver() {
    Properties given = new Properties();
    given.put("thermae.defaults.hot.max-entries", 100);
    given.put("somebody.else", 1);

    assertThatThrownBy(() -> SettingsReader.read(given, NONE, "default"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining(
            "thermae.defaults.hot.max-entries in the properties given to getCacheManager")
        .hasMessageContaining("java.lang.Integer");
  }

  // ------------------------------------------------------------------ unknown names

  @ParameterizedTest
  @CsvSource({
    "store.pth, store.path",
    "store.file, store.path",
    "store.persistmode, store.persist-mode",
    "store.warm.maxBytes, store.warm.max-bytes",
    "store.cold.maxBytes, store.cold.max-bytes",
    "store.flushInterval, store.flush-interval",
    "store.queue.entries, store.queue.max-entries",
    "store.pre-load, store.preload",
    "store.shutdownhook, store.shutdown-hook",
    "defaults.hot.maxbytes, defaults.hot.max-bytes",
    "defaults.cold.max-entrys, defaults.cold.max-entries",
    "store.allowed-clases, store.allowed-classes",
    "defaults.ttll, defaults.ttl",
    "default.ttl, defaults.ttl",
    "defaults.hot.max-entrys, defaults.hot.max-entries",
    "defaults.expireAfterAccess, defaults.expire-after-access",
    "cache.users.ttl, caches.<name>.ttl",
    "STORE.PATH2, store.path"
  })
  void read_unknownName_suggestsTheNearest(String name, String nearest) {
    assertThatThrownBy(() -> read("thermae." + name, "1"))
        .isInstanceOf(ThermaeException.class)
        .hasMessage(
            "unknown setting thermae.%s in the properties given to getCacheManager:"
                + " did you mean thermae.%s?",
            name, nearest);
  }

  @Test
  void read_nameLikeNoOther_listsAllThatAreKnown() {
    assertThatThrownBy(() -> read("thermae.q", "1"))
        .hasMessageContaining("unknown setting thermae.q")
        .hasMessageContaining("known are store.path, store.persist-mode, store.synchronous")
        .hasMessageContaining("store.synchronous, store.flush-interval, store.flush-batch")
        .hasMessageContaining("store.queue.max-entries, store.queue.max-bytes")
        .hasMessageContaining("store.warm.max-bytes, store.cold.max-bytes, store.preload")
        .hasMessageContaining("store.shutdown-hook, store.allowed-classes")
        .hasMessageContaining("defaults.ttl")
        .hasMessageContaining("caches.<name>.hot.max-entries");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store.path",
        "store.persist-mode",
        "store.synchronous",
        "store.flush-interval",
        "store.flush-batch",
        "store.queue.max-entries",
        "store.queue.max-bytes",
        "store.warm.max-bytes",
        "store.cold.max-bytes",
        "store.preload",
        "store.shutdown-hook",
        "store.allowed-classes"
      })
  void read_knownNameWithoutPrefix_saysThatItIsMissing(String name) {
    assertThatThrownBy(() -> read(name, "1"))
        .isInstanceOf(ThermaeException.class)
        .hasMessage(
            "%s in the properties given to getCacheManager needs the prefix: thermae.%s",
            name, name);
  }

  @Test
  void read_severalMistakes_tellsAllInOneError() {
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    properties(
                        "thermae.defaults.ttl", "soon",
                        "thermae.store.pth", "x",
                        "store.path", "y",
                        "thermae.store.synchronous", "full"),
                    properties("thermae.defaults.hot.max-entries", "0"),
                    "default"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith("5 problems with the settings:\n")
        .hasMessageContaining("thermae.defaults.ttl in the properties given")
        .hasMessageContaining("did you mean thermae.store.path?")
        .hasMessageContaining("needs the prefix: thermae.store.path")
        .hasMessageContaining("store.synchronous is full, but store.path is not set")
        .hasMessageContaining("thermae.defaults.hot.max-entries in the system properties");
  }

  // ------------------------------------------------------------------ conflicts, precedence

  @ParameterizedTest
  @ValueSource(strings = {"write-through", "lazy"})
  void read_modeThatSavesWithoutPath_saysWhatToDo(String mode) {
    assertThatThrownBy(() -> read("thermae.store.persist-mode", mode))
        .hasMessage(
            "store.persist-mode is %s, but store.path is not set: give the file a path, or use"
                + " memory",
            mode);
  }

  @Test
  void read_memoryWithPath_saysWhatToDo() {
    assertThatThrownBy(
            () -> read("thermae.store.persist-mode", "memory", "thermae.store.path", "x.db"))
        .hasMessage(
            "store.persist-mode is memory, but store.path is x.db: leave the path out, or use"
                + " write-through or lazy");
  }

  @ParameterizedTest
  @CsvSource({
    "store.synchronous, normal",
    "store.flush-interval, PT1S",
    "store.flush-batch, 1000",
    "store.queue.max-entries, 100000",
    "store.queue.max-bytes, 67108864",
    "store.cold.max-bytes, 1048576",
    "store.preload, 1"
  })
  void read_settingOfAFileWithoutPath_saysWhatToDo(String name, String value) {
    assertThatThrownBy(() -> read("thermae." + name, value))
        .hasMessage(
            "%s is %s, but store.path is not set: give the file a path, or leave the setting out",
            name, value);
    assertThat(read("thermae.store.path", "x", "thermae." + name, value).toProperties())
        .as("with a path, in the default mode")
        .containsEntry("thermae." + name, value);
  }

  @ParameterizedTest
  @CsvSource({
    "store.preload, 0",
    "store.shutdown-hook, true",
    "store.shutdown-hook, false",
    "defaults.cold.max-entries, 1"
  })
  void read_settingThatMeansNothingWithoutPath_isTaken(String name, String value) {
    assertThat(read("thermae." + name, value).toProperties())
        .containsOnly(entry("thermae." + name, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"defaults", "caches.a.b"})
  void read_hotBoundInEntriesAndInBytes_namesBoth(String place) {
    assertThatThrownBy(
            () ->
                read(
                    "thermae." + place + ".hot.max-entries", "7",
                    "thermae." + place + ".hot.max-bytes", "1KB"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("thermae." + place)
        .hasMessageContaining(
            "hot.max-entries is 7 and hot.max-bytes is 1024: set one of them, not both");
  }

  @Test
  void read_hotBoundOfACache_winsOverTheDefaultsInTheOtherUnit() {
    StoreOptions inBytes =
        read("thermae.defaults.hot.max-entries", "7", "thermae.caches.a.hot.max-bytes", "1KB");
    StoreOptions inEntries =
        read("thermae.defaults.hot.max-bytes", "1KB", "thermae.caches.a.hot.max-entries", "7");

    assertThat(inBytes.cache("a")).isEqualTo(CacheOptions.NONE.withHotMaxBytes(1_024));
    assertThat(inBytes.cache("b")).isEqualTo(CacheOptions.NONE.withHotMaxEntries(7));
    assertThat(inEntries.cache("a")).isEqualTo(CacheOptions.NONE.withHotMaxEntries(7));
    assertThat(inEntries.cache("b")).isEqualTo(CacheOptions.NONE.withHotMaxBytes(1_024));
  }

  @ParameterizedTest
  @ValueSource(strings = {"defaults", "caches.a.b"})
  void read_ttlWithExpireAfterAccess_namesBoth(String place) {
    assertThatThrownBy(
            () ->
                read(
                    "thermae." + place + ".ttl", "10m",
                    "thermae." + place + ".expire-after-access", "5m"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("thermae." + place)
        .hasMessageContaining(
            "ttl is PT10M and expire-after-access is PT5M: set one of them, not both");
  }

  @Test
  void read_bothSources_givenWinsNameByName() {
    StoreOptions options =
        SettingsReader.read(
            properties("thermae.defaults.hot.max-entries", "5", "thermae.caches.a.ttl", "5s"),
            properties(
                "thermae.defaults.hot.max-entries", "9",
                "thermae.defaults.ttl", "9s",
                "thermae.caches.a.hot.max-entries", "99"),
            "default");

    assertThat(options.defaults())
        .isEqualTo(CacheOptions.NONE.withHotMaxEntries(5).withTtl(Duration.ofSeconds(9)));
    assertThat(options.cache("a"))
        .isEqualTo(CacheOptions.NONE.withHotMaxEntries(99).withTtl(Duration.ofSeconds(5)));
  }

  @Test
  void read_propertiesWithDefaults_seesTheDefaultsToo() {
    Properties given = new Properties(properties("thermae.defaults.hot.max-entries", "5"));

    assertThat(SettingsReader.read(given, NONE, "default").defaults().hotMaxEntries()).hasValue(5);
  }

  @Test
  void cacheOptions_ownExpiry_replacesTheDefaultsOfTheOtherKind() {
    StoreOptions options =
        read("thermae.defaults.ttl", "10m", "thermae.caches.a.expire-after-access", "5m");

    assertThat(options.cache("a"))
        .isEqualTo(CacheOptions.NONE.withExpireAfterAccess(Duration.ofMinutes(5)));
  }

  // ------------------------------------------------------------------ stores of other names

  @ParameterizedTest
  @CsvSource({
    "app.db, reports, app-reports.db",
    "data/app.db, reports, data/app-reports.db",
    "app, reports, app-reports",
    ".hidden, reports, .hidden-reports",
    "a.b.db, a.b, a.b-a.b.db",
    "app.db, ../../x, app-..%2F..%2Fx.db",
    "app.db, a b, app-a%20b.db",
    "app.db, ü, app-%C3%BC.db",
    "app.db, %, app-%25.db"
  })
  void read_systemPathForAnotherStore_isASiblingOfItsOwn(
      String path, String store, String expected) {
    Properties system = properties("thermae.store.path", path);

    assertThat(SettingsReader.read(NONE, system, store).path()).contains(Path.of(expected));
    assertThat(SettingsReader.read(NONE, system, "default").path()).contains(Path.of(path));
  }

  @Test
  void read_givenPathForAnotherStore_isTakenAsItIs() {
    Properties given = properties("thermae.store.path", "app.db");
    Properties system = properties("thermae.store.path", "system.db");

    assertThat(SettingsReader.read(given, system, "reports").path()).contains(Path.of("app.db"));
  }

  private static StoreOptions read(String... namesAndValues) {
    return SettingsReader.read(properties(namesAndValues), NONE, "default");
  }

  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
