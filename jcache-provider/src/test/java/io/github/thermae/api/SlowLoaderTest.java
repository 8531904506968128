package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.ThermaeConfiguration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loader that takes its time holds up its own key and whoever wants all keys, nobody else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowLoaderTest {
  /** So few that none of them shares the lock of the key that is being loaded. */
  private static final int OTHER_KEYS = 100;

  private final CountDownLatch loading = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  private final class Slow implements CacheLoader<Integer, String> {
    @Override
    public String load(Integer key) {
      loading.countDown();
      await(release);
      return "loaded";
    }

    @Override
    public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
      return Map.of();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cache<Integer, String> cache(CacheManager manager) {
    return manager.createCache(
        "slow",
        ThermaeConfiguration.builder(Integer.class, String.class).readThrough(Slow::new).build());
  }

  /** While the loader hangs and somebody wants all keys, the other keys can be written. */
  private void writeBeside(Consumer<Cache<Integer, String>> wantsAll) throws Exception {
    try (CacheManager manager = Managers.memory()) {
      Cache<Integer, String> cache = cache(manager);
      CompletableFuture<String> load = CompletableFuture.supplyAsync(() -> cache.get(-1));
      await(loading);
      CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> wantsAll.accept(cache));
      for (int round = 0; round < 500; round++) {
        for (int key = 0; key < OTHER_KEYS; key++) {
          cache.put(key, "value");
        }
      }
      assertThat(waiting).isNotDone();
      release.countDown();
      assertThat(load.get(30, TimeUnit.SECONDS)).isEqualTo("loaded");
      waiting.get(30, TimeUnit.SECONDS);
    } finally {
      release.countDown();
    }
  }

  @Test
  void clear_whileALoaderHangs_letsOtherKeysGoOn() throws Exception {
    writeBeside(Cache::clear);
  }

  @Test
  void iterator_whileALoaderHangs_letsOtherKeysGoOn() throws Exception {
    writeBeside(cache -> assertThat(cache.iterator()).isNotNull());
  }

  @Test
  void close_whileALoaderHangs_ends() throws Exception {
    CompletableFuture<String> load;
    try (CacheManager manager = Managers.memory()) {
      Cache<Integer, String> cache = cache(manager);
      load = CompletableFuture.supplyAsync(() -> cache.get(-1));
      await(loading);
      cache.close();
      assertThat(load).isNotDone();
    }
    release.countDown();
    assertThat(load).failsWithin(30, TimeUnit.SECONDS);
  }
}
