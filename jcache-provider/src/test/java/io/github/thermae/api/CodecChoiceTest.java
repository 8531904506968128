package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which codec a cache has, and what becomes of rows that another one has written. */
final class CodecChoiceTest {
  private static final String OWN = OwnCodecs.Reversing.class.getName();
  private static final String UNRELIABLE = OwnCodecs.Unreliable.class.getName();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = Store.fileIn(folder);
  }

  @AfterEach
  void calm() {
    OwnCodecs.Reversing.whileCalled = () -> {};
  }

  private static Cache<String, Object> cache(CacheManager manager, String codec) {
    return manager.createCache(
        "c", ThermaeConfiguration.builder(String.class, Object.class).codec(codec).build());
  }

  /** Nothing but one object stays in memory. */
  private CacheManager coldManager() {
    return Managers.open(
        Managers.at(file)
            .defaultHotMaxEntries(1)
            .warmMaxBytes(0)
            .allowedClasses(OWN, UNRELIABLE)
            .build());
  }

  private long schemaOf(String key) {
    return Sql.number(file, "SELECT schema & 255 FROM c WHERE key = ?", key);
  }

  // ------------------------------------------------------------------ choosing

  @Test
  void codec_bySettings_cacheWinsOverDefaultsAndConfigurationOverBoth() {
    Properties settings = Managers.at(file).build().toProperties();
    settings.setProperty("thermae.defaults.codec", "java");
    settings.setProperty("thermae.caches.two.codec", "bytes");
    try (CacheManager manager = Managers.open(settings)) {
      manager.createCache(
          "three",
          ThermaeConfiguration.builder(String.class, String.class)
              .codec(OwnCodecs.Reversing.class)
              .build());
      assertThat(
              Managers.configurationOf(Managers.cache(manager, "one", String.class, String.class))
                  .codec())
          .contains("java");
      Managers.cache(manager, "two", String.class, byte[].class).put("k", new byte[] {1, 2});
      manager.getCache("three", String.class, String.class).put("k", "abc");
    }
    assertThat(Sql.column(file, "SELECT value FROM two"))
        .singleElement()
        .isEqualTo(new byte[] {1, 2});
    assertThat(Sql.column(file, "SELECT value FROM three"))
        .singleElement()
        .isEqualTo(new byte[] {'c', 'b', 'a'});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kyro|did you mean kryo?",
        "jsno|did you mean json?",
        "message-pak|did you mean message-pack?",
        "xml|expected one of kryo, json, message-pack, bytes, java, or the name of a class",
        "''|but found ''",
        "a..b|but found 'a..b'"
      })
  void codec_unknownName_isRefusedWithTheNearest(String name, String message) {
    Properties settings = new Properties();
    settings.setProperty("thermae.caches.users.codec", name);

    assertThatThrownBy(() -> Managers.open(settings))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("thermae.caches.users.codec")
        .hasMessageContaining(message);
    assertThatThrownBy(
            () -> ThermaeConfiguration.builder(String.class, String.class).codec(name).build())
        .hasMessageContaining(message);
  }

  @Test
  void codec_names_areTakenInAnyCaseAndByAlias() {
    assertThat(BuiltInCodec.of(" JSONB ")).contains(BuiltInCodec.MESSAGE_PACK);
    for (BuiltInCodec codec : BuiltInCodec.values()) {
      assertThat(BuiltInCodec.of(codec.settingName())).contains(codec);
    }
    assertThat(StoreOptions.builder().build().defaults().withCodec("JsonB").codec())
        .contains("message-pack");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.Missing|does not find it",
        "io.github.thermae.api.OwnCodecs$NoCodec|does not implement io.github.thermae.codec.Codec",
        "io.github.thermae.api.OwnCodecs$WithParameter|a public constructor without parameters",
        "io.github.thermae.api.OwnCodecs$Failing|no licence"
      })
  void createCache_classThatIsNoUsableCodec_isRefused(String name, String message) {
    try (CacheManager manager = Managers.open(file)) {
      assertThatThrownBy(() -> cache(manager, name))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("cache 'c'")
          .hasMessageContaining(message);
      assertThat(manager.getCacheNames()).isEmpty();
    }
  }

  // ------------------------------------------------------------------ bytes

  @Test
  void bytes_otherTypes_areRefusedAtOnce() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<String, Object> cache = cache(manager, "bytes");
      cache.put("k", new byte[] {1});

      assertThatThrownBy(() -> cache.put("k", "text"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("cache 'c'")
          .hasMessageContaining("java.lang.String")
          .hasMessageContaining("byte[]");
      assertThat(cache.get("k")).isEqualTo(new byte[] {1});
      assertThatThrownBy(
              () ->
                  manager.createCache(
                      "texts",
                      ThermaeConfiguration.builder(String.class, String.class)
                          .codec(BuiltInCodec.BYTES)
                          .build()))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("cache 'texts' declares java.lang.String");
    }
  }

  @Test
  void bytes_areNotShared() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<String, Object> cache = cache(manager, "bytes");
      byte[] given = {1};
      cache.put("k", given);
      given[0] = 2;
      ((byte[]) cache.get("k"))[0] = 3;

      assertThat(cache.get("k")).isEqualTo(new byte[] {1});
    }
  }

  // ------------------------------------------------------------------ changing

  @Test
  void changedCodec_oldRowsStayReadableUntilTheyAreRewritten() {
    List<String> codecs = List.of("kryo", "java", "json", "message-pack", OWN);
    for (String codec : codecs) {
      try (CacheManager manager = coldManager()) {
        Cache<String, Object> cache = cache(manager, codec);
        cache.put("by " + codec, codec);
        for (String earlier : codecs.subList(0, codecs.indexOf(codec))) {
          assertThat(cache.get("by " + earlier)).isEqualTo(earlier);
        }
      }
    }
    assertThat(schemaOf("by kryo")).isNotEqualTo(schemaOf("by java"));
    long kryo = schemaOf("by kryo");
    try (CacheManager manager = coldManager()) {
      Cache<String, Object> cache = cache(manager, "kryo");
      for (String codec : codecs) {
        assertThat(cache.get("by " + codec)).isEqualTo(codec);
        cache.put("by " + codec, codec);
      }
      assertThat(Managers.tiersOf(cache).unreadableRows()).isZero();
    }
    assertThat(schemaOf("by java")).isEqualTo(kryo);
    assertThat(schemaOf("by " + OWN)).isEqualTo(kryo);
  }

  /** By value, a mutable object is kept as bytes: in hot too they are those of the old codec. */
  @Test
  void changedCodec_mutableValueThatCameUp_isReadByItsOwnCodec() {
    try (CacheManager manager = Managers.open(file)) {
      cache(manager, "kryo").put("k", new AtomicInteger(7));
    }
    try (CacheManager manager = Managers.open(file)) {
      Cache<String, Object> cache = cache(manager, "java");
      assertThat(cache.get("k")).hasToString("7");
      assertThat(cache.get("k")).hasToString("7");
    }
  }

  @Test
  void changedCodec_ownOneThatIsNotAllowedAnyMore_isAMissAndTheRowStays() {
    try (CacheManager manager = Managers.open(file)) {
      cache(manager, OWN).put("k", "abc");
    }
    try (CacheManager manager = Managers.open(file)) {
      Cache<String, Object> cache = cache(manager, "kryo");
      assertThat(cache.get("k")).isNull();
      assertThat(Managers.tiersOf(cache).unreadableRows()).isEqualTo(1);
    }
    try (CacheManager manager = coldManager()) {
      assertThat(cache(manager, "kryo").get("k")).isEqualTo("abc");
    }
  }

  @Test
  void twoManagers_withDifferentCodecs_readEachOther() {
    try (CacheManager one = coldManager();
        CacheManager two = coldManager()) {
      Cache<String, Object> kryo = cache(one, "kryo");
      Cache<String, Object> own = cache(two, OWN);
      kryo.put("k", "one");
      assertThat(own.get("k")).isEqualTo("one");
      own.put("k", "two");
      assertThat(kryo.get("k")).isEqualTo("two");
    }
    assertThat(Sql.column(file, "SELECT value FROM c"))
        .singleElement()
        .isEqualTo(new byte[] {'o', 'w', 't'});
  }

  // ------------------------------------------------------------------ codecs of users

  @ParameterizedTest
  @ValueSource(strings = {"x1", "x2", "x3"})
  void ownCodec_thatFailsToDecode_isAQuarantinedMiss(String value) {
    try (CacheManager manager = coldManager()) {
      Cache<String, Object> cache = cache(manager, UNRELIABLE);
      cache.put("k", value);
      cache.put("other", "good");

      assertThat(cache.get("k")).isNull();
      assertThat(cache.get("other")).isEqualTo("good");
      assertThat(Managers.tiersOf(cache).quarantinedRows()).isEqualTo(1);
    }
    assertThat(Sql.column(file, "SELECT value FROM thermae_quarantine"))
        .singleElement()
        .isEqualTo(new StringBuilder(value).reverse().toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void ownCodec_thatWritesIntoItsArrays_harmsNoEntry() {
    try (CacheManager manager = Managers.memory()) {
      Cache<String, Object> cache = cache(manager, OwnCodecs.Scribbling.class.getName());
      cache.put("one", new AtomicInteger(1));
      cache.put("two", new AtomicInteger(2));
      for (int times = 0; times < 2; times++) {
        assertThat(cache.get("one")).hasToString("1");
        assertThat(cache.get("two")).hasToString("2");
      }
    }
  }

  @Test
  void ownCodec_thatAsksForAClassThatIsNotAllowed_isAMissAndTheRowStays() {
    try (CacheManager manager = coldManager()) {
      Cache<String, Object> cache = cache(manager, UNRELIABLE);
      cache.put("k", "x4");
      cache.put("other", "good");

      assertThat(cache.get("k")).isNull();
      assertThat(Managers.tiersOf(cache).quarantinedRows()).isZero();
    }
    assertThat(Sql.number(file, "SELECT count(*) FROM c")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"fails, not this one", "null, returned null"})
  void ownCodec_thatFailsToEncode_failsThePutAndChangesNothing(String value, String message) {
    try (CacheManager manager = coldManager()) {
      Cache<String, Object> cache = cache(manager, UNRELIABLE);
      cache.put("k", "before");

      assertThatThrownBy(() -> cache.put("k", value))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(UNRELIABLE)
          .hasMessageContaining("cache 'c'")
          .hasMessageContaining(message);
      assertThat(cache.get("k")).isEqualTo("before");
    }
  }

  /** I9. While a connection was held, the other thread could not write to the same file. */
  @ParameterizedTest
  @ValueSource(strings = {"write-through", "lazy"})
  void ownCodec_isCalledWhileNoConnectionIsHeld(String mode) {
    Properties settings = new Properties();
    settings.setProperty("thermae.store.path", file.toString());
    settings.setProperty("thermae.store.persist-mode", mode);
    settings.setProperty("thermae.defaults.hot.max-entries", "1");
    settings.setProperty("thermae.store.warm.max-bytes", "0");
    AtomicInteger calls = new AtomicInteger();
    try (CacheManager manager = Managers.open(settings)) {
      Cache<String, String> others = Managers.cache(manager, "o", String.class, String.class);
      Cache<String, Object> cache = cache(manager, OWN);
      OwnCodecs.Reversing.whileCalled = () -> writeElsewhere(others, calls.incrementAndGet());
      for (int i = 0; i < 4; i++) {
        cache.put("k" + i, "v" + i);
      }
      manager.unwrap(io.github.thermae.ThermaeManager.class).flush();
      for (int i = 0; i < 4; i++) {
        assertThat(cache.get("k" + i)).isEqualTo("v" + i);
      }
    }
    assertThat(calls).hasValueGreaterThan(7);
  }

  private static void writeElsewhere(Cache<String, String> others, int call) {
    CompletableFuture.runAsync(
            () -> {
              others.put("a" + call, "b");
              others.get("a" + (call - 1));
            })
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }
}
