package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounds of all tiers, in entries and in bytes. */
class BoundsTest {
  private static final String VALUE = "x".repeat(1_000);

  @TempDir private Path folder;

  private StoreOptions.Builder options(PersistMode mode) {
    StoreOptions.Builder options = StoreOptions.builder();
    return mode == PersistMode.MEMORY
        ? options
        : options.path(folder.resolve("bounds.db")).persistMode(mode);
  }

  private static ThermaeConfiguration.Builder<String, String> strings() {
    return ThermaeConfiguration.builder(String.class, String.class);
  }

  @ParameterizedTest
  @EnumSource(PersistMode.class)
  void hotMaxBytes_moreIsPut_hotStaysWithinAndNothingIsLost(PersistMode mode) {
    long max = 50_000;
    try (CacheManager manager = Managers.open(options(mode).build())) {
      Cache<String, String> cache =
          manager.createCache("bytes", strings().hotMaxBytes(max).build());
      for (int i = 0; i < 500; i++) {
        cache.put("key-" + i, i + VALUE);
      }
      TierStatistics tiers = Managers.tiersOf(cache);
      assertThat(tiers.hotBytes()).isPositive().isLessThanOrEqualTo(max);
      assertThat(tiers.hotEntries()).isPositive().isLessThanOrEqualTo(max / 1_000);
      for (int i = 0; i < 500; i++) {
        assertThat(cache.get("key-" + i)).isEqualTo(i + VALUE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PersistMode.class)
  void hotMaxBytes_entryLargerThanAll_isKeptBelow(PersistMode mode) {
    try (CacheManager manager = Managers.open(options(mode).build())) {
      Cache<String, String> cache =
          manager.createCache("bytes", strings().hotMaxBytes(1_000).build());
      cache.put("large", VALUE + VALUE);
      assertThat(Managers.tiersOf(cache).hotEntries()).isZero();
      assertThat(cache.get("large")).isEqualTo(VALUE + VALUE);
      assertThat(cache.get("large")).isEqualTo(VALUE + VALUE);
    }
  }

  @Test
  void warmMaxBytes_oneCacheFloodsIt_aSmallOneKeepsItsShare() {
    StoreOptions options = StoreOptions.builder().warmMaxBytes(100_000).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> small =
          manager.createCache("small", strings().hotMaxEntries(1).build());
      Cache<String, String> flood =
          manager.createCache("flood", strings().hotMaxEntries(1).build());
      for (int i = 0; i < 10; i++) {
        small.put("key-" + i, VALUE);
      }
      for (int i = 0; i < 1_000; i++) {
        flood.put("key-" + i, VALUE);
      }
      assertThat(Managers.tiersOf(flood).evictions()).isPositive();
      assertThat(Managers.tiersOf(small).evictions()).isZero();
      assertThat(small).hasSize(10);
    }
  }

  /** Whatever their hashes: of those in warm, the ones that came down first are the first to go. */
  @Test
  void warmMaxBytes_moreIsPut_theOldestLeaveFirst() {
    StoreOptions options = StoreOptions.builder().warmMaxBytes(100_000).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> cache =
          manager.createCache("order", strings().hotMaxEntries(1).build());
      for (int i = 0; i < 1_000; i++) {
        cache.put("key-" + i, VALUE);
      }
      List<Integer> left =
          IntStream.range(0, 1_000).filter(i -> cache.containsKey("key-" + i)).boxed().toList();

      assertThat(left).hasSizeBetween(70, 110);
      // Caffeine chooses which one entry is hot; the rest came down in order.
      assertThat(left.get(1)).isGreaterThanOrEqualTo(1_000 - left.size());
    }
  }

  /** A key whose hash code changes is lost, as in any map; it must not take the others with it. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void warmMaxBytes_keysChangeTheirHashCodes_othersStillLeave() {
    StoreOptions options = StoreOptions.builder().warmMaxBytes(50_000).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<MutableKey, String> cache =
          manager.createCache(
              "mutable",
              ThermaeConfiguration.builder(MutableKey.class, String.class)
                  .storeByValue(false)
                  .hotMaxEntries(1)
                  .build());
      List<MutableKey> keys = IntStream.range(0, 20).mapToObj(MutableKey::new).toList();
      keys.forEach(key -> cache.put(key, VALUE));
      keys.forEach(key -> key.number += 1_000_000);

      for (int i = 100; i < 200; i++) {
        cache.put(new MutableKey(i), VALUE);
      }

      assertThat(cache.get(new MutableKey(199))).isEqualTo(VALUE);
      assertThat(Managers.tiersOf(cache).warmBytes()).isLessThanOrEqualTo(50_000);
    }
  }

  /** Against all advice. */
  public static final class MutableKey implements Serializable {
    private static final long serialVersionUID = 1L;

    private int number;

    MutableKey(int number) {
      this.number = number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof MutableKey key && key.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  @ParameterizedTest
  @EnumSource(value = PersistMode.class, names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void coldMaxEntries_moreIsPut_theOldestLeaveAndAreCounted(PersistMode mode) throws Exception {
    StoreOptions options = options(mode).warmMaxBytes(0).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> cache =
          manager.createCache("rows", strings().hotMaxEntries(1).coldMaxEntries(100).build());
      for (int i = 0; i < 100; i++) {
        cache.put("old-" + i, VALUE);
      }
      flush(cache);
      // The times of use are told apart by milliseconds.
      Thread.sleep(20);
      for (int i = 0; i < 60; i++) {
        cache.put("new-" + i, VALUE);
      }
      flush(cache);
      cache.put("last", VALUE);
      flush(cache);
      cache.get("last");

      assertThat(Managers.tiersOf(cache).coldEntries()).isPositive().isLessThanOrEqualTo(100);
      assertThat(Managers.tiersOf(cache).evictions()).isGreaterThanOrEqualTo(61);
      for (int i = 0; i < 60; i++) {
        assertThat(cache.get("new-" + i)).as("new-%s", i).isEqualTo(VALUE);
      }
    }
  }

  @Test
  void coldMaxBytes_moreIsPut_theFileStaysWithin() {
    long max = StoreOptions.LEAST_COLD_MAX_BYTES;
    Path file = folder.resolve("bounds.db");
    StoreOptions options = options(PersistMode.WRITE_THROUGH).coldMaxBytes(max).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> cache =
          manager.createCache("rows", strings().hotMaxEntries(10).build());
      for (int i = 0; i < 5_000; i++) {
        cache.put("key-" + i, VALUE);
      }
      assertThat(Managers.tiersOf(cache).evictions()).isPositive();
      assertThat(cache.get("key-4999")).isEqualTo(VALUE);
      long pages = Sql.number(file, "SELECT page_count FROM pragma_page_count");
      long free = Sql.number(file, "SELECT freelist_count FROM pragma_freelist_count");
      long pageBytes = Sql.number(file, "SELECT page_size FROM pragma_page_size");
      // What is written between two looks at the file comes on top.
      assertThat((pages - free) * pageBytes).isLessThan(max + (512 << 10));
    }
  }

  @Test
  void coldMaxEntries_rowsInMemory_areSparedForOthers() throws Exception {
    StoreOptions options = options(PersistMode.WRITE_THROUGH).warmMaxBytes(0).build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<String, String> cache =
          manager.createCache("rows", strings().hotMaxEntries(20).coldMaxEntries(100).build());
      for (int i = 0; i < 10; i++) {
        cache.put("hot-" + i, VALUE);
      }
      Thread.sleep(20);
      for (int i = 0; i < 300; i++) {
        for (int j = 0; j < 10; j++) {
          cache.get("hot-" + j);
        }
        cache.put("key-" + i, VALUE);
      }
      for (int j = 0; j < 10; j++) {
        assertThat(cache.containsKey("hot-" + j)).as("hot-%s", j).isTrue();
      }
    }
  }

  @Test
  void preload_afterOpening_theLastUsedAreHot() {
    Path file = folder.resolve("bounds.db");
    try (CacheManager manager = Managers.open(Managers.at(file).build())) {
      Cache<String, String> cache = manager.createCache("rows", strings().build());
      for (int i = 0; i < 100; i++) {
        cache.put("key-" + i, VALUE);
      }
    }
    try (CacheManager manager = Managers.open(Managers.at(file).preload(30).build())) {
      Cache<String, String> cache = manager.createCache("rows", strings().build());
      Awaitility.await().until(() -> Managers.tiersOf(cache).hotEntries() == 30);
      assertThat(cache).hasSize(100);
    }
  }

  private static void flush(Cache<?, ?> cache) {
    cache.unwrap(ThermaeCache.class).flush();
  }
}
