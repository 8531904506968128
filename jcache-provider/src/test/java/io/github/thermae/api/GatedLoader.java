package io.github.thermae.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;

/**
 * A loader that answers when its gate is open, and notes how many keys it was asked for at once.
 */
final class GatedLoader implements CacheLoader<Integer, String> {
  final CountDownLatch gate = new CountDownLatch(1);
  final AtomicInteger waiting = new AtomicInteger();
  final List<Integer> batches = new CopyOnWriteArrayList<>();

  /** A key for which it fails, alone or among others. */
  volatile int failing = Integer.MAX_VALUE;

  @Override
  public String load(Integer key) {
    pass();
    return loaded(key);
  }

  @Override
  public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
    pass();
    Map<Integer, String> loaded = new HashMap<>();
    keys.forEach(key -> loaded.put(key, loaded(key)));
    batches.add(loaded.size());
    return loaded;
  }

  private String loaded(Integer key) {
    if (key == failing) {
      throw new CacheLoaderException("cannot load " + key);
    }
    return "loaded " + key;
  }

  private void pass() {
    waiting.incrementAndGet();
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new CacheLoaderException("the gate has not been opened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
