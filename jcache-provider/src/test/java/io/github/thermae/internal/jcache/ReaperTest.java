package io.github.thermae.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.CacheManager;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that expire without anybody asking for them leave the file, and are told of. */
class ReaperTest {
  @TempDir private Path folder;

  @Test
  void reap_expiredAndOthers_removesAndPublishesTheExpired() throws Exception {
    Path file = folder.resolve("reaped.db");
    List<Integer> expired = new CopyOnWriteArrayList<>();
    CacheEntryExpiredListener<Integer, String> listener =
        events -> events.forEach(event -> expired.add(event.getKey()));
    StoreOptions options = StoreOptions.builder().path(file).warmMaxBytes(0).build();
    try (CacheManager manager =
        new ThermaeCachingProvider().getCacheManager(null, null, options.toProperties())) {
      TieredCache<Integer, String> cache =
          (TieredCache<Integer, String>)
              manager.createCache(
                  "short",
                  ThermaeConfiguration.builder(Integer.class, String.class)
                      .hotMaxEntries(1)
                      .ttl(Duration.ofMillis(30))
                      .listener(
                          new MutableCacheEntryListenerConfiguration<>(
                              new FactoryBuilder.SingletonFactory<
                                  CacheEntryListener<? super Integer, ? super String>>(listener),
                              null,
                              true,
                              true))
                      .build());
      for (int i = 0; i < 1_200; i++) {
        cache.put(i, "value");
      }
      Thread.sleep(60);

      cache.reap();

      assertThat(expired).hasSize(1_200).doesNotHaveDuplicates();
      assertThat(rows(file)).isZero();
      assertThat(cache.unwrap(ThermaeCache.class).tierStatistics().hotEntries()).isZero();
    }
  }

  @Test
  void reap_deadlineMovedInMemory_staysUntilThen() throws Exception {
    Path file = folder.resolve("moved.db");
    StoreOptions options = StoreOptions.builder().path(file).build();
    try (CacheManager manager =
        new ThermaeCachingProvider().getCacheManager(null, null, options.toProperties())) {
      TieredCache<String, String> cache =
          (TieredCache<String, String>)
              manager.createCache(
                  "touched",
                  ThermaeConfiguration.builder(String.class, String.class)
                      .expireAfterAccess(Duration.ofSeconds(2))
                      .build());
      cache.put("used", "value");
      cache.put("unused", "value");
      Thread.sleep(1_200);
      assertThat(cache.get("used")).isEqualTo("value");
      Thread.sleep(1_200);

      cache.reap();

      assertThat(rows(file)).as("only the one in use").isEqualTo(1);
      assertThat(cache.containsKey("used")).isTrue();
    }
  }

  private static long rows(Path file) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet tables =
            connection.createStatement().executeQuery("SELECT \"table\" FROM thermae_cache")) {
      String table = tables.getString(1);
      try (ResultSet count =
          connection.createStatement().executeQuery("SELECT count(*) FROM \"" + table + '"')) {
        return count.getLong(1);
      }
    }
  }
}
