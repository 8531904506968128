package io.github.thermae.model;

import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.jcache.BackgroundThreads;
import io.github.thermae.internal.jcache.StoreLease;
import io.github.thermae.internal.jcache.ThermaeCacheManager;
import io.github.thermae.internal.store.ColdStore;
import io.github.thermae.internal.store.TieredStore;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/** A store whose time the test moves and whose file fails when the test says so. */
final class ModelStore {
  private static final AtomicInteger MANAGERS = new AtomicInteger();

  private final Properties settings;
  private final Faults faults;
  private final AtomicLong now;

  ModelStore(Properties settings, Faults faults, AtomicLong now) {
    this.settings = settings;
    this.faults = faults;
    this.now = now;
  }

  /** Opens the store; closing the manager closes it. */
  CacheManager open() {
    URI uri = URI.create("thermae:model-" + MANAGERS.incrementAndGet());
    StoreOptions options = SettingsReader.read(settings, new Properties(), "model");
    TieredStore store = engine(uri.toString(), options);
    return new ThermaeCacheManager(
        new ThermaeCachingProvider(),
        uri,
        ModelStore.class.getClassLoader(),
        settings,
        new Lease(store, options),
        new BackgroundThreads(uri.toString()),
        manager -> {});
  }

  private TieredStore engine(String name, StoreOptions options) {
    return new TieredStore(name, cold(options), options, now::get);
  }

  private @Nullable ColdStore cold(StoreOptions options) {
    ColdStore real = ColdFiles.open(options);
    return real == null ? null : FaultyColdStore.of(real, faults);
  }

  private record Lease(TieredStore store, StoreOptions options) implements StoreLease {
    @Override
    public void close() {
      store.close();
    }
  }
}
