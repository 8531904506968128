package io.github.thermae.jsr107;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.jcache.BackgroundThreads;
import io.github.thermae.internal.jcache.StoreLease;
import io.github.thermae.internal.jcache.ThermaeCacheManager;
import io.github.thermae.internal.store.TieredStore;
import io.github.thermae.model.ColdFiles;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.CacheManager;

/** A store whose time the test moves: nothing expires by itself, and nothing waits. */
abstract class ClockedStore extends AnyStore {
  private static final AtomicLong NOW = new AtomicLong(System.currentTimeMillis());

  private static final AtomicInteger MANAGERS = new AtomicInteger();

  static void advance(long millis) {
    NOW.addAndGet(millis);
  }

  @Override
  CacheManager openManager(StoreOptions options) {
    URI uri = URI.create("thermae:clocked-" + MANAGERS.incrementAndGet());
    TieredStore store = new TieredStore(uri.toString(), ColdFiles.open(options), options, NOW::get);
    return new ThermaeCacheManager(
        new ThermaeCachingProvider(),
        uri,
        ClockedStore.class.getClassLoader(),
        options.toProperties(),
        new Lease(store, options),
        new BackgroundThreads(uri.toString()),
        manager -> {});
  }

  private record Lease(TieredStore store, StoreOptions options) implements StoreLease {
    @Override
    public void close() {
      store.close();
    }
  }
}
