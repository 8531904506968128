package io.github.thermae.writebehind;

import io.github.thermae.ThermaeCache;
import io.github.thermae.api.Sql;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A cache with a {@link Database} behind it, in a store of any mode, that can be opened again. */
abstract class AnyBehind {
  static final String CACHE = "behind";
  static final Duration LONG = Duration.ofSeconds(30);

  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Nothing is delivered but when a test says so, by flushing or closing. */
  static final WriteBehindOptions PATIENT =
      WriteBehindOptions.NONE
          .withMaxDelay(Duration.ofHours(1))
          .withBatchSize(1_000_000)
          .withRetryBackoff(Duration.ofMillis(1), Duration.ofMillis(5))
          .withCloseTimeout(Duration.ZERO);

  /** Everything is delivered at once. */
  static final WriteBehindOptions EAGER =
      WriteBehindOptions.NONE
          .withMaxDelay(Duration.ZERO)
          .withRetryBackoff(Duration.ofMillis(1), Duration.ofMillis(5));

  @TempDir Path folder;

  final Database database = new Database();
  private final ThermaeCachingProvider provider = new ThermaeCachingProvider();
  private @Nullable CacheManager manager;

  @AfterEach
  final void closeAll() {
    CountDownLatch gate = database.gate;
    if (gate != null) {
      gate.countDown();
    }
    provider.close();
  }

  /** The manager of a store that is open, or is opened in this mode. */
  final CacheManager manager(Mode mode) {
    CacheManager open = manager;
    if (open == null || open.isClosed()) {
      open = newManager(settings(mode));
      manager = open;
    }
    return open;
  }

  Properties settings(Mode mode) {
    Properties settings = mode.settings(file(), 2_000);
    if (mode.isDurable()) {
      // Nothing is flushed but when a test says so.
      settings.setProperty(StoreOptions.PREFIX + StoreOptions.FLUSH_INTERVAL, "1h");
    }
    return settings;
  }

  final CacheManager newManager(Properties settings) {
    return provider.getCacheManager(
        URI.create("thermae:behind" + NAMES.incrementAndGet()), null, settings);
  }

  final Path file() {
    return folder.resolve("behind.db");
  }

  /** The table of the file in which the queue is. */
  final String queueTable() {
    String select = "SELECT \"table\" FROM thermae_cache WHERE name = ?";
    return (String) Sql.column(file(), select, "thermae:write-behind:" + CACHE).get(0);
  }

  final ThermaeConfiguration.Builder<String, String> configuration(WriteBehindOptions options) {
    return ThermaeConfiguration.builder(String.class, String.class)
        .writeBehind(() -> database, options);
  }

  final ThermaeCache<String, String> open(Mode mode, WriteBehindOptions options) {
    return open(mode, configuration(options));
  }

  @SuppressWarnings("unchecked") // it was made with these types
  final ThermaeCache<String, String> open(
      Mode mode, ThermaeConfiguration.Builder<String, String> configuration) {
    Cache<String, String> cache = manager(mode).createCache(CACHE, configuration.build());
    return cache.unwrap(ThermaeCache.class);
  }

  /** In memory only, and next to none of it: all entries but one have left the cache soon. */
  @SuppressWarnings("unchecked") // it was made with these types
  final ThermaeCache<String, String> openWithRoomForOne(
      ThermaeConfiguration.Builder<String, String> configuration) {
    return newManager(Mode.MEMORY.settings(file(), 0))
        .createCache(CACHE, configuration.hotMaxEntries(1).build())
        .unwrap(ThermaeCache.class);
  }

  /** Closes the store and opens it again, as after a restart. */
  final ThermaeCache<String, String> reopen(Mode mode, WriteBehindOptions options) {
    manager(mode).close();
    return open(mode, options);
  }

  static WriteBehind<String, String> behind(ThermaeCache<String, String> cache) {
    return cache.writeBehind().orElseThrow();
  }

  static WriteBehindStatistics statistics(ThermaeCache<String, String> cache) {
    return behind(cache).statistics();
  }
}
