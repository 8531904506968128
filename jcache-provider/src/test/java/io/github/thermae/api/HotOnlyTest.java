package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches that keep everything in the hot tier, whatever the store. */
final class HotOnlyTest {
  @TempDir Path folder;

  private CacheManager manager(ThermaeCachingProvider provider) {
    return provider.getCacheManager(
        null, null, StoreOptions.builder().path(folder.resolve("store.db")).build().toProperties());
  }

  private static ThermaeConfiguration<Object, Object> hotOnly(long entries) {
    return ThermaeConfiguration.builder(Object.class, Object.class)
        .storeByValue(false)
        .hotMaxEntries(entries)
        .hotOnly(true)
        .build();
  }

  @Test
  void put_keyAndValueWithoutAnyEncodedForm_areFoundAsTheyAre() {
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider()) {
      Cache<Object, Object> cache = manager(provider).createCache("live", hotOnly(100));
      Object key = new Object();
      Object value = new Thread();
      cache.put(key, value);
      assertThat(cache.get(key)).isSameAs(value);
      assertThat(cache.putIfAbsent(key, "another")).isFalse();
      assertThat(cache.remove(key)).isTrue();
      assertThat(cache.get(key)).isNull();
    }
  }

  @Test
  void put_moreThanTheBound_evictsAndSavesNothing() {
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider()) {
      Cache<Object, Object> cache = manager(provider).createCache("live", hotOnly(10));
      for (int i = 0; i < 1_000; i++) {
        cache.put(i, i);
      }
      TierStatistics tiers = cache.unwrap(ThermaeCache.class).tierStatistics();
      assertThat(tiers.hotEntries()).isLessThanOrEqualTo(10);
      assertThat(tiers.warmEntries()).isZero();
      assertThat(tiers.coldEntries()).isZero();
      assertThat(tiers.evictions()).isEqualTo(1_000 - tiers.hotEntries());
      assertThat(tiers.unstorableValues()).isZero();
    }
  }

  @Test
  void createCache_inALaterRun_isEmpty() {
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider()) {
      manager(provider).createCache("live", hotOnly(10)).put("key", "value");
    }
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider()) {
      assertThat(manager(provider).createCache("live", hotOnly(10)).get("key")).isNull();
    }
  }

  @Test
  void createCache_openWithAllTiersInAnotherManager_isRefused() {
    try (ThermaeCachingProvider one = new ThermaeCachingProvider();
        ThermaeCachingProvider other = new ThermaeCachingProvider()) {
      manager(one)
          .createCache("live", ThermaeConfiguration.builder(Object.class, Object.class).build());
      CacheManager second = manager(other);
      assertThatThrownBy(() -> second.createCache("live", hotOnly(10)))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("'live'")
          .hasMessageContaining("hot only");
    }
  }

  @Test
  void build_byValue_isRefused() {
    assertThatThrownBy(
            () -> ThermaeConfiguration.builder(Object.class, Object.class).hotOnly(true).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("storeByValue(false)");
  }
}
