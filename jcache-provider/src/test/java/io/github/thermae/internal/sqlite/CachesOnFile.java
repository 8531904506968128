package io.github.thermae.internal.sqlite;

import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.internal.jcache.BackgroundThreads;
import io.github.thermae.internal.jcache.StoreLease;
import io.github.thermae.internal.jcache.ThermaeCacheManager;
import io.github.thermae.internal.store.StoreClock;
import io.github.thermae.internal.store.TieredStore;
import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * Public caches over a file into which the test has a hand. Nothing but the newest entry is in
 * memory, and in LAZY nothing is flushed by the clock.
 */
final class CachesOnFile implements AutoCloseable {
  private static final AtomicInteger MANAGERS = new AtomicInteger();

  private final SqliteStore file;
  private final CacheManager manager;

  private CachesOnFile(SqliteStore file, CacheManager manager) {
    this.file = file;
    this.manager = manager;
  }

  static CachesOnFile open(Mode mode, Path path) {
    Properties settings = mode.settings(path, 0);
    settings.setProperty(StoreOptions.PREFIX + StoreOptions.FLUSH_INTERVAL, "1h");
    StoreOptions options = SettingsReader.read(settings, new Properties(), "test");
    SqliteStore file = SqliteStore.open(path, Synchronous.NORMAL);
    URI uri = URI.create("thermae:on-file-" + MANAGERS.incrementAndGet());
    TieredStore store = new TieredStore(path.toString(), file, options, StoreClock.system());
    return new CachesOnFile(
        file,
        new ThermaeCacheManager(
            new ThermaeCachingProvider(),
            uri,
            CachesOnFile.class.getClassLoader(),
            settings,
            new Lease(store, options),
            new BackgroundThreads(uri.toString()),
            closed -> {}));
  }

  Cache<String, String> users() {
    return users(ThermaeConfiguration.builder(String.class, String.class));
  }

  Cache<String, String> users(ThermaeConfiguration.Builder<String, String> configuration) {
    return manager.createCache("users", configuration.hotMaxEntries(1).build());
  }

  SqliteStore file() {
    return file;
  }

  /** From now on the file has room for nothing more. */
  void fill() throws SQLException {
    limitPages(Integer.parseInt(pragma("page_count")));
  }

  /** There is room again. */
  void makeRoom() throws SQLException {
    limitPages(1_000_000);
  }

  private void limitPages(int pages) throws SQLException {
    String unused = pragma("max_page_count = " + pages);
  }

  private String pragma(String pragma) throws SQLException {
    return file.writer().shrinking(session -> session.queryText("PRAGMA " + pragma), 1);
  }

  @Override
  public void close() {
    manager.close();
  }

  private record Lease(TieredStore store, StoreOptions options) implements StoreLease {
    @Override
    public void close() {
      store.close();
    }
  }
}
