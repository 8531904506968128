package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Jsr107Options;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import io.github.thermae.config.WriteBehindOptions;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings as code: what the builders check, and that code and text say the same. */
final class StoreOptionsTest {
  private static final OptionalLong NO_BOUND = OptionalLong.empty();
  private static final Optional<Duration> NO_LIFE = Optional.empty();
  private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

  @Test
  void toProperties_everySetting_isReadBackTheSame() {
    StoreOptions options =
        StoreOptions.builder()
            .path("some folder/app.db")
            .persistMode(PersistMode.LAZY)
            .synchronous(Synchronous.FULL)
            .flushInterval(Duration.ofMillis(1))
            .flushBatch(1)
            .queueMaxEntries(1)
            .queueMaxBytes(1)
            .warmMaxBytes(0)
            .coldMaxBytes(1 << 20)
            .preload(Integer.MAX_VALUE)
            .shutdownHook(false)
            .allowedClasses("com.acme.**", "com.example.Order")
            .defaultHotMaxBytes(5)
            .defaultColdMaxEntries(6)
            .defaultTtl(Duration.ofNanos(1_500_000_001))
            .cache("a.b", CacheOptions.NONE.withHotMaxEntries(1).withTtl(CacheOptions.ETERNAL))
            .cache("c", CacheOptions.NONE.withExpireAfterAccess(Duration.ofDays(400)))
            .build();

    StoreOptions read = readBack(options.toProperties());

    assertThat(read.path()).isEqualTo(options.path());
    assertThat(read.persistMode()).isEqualTo(PersistMode.LAZY);
    assertThat(read.synchronous()).isEqualTo(Synchronous.FULL);
    assertThat(read.flushInterval()).isEqualTo(Duration.ofMillis(1));
    assertThat(read.flushBatch()).isEqualTo(1);
    assertThat(read.queueMaxEntries()).isEqualTo(1);
    assertThat(read.queueMaxBytes()).isEqualTo(1);
    assertThat(read.warmMaxBytes()).isZero();
    assertThat(read.coldMaxBytes()).hasValue(1 << 20);
    assertThat(read.preload()).isEqualTo(Integer.MAX_VALUE);
    assertThat(read.shutdownHook()).isFalse();
    assertThat(read.allowedClasses()).isEqualTo(options.allowedClasses());
    assertThat(read.defaults()).isEqualTo(options.defaults());
    assertThat(read.caches()).isEqualTo(options.caches());
    assertThat(read.toProperties()).isEqualTo(options.toProperties());
    assertThat(options.toProperties()).hasSize(18);
    Properties ofAnotherStore =
        SettingsReader.read(new Properties(), options.toProperties(), "b").toProperties();
    assertThat(ofAnotherStore.remove("thermae.store.path")).isEqualTo("some folder/app-b.db");
    assertThat(options.toProperties()).as("all but the path").containsAllEntriesOf(ofAnotherStore);
    assertThat(ofAnotherStore).hasSize(17);
  }

  @Test
  void toProperties_nothingSet_isEmpty() {
    assertThat(StoreOptions.builder().build().toProperties()).isEmpty();
    assertThat(StoreOptions.builder().build()).hasToString("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a.b.c",
        "ttl",
        "x.ttl",
        "defaults",
        "caches.x",
        "a=b",
        "a:b",
        "#a",
        "!a",
        "a\\b",
        "a\nb",
        "\0",
        "ü",
        "\uD83D\uDE00"
      })
  void toProperties_anyCacheName_survivesAPropertiesFile(String name) throws IOException {
    CacheOptions cache =
        CacheOptions.NONE.withHotMaxEntries(3).withExpireAfterAccess(Duration.ofSeconds(1));
    StoreOptions options = StoreOptions.builder().cache(name, cache).build();
    StringWriter file = new StringWriter();
    options.toProperties().store(file, null);
    Properties loaded = new Properties();
    loaded.load(new StringReader(file.toString()));

    assertThat(readBack(loaded).caches()).isEqualTo(options.caches());
  }

  @Test
  void toString_settings_areShownByTheirNames() {
    StoreOptions options = StoreOptions.builder().path("x.db").warmMaxBytes(7).build();

    assertThat(options).hasToString("{thermae.store.path=x.db, thermae.store.warm.max-bytes=7}");
  }

  @Test
  void builder_valueOutOfRange_namesTheSettingAtOnce() {
    assertRefused(
        () -> StoreOptions.builder().warmMaxBytes(-1),
        "store.warm.max-bytes must be at least 0, but is -1");
    assertRefused(
        () -> StoreOptions.builder().flushInterval(Duration.ofNanos(999_999)),
        "store.flush-interval must be from PT0.001S to PT8760H, but is PT0.000999999S");
    assertRefused(
        () -> StoreOptions.builder().flushInterval(CacheOptions.ETERNAL),
        "store.flush-interval must be from PT0.001S to PT8760H, but is " + CacheOptions.ETERNAL);
    assertRefused(
        () -> StoreOptions.builder().flushBatch(0),
        "store.flush-batch must be at least 1, but is 0");
    assertRefused(
        () -> StoreOptions.builder().queueMaxEntries(0),
        "store.queue.max-entries must be at least 1, but is 0");
    assertRefused(
        () -> StoreOptions.builder().queueMaxBytes(0),
        "store.queue.max-bytes must be at least 1, but is 0");
    assertRefused(
        () -> StoreOptions.builder().coldMaxBytes((1 << 20) - 1),
        "store.cold.max-bytes must be at least 1048576, but is 1048575");
    assertRefused(
        () -> StoreOptions.builder().preload(-1), "store.preload must be at least 0, but is -1");
    assertRefused(
        () -> StoreOptions.builder().defaultHotMaxBytes(0),
        "hot.max-bytes must be at least 1, but is 0");
    assertRefused(
        () -> StoreOptions.builder().defaultColdMaxEntries(0),
        "cold.max-entries must be at least 1, but is 0");
    assertRefused(
        () -> StoreOptions.builder().defaultHotMaxEntries(0),
        "hot.max-entries must be at least 1, but is 0");
    assertRefused(
        () -> StoreOptions.builder().defaultTtl(Duration.ZERO),
        "ttl must be a positive duration or 'eternal', but is PT0S");
    assertRefused(
        () -> StoreOptions.builder().path(""),
        "store.path is empty: name a file, or leave the setting out");
    assertRefused(
        () -> StoreOptions.builder().path(Path.of("")),
        "store.path is empty: name a file, or leave the setting out");
  }

  @Test
  void builder_contradictions_nameBothSettings() {
    assertRefused(
        () -> StoreOptions.builder().persistMode(PersistMode.WRITE_THROUGH).build(),
        "store.persist-mode is write-through, but store.path is not set: give the file a path, or"
            + " use memory");
    assertRefused(
        () -> StoreOptions.builder().persistMode(PersistMode.LAZY).build(),
        "store.persist-mode is lazy, but store.path is not set: give the file a path, or use"
            + " memory");
    assertRefused(
        () -> StoreOptions.builder().defaultHotMaxEntries(7).defaultHotMaxBytes(8).build(),
        "hot.max-entries is 7 and hot.max-bytes is 8: set one of them, not both");
    assertRefused(
        () -> StoreOptions.builder().persistMode(PersistMode.MEMORY).path("x").build(),
        "store.persist-mode is memory, but store.path is x: leave the path out, or use"
            + " write-through or lazy");
    assertRefused(
        () -> StoreOptions.builder().synchronous(Synchronous.FULL).build(),
        "store.synchronous is full, but store.path is not set: give the file a path, or leave the"
            + " setting out");
  }

  @Test
  void cacheOptions_wrongValues_nameTheSetting() {
    assertRefused(
        () -> CacheOptions.NONE.withHotMaxEntries(0),
        "hot.max-entries must be at least 1, but is 0");
    assertRefused(
        () -> CacheOptions.NONE.withExpireAfterAccess(Duration.ofSeconds(-1)),
        "expire-after-access must be a positive duration or 'eternal', but is PT-1S");
    assertRefused(
        () -> options(NO_BOUND, NO_BOUND, NO_BOUND, MINUTE, Optional.of(Duration.ZERO)),
        "expire-after-access must be a positive duration or 'eternal', but is PT0S");
    assertRefused(
        () -> options(NO_BOUND, NO_BOUND, NO_BOUND, MINUTE, MINUTE),
        "ttl is PT1M and expire-after-access is PT1M: set one of them, not both");
    assertRefused(
        () -> options(OptionalLong.of(2), OptionalLong.of(3), NO_BOUND, MINUTE, NO_LIFE),
        "hot.max-entries is 2 and hot.max-bytes is 3: set one of them, not both");
  }

  @Test
  void cacheOptions_with_replacesWhatContradictsAndKeepsTheRest() {
    CacheOptions options =
        CacheOptions.NONE
            .withHotMaxEntries(2)
            .withColdMaxEntries(3)
            .withTtl(Duration.ofMinutes(1))
            .withHotMaxBytes(4)
            .withExpireAfterAccess(Duration.ofMinutes(1));

    assertThat(options)
        .isEqualTo(options(NO_BOUND, OptionalLong.of(4), OptionalLong.of(3), NO_LIFE, MINUTE));
    assertThat(options.withHotMaxEntries(5).withTtl(Duration.ofMinutes(1)))
        .isEqualTo(options(OptionalLong.of(5), NO_BOUND, OptionalLong.of(3), MINUTE, NO_LIFE));
  }

  // ------------------------------------------------------------------ shared stores

  @ParameterizedTest
  @CsvSource({
    "store.persist-mode, lazy, write-through",
    "store.synchronous, full, normal",
    "store.flush-interval, PT2S, PT1S",
    "store.flush-batch, 7, 1000",
    "store.queue.max-entries, 7, 100000",
    "store.queue.max-bytes, 7, 67108864",
    "store.warm.max-bytes, 7, 104857600",
    "store.cold.max-bytes, 1048576, none",
    "store.shutdown-hook, false, true"
  })
  void requireFits_wholeStoreSettingDiffers_namesBothValues(
      String name, String other, String standard) {
    StoreOptions silent = StoreOptions.builder().path("x").build();
    StoreOptions different = withSetting(silent, name, other);

    assertRefused(
        () -> different.requireFits(silent),
        String.format(
            "%s is %s, but another manager has already opened x with %s: use the same value in both",
            name, other, standard));
    assertThatCode(() -> silent.requireFits(different)).doesNotThrowAnyException();
    assertThatCode(() -> different.requireFits(different)).doesNotThrowAnyException();
    if (!standard.equals("none")) {
      assertThatCode(() -> withSetting(silent, name, standard).requireFits(silent))
          .as("the default, set or not")
          .doesNotThrowAnyException();
    }
  }

  @Test
  void requireFits_settingsOfOneManager_mayDiffer() {
    StoreOptions running = StoreOptions.builder().path("x").build();

    assertThatCode(
            () ->
                StoreOptions.builder()
                    .path("./x")
                    .preload(7)
                    .allowedClasses("a.B")
                    .defaultHotMaxBytes(7)
                    .defaultColdMaxEntries(7)
                    .build()
                    .requireFits(running))
        .doesNotThrowAnyException();
  }

  private static StoreOptions withSetting(StoreOptions options, String name, String value) {
    Properties properties = options.toProperties();
    properties.setProperty("thermae." + name, value);
    return readBack(properties);
  }

  @Test
  void builder_reusedAfterBuild_leavesTheBuiltOptionsAsTheyWere() {
    StoreOptions.Builder builder = StoreOptions.builder().cache("a", CacheOptions.NONE);
    StoreOptions first = builder.build();
    builder.cache("b", CacheOptions.NONE).path("x");

    assertThat(first.caches()).containsOnlyKeys("a");
    assertThat(first.path()).isEmpty();
    assertThatThrownBy(() -> first.caches().put("c", CacheOptions.NONE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static StoreOptions readBack(Properties properties) {
    return SettingsReader.read(properties, new Properties(), "default");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ThermaeException.class).hasMessage(message);
  }

  private static CacheOptions options(
      OptionalLong hotMaxEntries,
      OptionalLong hotMaxBytes,
      OptionalLong coldMaxEntries,
      Optional<Duration> ttl,
      Optional<Duration> expireAfterAccess) {
    return new CacheOptions(
        hotMaxEntries,
        hotMaxBytes,
        coldMaxEntries,
        ttl,
        expireAfterAccess,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Jsr107Options.NONE,
        WriteBehindOptions.NONE);
  }
}
