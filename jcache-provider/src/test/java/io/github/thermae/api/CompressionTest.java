package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.config.Compression;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.model.ColdFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compressed values as users see them, and as they stand in the file. */
final class CompressionTest {
  private static final String LONG = "all work and no play makes jack a dull boy. ".repeat(100);

  @TempDir Path folder;
  private Path file;
  private BuiltInCodec codec = BuiltInCodec.KRYO;

  @BeforeEach
  void setUp() {
    file = Store.fileIn(folder);
  }

  private ThermaeConfiguration.Builder<String, String> texts(Compression compression) {
    return ThermaeConfiguration.builder(String.class, String.class)
        .hotMaxEntries(1)
        .codec(codec)
        .compression(compression);
  }

  private CacheManager open(boolean isSealed) {
    StoreOptions.Builder options = Managers.at(file).warmMaxBytes(0);
    if (isSealed) {
      options.encryption(ColdFiles.encryption());
    }
    return Managers.open(options.build());
  }

  private Cache<String, String> cache(CacheManager manager, Compression compression) {
    return manager.createCache("texts", texts(compression).build());
  }

  private List<Object> sizes() {
    return Sql.column(file, "SELECT length(value) FROM texts ORDER BY key");
  }

  @Test
  void put_valueAboveTheThreshold_isSmallInTheFileAndWholeInTheCache() {
    try (CacheManager manager = open(false)) {
      Cache<String, String> cache = cache(manager, Compression.LZ4);
      cache.put("a", LONG);
      cache.put("b", "short");
      assertThat(cache.get("a")).isEqualTo(LONG);
      assertThat(cache.get("b")).isEqualTo("short");
      assertThat(((Number) sizes().get(0)).intValue()).isLessThan(LONG.length() / 10);
    }
  }

  @Test
  void threshold_setting_decidesWhatIsCompressed() {
    String some = "abcd".repeat(100);
    try (CacheManager manager = open(false)) {
      manager.createCache("texts", texts(Compression.LZ4).build()).put("a", some);
      manager
          .createCache("lower", texts(Compression.LZ4).compressionMinBytes(200).build())
          .put("a", some);
    }
    assertThat(Sql.number(file, "SELECT length(value) FROM texts")).isGreaterThan(some.length());
    assertThat(Sql.number(file, "SELECT length(value) FROM lower")).isLessThan(some.length() / 4);
  }

  @Test
  void put_valueThatDoesNotGetSmaller_standsAsItIs() {
    byte[] noise = new byte[5_000];
    new Random(1).nextBytes(noise);
    try (CacheManager manager = open(false)) {
      Cache<String, byte[]> cache =
          manager.createCache(
              "noise",
              ThermaeConfiguration.builder(String.class, byte[].class)
                  .compression(Compression.LZ4)
                  .build());
      cache.put("a", noise);
      assertThat(Sql.number(file, "SELECT schema FROM noise")).isLessThan(1 << 20);
    }
  }

  /** JSON is text where it stands as the codec wrote it, and nowhere else. */
  @Test
  void json_standsAsTextWhereItIsNeitherCompressedNorSealed() {
    codec = BuiltInCodec.JSON;
    try (CacheManager manager = open(false)) {
      Cache<String, String> cache = cache(manager, Compression.LZ4);
      cache.put("a", LONG);
      cache.put("b", "short");
      assertThat(Sql.column(file, "SELECT typeof(value) FROM texts ORDER BY key"))
          .isEqualTo(List.of("blob", "text"));
    }
  }

  /** Rows say which form they have, so the setting may change either way. */
  @ParameterizedTest
  @CsvSource({"false, KRYO", "true, KRYO", "false, JSON", "true, JSON"})
  void setting_changedEitherWay_oldRowsStayReadable(boolean isSealed, BuiltInCodec by) {
    codec = by;
    try (CacheManager manager = open(isSealed)) {
      cache(manager, Compression.LZ4).put("compressed", LONG);
    }
    try (CacheManager manager = open(isSealed)) {
      Cache<String, String> cache = cache(manager, Compression.NONE);
      assertThat(cache.get("compressed")).isEqualTo(LONG);
      cache.put("plain", LONG);
    }
    try (CacheManager manager = open(isSealed)) {
      Cache<String, String> cache = cache(manager, Compression.LZ4);
      assertThat(cache.get("plain")).isEqualTo(LONG);
      assertThat(cache.getAll(java.util.Set.of("plain", "compressed"))).hasSize(2);
      assertThat(Managers.tiersOf(cache).quarantinedRows()).isZero();
    }
  }

  /** A read that moves a deadline writes the row's check value anew, in whichever form it has. */
  @ParameterizedTest
  @CsvSource({"false, KRYO", "true, KRYO", "false, JSON", "true, JSON"})
  void deadline_movedUnderAnotherSetting_keepsTheRow(boolean isSealed, BuiltInCodec by) {
    codec = by;
    ThermaeConfiguration<String, String> compressed =
        texts(Compression.LZ4).expireAfterAccess(Duration.ofHours(1)).build();
    ThermaeConfiguration<String, String> plain =
        texts(Compression.NONE).expireAfterAccess(Duration.ofHours(1)).build();
    write(isSealed, compressed, "a");
    write(isSealed, plain, "b");
    for (ThermaeConfiguration<String, String> later : List.of(plain, compressed, plain)) {
      long before = deadlines();
      try (CacheManager manager = open(isSealed)) {
        Cache<String, String> cache = manager.createCache("texts", later);
        assertThat(cache.get("a")).isEqualTo(LONG);
        assertThat(cache.get("b")).isEqualTo(LONG);
        assertThat(Managers.tiersOf(cache).quarantinedRows()).isZero();
      }
      assertThat(deadlines()).as("both have been moved").isGreaterThan(before + 1);
    }
    try (CacheManager manager = open(isSealed)) {
      Cache<String, String> cache = manager.createCache("texts", plain);
      assertThat(cache.get("a")).isEqualTo(LONG);
      assertThat(cache.get("b")).isEqualTo(LONG);
    }
  }

  private void write(
      boolean isSealed, ThermaeConfiguration<String, String> configuration, String key) {
    try (CacheManager manager = open(isSealed)) {
      manager.createCache("texts", configuration).put(key, LONG);
    }
  }

  /** The lesser of the two deadlines. */
  private long deadlines() {
    String table = String.valueOf(Sql.column(file, "SELECT \"table\" FROM thermae_cache").get(0));
    return Sql.number(file, "SELECT min(expires_at) FROM \"" + table + "\"");
  }

  @Test
  void settings_asText_areTaken() {
    Properties settings = Managers.at(file).build().toProperties();
    settings.setProperty("thermae.defaults.compression", "lz4");
    settings.setProperty("thermae.caches.small.compression-min-bytes", "64B");
    settings.setProperty("thermae.caches.plain.compression", "none");
    try (CacheManager manager = Managers.open(settings)) {
      var small =
          Managers.configurationOf(Managers.cache(manager, "small", String.class, String.class));
      var plain =
          Managers.configurationOf(Managers.cache(manager, "plain", String.class, String.class));
      assertThat(small.compression()).contains(Compression.LZ4);
      assertThat(small.compressionMinBytes()).hasValue(64);
      assertThat(plain.compression()).contains(Compression.NONE);
    }
    settings.setProperty("thermae.defaults.compression", "zip");
    settings.setProperty("thermae.defaults.compression-min-bytes", "63");
    assertThatThrownBy(() -> Managers.open(settings))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("expected one of none, lz4, but found 'zip'")
        .hasMessageContaining("compression-min-bytes must be at least 64, but is 63");
  }
}
