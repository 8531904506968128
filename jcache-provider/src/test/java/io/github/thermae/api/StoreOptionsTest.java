package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings as code: what the builders check, and that code and text say the same. */
final class StoreOptionsTest {
  @Test
  void toProperties_everySetting_isReadBackTheSame() {
    StoreOptions options =
        StoreOptions.builder()
            .path("some folder/app.db")
            .persistMode(PersistMode.WRITE_THROUGH)
            .synchronous(Synchronous.FULL)
            .warmMaxBytes(0)
            .allowedClasses("com.acme.**", "com.example.Order")
            .defaultHotMaxEntries(5)
            .defaultTtl(Duration.ofNanos(1_500_000_001))
            .cache("a.b", CacheOptions.NONE.withHotMaxEntries(1).withTtl(CacheOptions.ETERNAL))
            .cache("c", CacheOptions.NONE.withExpireAfterAccess(Duration.ofDays(400)))
            .build();

    StoreOptions read = readBack(options.toProperties());

    assertThat(read.path()).isEqualTo(options.path());
    assertThat(read.persistMode()).isEqualTo(PersistMode.WRITE_THROUGH);
    assertThat(read.synchronous()).isEqualTo(Synchronous.FULL);
    assertThat(read.warmMaxBytes()).isZero();
    assertThat(read.allowedClasses()).isEqualTo(options.allowedClasses());
    assertThat(read.defaults()).isEqualTo(options.defaults());
    assertThat(read.caches()).isEqualTo(options.caches());
    assertThat(read.toProperties()).isEqualTo(options.toProperties());
    assertThat(options.toProperties()).hasSize(10);
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
        () -> StoreOptions.builder().persistMode(PersistMode.MEMORY).path("x").build(),
        "store.persist-mode is memory, but store.path is x: leave the path out, or use"
            + " write-through");
    assertRefused(
        () -> StoreOptions.builder().synchronous(Synchronous.FULL).build(),
        "store.synchronous is full, but store.path is not set: without a file there is nothing to"
            + " synchronize");
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
        () ->
            new CacheOptions(
                OptionalLong.empty(),
                Optional.of(Duration.ofMinutes(1)),
                Optional.of(Duration.ofMinutes(2))),
        "ttl is PT1M and expire-after-access is PT2M: set one of them, not both");
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
}
