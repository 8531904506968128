package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations while somebody closes: they succeed, or say that the cache is closed. */
@ParameterizedClass
@EnumSource
class CloseRaceTest extends AnyStore {
  private static final int THREADS = 3;

  private final Queue failures = new Queue();

  private static final class Queue extends ConcurrentLinkedQueue<Throwable> {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void operations_whileTheCacheIsClosed_succeedOrSaySo() throws Exception {
    race(12, cache -> cache.close());
  }

  @Test
  void operations_whileTheCacheIsDestroyed_succeedOrSaySo() throws Exception {
    race(12, cache -> cache.getCacheManager().destroyCache(cache.getName()));
  }

  @Test
  void operations_whileTheManagerIsClosed_succeedOrSaySo() throws Exception {
    race(12, cache -> cache.getCacheManager().close());
  }

  private void race(int rounds, Consumer<Cache<Integer, String>> end) throws Exception {
    ExecutorService threads = Threads.daemons();
    for (int round = 0; round < rounds; round++) {
      RecordingListener<Integer, String> synchronous = new RecordingListener<>();
      RecordingListener<Integer, String> asynchronous = new RecordingListener<>();
      RecordingLoader<Integer, String> loader = new RecordingLoader<>();
      loader.system.put(70, "loaded");
      Cache<Integer, String> cache =
          manager()
              .createCache(
                  name + "." + round,
                  texts()
                      .expiry(TouchedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_HOUR))
                      .readThrough(() -> loader)
                      .listener(synchronous.synchronous())
                      .listener(asynchronous.asynchronous())
                      .statistics(true)
                      .build());
      CyclicBarrier start = new CyclicBarrier(THREADS + 1);
      AtomicBoolean ended = new AtomicBoolean();
      AtomicInteger loads = new AtomicInteger();
      AtomicInteger told = new AtomicInteger();
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(round * 31L + i);
        working.add(
            threads.submit(
                () -> {
                  Threads.pass(start);
                  while (!ended.get() && work(cache, random, loads, told)) {}
                }));
      }
      Threads.pass(start);
      Thread.sleep(5 + round);
      end.accept(cache);
      for (Future<?> future : working) {
        Threads.join(future);
      }
      ended.set(true);
      assertThat(failures).isEmpty();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .untilAsserted(() -> assertThat(told).hasValue(loads.get()));
    }
    threads.shutdownNow();
  }

  /** False when the cache has been found closed. */
  private boolean work(
      Cache<Integer, String> cache, Random random, AtomicInteger loads, AtomicInteger told) {
    int key = random.nextInt(8);
    try {
      switch (random.nextInt(13)) {
        case 0 -> cache.put(key, "v");
        case 1 -> cache.remove(key);
        case 2 -> cache.getAll(Set.of(key, 70));
        case 3 -> cache.putAll(Map.of(key, "a", key + 1, "b"));
        case 4 -> cache.invoke(key, (entry, arguments) -> entry.getValue());
        case 5 -> drain(cache.iterator());
        case 6 -> cache.removeAll();
        case 7 -> cache.clear();
        case 8 -> load(cache, key, loads, told);
        case 9 -> cache.getAndReplace(key, "r");
        default -> cache.get(key);
      }
      return true;
    } catch (IllegalStateException e) {
      if (!cache.isClosed()) {
        failures.add(e);
      }
      return false;
    } catch (RuntimeException | Error e) {
      failures.add(e);
      return false;
    }
  }

  private static void drain(Iterator<Cache.Entry<Integer, String>> entries) {
    while (entries.hasNext()) {
      if (entries.next().getKey() == 3) {
        entries.remove();
      }
    }
  }

  private void load(
      Cache<Integer, String> cache, int key, AtomicInteger loads, AtomicInteger told) {
    CompletionListener listener =
        new CompletionListener() {
          @Override
          public void onCompletion() {
            told.incrementAndGet();
          }

          @Override
          public void onException(Exception e) {
            told.incrementAndGet();
            boolean saysSo =
                e instanceof CacheLoaderException && e.getCause() instanceof IllegalStateException;
            if (!saysSo || !cache.isClosed()) {
              failures.add(e);
            }
          }
        };
    cache.loadAll(Set.of(key, 70), true, listener);
    loads.incrementAndGet();
  }

  /**
   * An operation that has begun on a cache which is closed, and opened again, before it goes on: it
   * is refused, or the new cache sees what it did.
   */
  @Test
  void operation_overtakenByCloseAndOpen_isRefusedOrSeen() throws Exception {
    Cache<Integer, String> old = create(texts());
    old.put(1, "before");
    AtomicBoolean waited = new AtomicBoolean();
    CyclicBarrier begun = new CyclicBarrier(2);
    CyclicBarrier opened = new CyclicBarrier(2);
    Map<Integer, String> slow =
        new TreeMap<>(Map.of(1, "after")) {
          private static final long serialVersionUID = 1L;

          @Override
          public void forEach(BiConsumer<? super Integer, ? super String> action) {
            if (!waited.getAndSet(true)) {
              Threads.pass(begun);
              Threads.pass(opened);
            }
            super.forEach(action);
          }
        };
    ExecutorService threads = Threads.daemons();
    Future<Boolean> put = threads.submit(() -> isDone(() -> old.putAll(slow)));
    Threads.pass(begun);
    old.close();
    Cache<Integer, String> now = create(texts());
    String seen = now.get(1);
    Threads.pass(opened);
    assertThat(now.get(1)).isEqualTo(Threads.join(put) ? "after" : seen);
    threads.shutdownNow();
  }

  private static boolean isDone(Runnable operation) {
    try {
      operation.run();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Threads that create, use and close caches of one name do not disturb each other. */
  @Test
  void managers_closedWhileCachesAreCreated_throwIllegalState() throws Exception {
    ExecutorService threads = Threads.daemons();
    for (int round = 0; round < 8; round++) {
      CacheManager manager = openManager(kind.options(folder().resolve("race" + round)));
      CyclicBarrier start = new CyclicBarrier(3);
      List<Future<?>> creating = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int thread = i;
        creating.add(
            threads.submit(
                () -> {
                  Threads.pass(start);
                  createUntilClosed(manager, thread);
                }));
      }
      Threads.pass(start);
      Thread.sleep(round);
      manager.close();
      for (Future<?> future : creating) {
        Threads.join(future);
      }
      assertThat(failures).isEmpty();
    }
    threads.shutdownNow();
  }

  private void createUntilClosed(CacheManager manager, int thread) {
    try {
      for (int i = 0; i < 1_000; i++) {
        String cacheName = "c" + thread + "." + i % 3;
        Cache<Integer, String> cache = manager.createCache(cacheName, texts().build());
        try {
          cache.put(i, "v" + i);
        } finally {
          manager.destroyCache(cacheName);
        }
      }
    } catch (IllegalStateException e) {
      if (!manager.isClosed()) {
        failures.add(e);
      }
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }
}
