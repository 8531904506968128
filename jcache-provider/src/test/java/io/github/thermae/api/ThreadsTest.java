package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Managers and caches that many threads ask for at once, and threads that are interrupted. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ThreadsTest {
  private static final int THREADS = 8;

  @TempDir Path folder;

  @Test
  void getCacheManager_manyThreads_isOneForAll() throws Exception {
    ThermaeCachingProvider provider = new ThermaeCachingProvider();
    try {
      for (int round = 0; round < 10; round++) {
        Path file = folder.resolve(round + ".db");
        Set<Object> managers = Collections.newSetFromMap(new IdentityHashMap<>());
        managers.addAll(
            inThreads(
                () ->
                    provider.getCacheManager(
                        null, null, Managers.at(file).build().toProperties())));
        assertThat(managers).hasSize(1);
        provider.close();
      }
    } finally {
      provider.close();
    }
  }

  @Test
  void createCache_manyThreads_oneMakesItAndTheOthersAreTold() throws Exception {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      for (int round = 0; round < 20; round++) {
        String name = "cache" + round;
        List<Object> outcomes =
            inThreads(
                () -> {
                  try {
                    return Managers.untyped(manager, name);
                  } catch (CacheException e) {
                    return String.valueOf(e.getMessage());
                  }
                });
        assertThat(outcomes).filteredOn(outcome -> outcome instanceof Cache).hasSize(1);
        assertThat(outcomes)
            .filteredOn(outcome -> outcome instanceof String)
            .hasSize(THREADS - 1)
            .allMatch(message -> message.toString().contains("exists already"));
      }
    }
  }

  @Test
  void openAndClose_manyThreadsOnOneFile_loseNothing() throws Exception {
    Path file = Store.fileIn(folder);
    List<Object> counts =
        inThreads(
            () -> {
              for (int i = 0; i < 20; i++) {
                try (CacheManager manager = Managers.open(file)) {
                  Cache<String, Integer> cache =
                      Managers.cache(manager, "counts", String.class, Integer.class);
                  cache.invoke(
                      "n",
                      (entry, arguments) -> {
                        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                        return null;
                      });
                }
              }
              return 20;
            });
    try (CacheManager manager = Managers.open(file)) {
      assertThat(Managers.cache(manager, "counts", String.class, Integer.class).get("n"))
          .isEqualTo(counts.size() * 20);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void everyOperation_threadIsInterrupted_worksAndLeavesTheFlag(Store.Kind kind) {
    Thread.currentThread().interrupt();
    try (Store store = Store.of(kind, folder)) {
      Cache<String, String> cache =
          Managers.cache(store.manager(), "users", String.class, String.class);
      cache.put("a", "1");
      cache.putAll(Map.of("b", "2", "c", "3"));
      assertThat(cache.getAll(Set.of("a", "b"))).hasSize(2);
      assertThat(cache.<String>invoke("a", (entry, arguments) -> entry.getValue())).isEqualTo("1");
      assertThat(cache.remove("b")).isTrue();
      store.restart();
      if (store.isDurable()) {
        Cache<String, String> again =
            Managers.cache(store.manager(), "users", String.class, String.class);
        assertThat(again).hasSize(2);
        assertThat(again.get("c")).isEqualTo("3");
      }
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private static List<Object> inThreads(Callable<?> action) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return action.call();
                }));
      }
      List<Object> results = new ArrayList<>();
      for (Future<?> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
