package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners and threads: who waits for whom, in which order events come, and what never blocks. */
@ParameterizedClass
@EnumSource
class ListenerThreadsTest extends AnyStore {
  private final ExecutorService threads = Threads.daemons();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  /** A listener that does something with each event, after it has noted it. */
  private static final class Doing extends RecordingListener<Integer, String> {
    private final Action action;

    private interface Action {
      void on(int key, @Nullable String value) throws Exception;
    }

    Doing(Action action) {
      this.action = action;
    }

    @Override
    void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
      super.on(event);
      try {
        action.on(event.getKey(), event.getValue());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  // ------------------------------------------------------------------ synchronous

  @Test
  void synchronous_isCalledInTheOperationsThread_whichWaits() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Thread> callers = new CopyOnWriteArrayList<>();
    Doing slow =
        new Doing(
            (key, value) -> {
              callers.add(Thread.currentThread());
              inside.countDown();
              Threads.pass(goOn);
            });
    Cache<Integer, String> cache = create(texts().listener(slow.synchronous()));
    Future<Thread> put =
        threads.submit(
            () -> {
              cache.put(1, "a");
              return Thread.currentThread();
            });
    Threads.pass(inside);
    // The entry is changed before its listener is told, and readers do not wait for it.
    assertThat(cache.get(1)).isEqualTo("a");
    assertThatThrownBy(() -> put.get(20, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    goOn.countDown();
    assertThat(callers).containsExactly(Threads.join(put));
  }

  @Test
  void synchronous_writesTheSameKey_endsAndAllEventsAreToldBeforeTheOperationReturns() {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    Doing counting =
        new Doing(
            (key, value) -> {
              if (value != null && value.length() < 5) {
                caches.get(0).put(key, value + "+");
              }
            });
    Cache<Integer, String> cache = create(texts().listener(counting.synchronous()));
    caches.add(cache);
    cache.put(1, "a");
    assertThat(cache.get(1)).isEqualTo("a++++");
    assertThat(counting.events)
        .containsExactly(
            "CREATED 1=a",
            "UPDATED 1=a+ was a",
            "UPDATED 1=a++ was a+",
            "UPDATED 1=a+++ was a++",
            "UPDATED 1=a++++ was a+++");
  }

  @Test
  void synchronous_writesTheSameKeyOften_needsNoStack() {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    Doing counting =
        new Doing(
            (key, value) -> {
              int number = Integer.parseInt(String.valueOf(value));
              if (number > 0) {
                caches.get(0).put(key, String.valueOf(number - 1));
              }
            });
    Cache<Integer, String> cache = create(texts().listener(counting.synchronous()));
    caches.add(cache);
    cache.put(1, "2000");
    assertThat(cache.get(1)).isEqualTo("0");
    assertThat(counting.events).hasSize(2_001);
  }

  @Test
  void synchronous_writesTheSameKeyAndFails_theOperationThrows() {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    Doing failingLater =
        new Doing(
            (key, value) -> {
              if ("a".equals(value)) {
                caches.get(0).put(key, "b");
              } else {
                throw new IllegalStateException("b");
              }
            });
    Cache<Integer, String> cache = create(texts().listener(failingLater.synchronous()));
    caches.add(cache);
    assertThatThrownBy(() -> cache.put(1, "a")).isInstanceOf(CacheEntryListenerException.class);
    assertThat(cache.get(1)).isEqualTo("b");
  }

  @Test
  void synchronous_removesWhatWasCreated_bothAreTold() {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    Doing refusing = new Doing((key, value) -> caches.get(0).remove(key));
    Cache<Integer, String> cache = create(texts().listener(refusing.synchronous()));
    caches.add(cache);
    cache.put(1, "a");
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(refusing.events).containsExactly("CREATED 1=a", "REMOVED 1 was a");
  }

  /** Two listeners that write the other's key at the same time must not wait for each other. */
  @Test
  void synchronous_twoThreadsWriteEachOthersKeyFromTheListener_bothEnd() throws Exception {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    CyclicBarrier bothInside = new CyclicBarrier(2);
    Doing crossing =
        new Doing(
            (key, value) -> {
              if ("outer".equals(value)) {
                Threads.pass(bothInside);
                caches.get(0).put(3 - key, "inner");
              }
            });
    Cache<Integer, String> cache = create(texts().listener(crossing.synchronous()));
    caches.add(cache);
    Future<?> one = threads.submit(() -> cache.put(1, "outer"));
    Future<?> two = threads.submit(() -> cache.put(2, "outer"));
    Threads.join(one);
    Threads.join(two);
    assertThat(crossing.events)
        .containsExactlyInAnyOrder(
            "CREATED 1=outer",
            "CREATED 2=outer",
            "UPDATED 1=inner was outer",
            "UPDATED 2=inner was outer");
    assertThat(cache.getAll(Set.of(1, 2)).values()).containsOnly("inner");
  }

  @Test
  void synchronous_twoCachesWriteIntoEachOther_bothEnd() throws Exception {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    CyclicBarrier bothInside = new CyclicBarrier(2);
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      Doing crossing =
          new Doing(
              (key, value) -> {
                if ("outer".equals(value)) {
                  Threads.pass(bothInside);
                  caches.get(other).put(key, "inner");
                }
              });
      caches.add(
          manager().createCache("cache" + i, texts().listener(crossing.synchronous()).build()));
    }
    Future<?> one = threads.submit(() -> caches.get(0).put(1, "outer"));
    Future<?> two = threads.submit(() -> caches.get(1).put(1, "outer"));
    Threads.join(one);
    Threads.join(two);
    assertThat(caches).allMatch(cache -> "inner".equals(cache.get(1)));
  }

  @Test
  void synchronous_usesTheWholeCacheFromTheListener_ends() throws Exception {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    Doing curious =
        new Doing(
            (key, value) -> {
              caches.get(0).forEach(entry -> assertThat(entry.getValue()).isNotNull());
              if (key == 2) {
                caches.get(0).removeAll();
              } else if (key == 3) {
                caches.get(0).clear();
              }
            });
    Cache<Integer, String> cache = create(texts().listener(curious.synchronous()));
    caches.add(cache);
    Threads.join(threads.submit(() -> cache.putAll(Map.of(1, "a", 4, "d"))));
    Threads.join(threads.submit(() -> cache.put(2, "b")));
    Threads.join(threads.submit(() -> cache.put(3, "c")));
    assertThat(cache.iterator().hasNext()).isFalse();
  }

  /**
   * Threads that work on one key: every listener sees the same history, each event starts where the
   * one before it ended, and the last one ends with what is in the cache.
   */
  @Test
  void events_ofOneKeyFromSeveralThreads_areOneHistory() throws Exception {
    History synchronous = new History();
    History asynchronous = new History();
    Cache<Integer, String> cache =
        create(texts().listener(synchronous.synchronous()).listener(asynchronous.asynchronous()));
    int operations = kind == StoreKind.COLD ? 150 : 400;
    List<Future<?>> working = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      int seed = thread;
      working.add(threads.submit(() -> work(cache, seed, operations)));
    }
    for (Future<?> future : working) {
      Threads.join(future);
    }
    for (int key = 0; key < 2; key++) {
      synchronous.assertOneStory(key, cache.get(key));
      int shown = key;
      await().until(() -> asynchronous.of(shown).equals(synchronous.of(shown)));
    }
  }

  private static void work(Cache<Integer, String> cache, int seed, int operations) {
    Random random = new Random(seed);
    for (int i = 0; i < operations; i++) {
      int key = random.nextInt(2);
      String value = seed + "." + i;
      switch (random.nextInt(5)) {
        case 0 -> cache.put(key, value);
        case 1 -> cache.remove(key);
        case 2 -> cache.getAndReplace(key, value);
        case 3 -> cache.putAll(Map.of(0, value, 1, value));
        default ->
            cache.invoke(
                key,
                (entry, arguments) -> {
                  entry.setValue(value);
                  return null;
                });
      }
    }
  }

  private static final class History extends RecordingListener<Integer, String> {
    /** What happened to a key. */
    private record Happened(int key, @Nullable String before, @Nullable String after) {}

    private final List<Happened> all = new CopyOnWriteArrayList<>();

    @Override
    void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
      all.add(
          switch (event.getEventType()) {
            case CREATED -> new Happened(event.getKey(), null, event.getValue());
            case UPDATED -> new Happened(event.getKey(), event.getOldValue(), event.getValue());
            case REMOVED, EXPIRED -> new Happened(event.getKey(), event.getOldValue(), null);
          });
    }

    List<Happened> of(int key) {
      return all.stream().filter(happened -> happened.key() == key).toList();
    }

    void assertOneStory(int key, @Nullable String end) {
      String now = null;
      for (Happened happened : of(key)) {
        assertThat(happened.before()).isEqualTo(now);
        now = happened.after();
      }
      assertThat(now).isEqualTo(end);
    }
  }

  // ------------------------------------------------------------------ asynchronous

  @Test
  void asynchronous_doesNotHoldTheOperationUp_andKeepsTheOrder() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Doing slow = new Doing((key, value) -> Threads.pass(goOn));
    Cache<Integer, String> cache = create(texts().listener(slow.asynchronous()));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      cache.put(1, "v" + i);
      expected.add(i == 0 ? "CREATED 1=v0" : "UPDATED 1=v" + i + " was v" + (i - 1));
    }
    assertThat(slow.events).hasSizeLessThanOrEqualTo(1);
    goOn.countDown();
    await().until(() -> slow.events.size() == 50);
    assertThat(slow.events).isEqualTo(expected);
  }

  @Test
  void asynchronous_throwsAnything_isToldTheNextEvent() {
    Doing failing =
        new Doing(
            (key, value) -> {
              if (key == 1) {
                throw new IllegalStateException("no");
              } else if (key == 2) {
                throw new StackOverflowError("deep");
              }
            });
    Cache<Integer, String> cache = create(texts().listener(failing.asynchronous()));
    cache.put(1, "a");
    cache.put(2, "b");
    cache.put(3, "c");
    await().until(() -> failing.events.size() == 3);
    cache.put(4, "d");
    await().until(() -> failing.events.size() == 4);
  }

  @Test
  void asynchronous_writesTheCache_ends() {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    Doing counting =
        new Doing(
            (key, value) -> {
              if (value != null && value.length() < 5) {
                caches.get(0).put(key, value + "+");
              }
            });
    Cache<Integer, String> cache = create(texts());
    caches.add(cache);
    cache.registerCacheEntryListener(counting.asynchronous());
    RecordingListener<Integer, String> other = new RecordingListener<>();
    cache.registerCacheEntryListener(other.synchronous());
    cache.put(1, "a");
    await().until(() -> counting.events.size() == 5);
    assertThat(cache.get(1)).isEqualTo("a++++");
    assertThat(counting.events).isEqualTo(other.events);
  }

  @Test
  void asynchronous_twoListenersOneSlow_theOtherIsNotHeldUp() {
    CountDownLatch goOn = new CountDownLatch(1);
    Doing slow = new Doing((key, value) -> Threads.pass(goOn));
    RecordingListener<Integer, String> quick = new RecordingListener<>();
    Cache<Integer, String> cache =
        create(texts().listener(slow.asynchronous()).listener(quick.asynchronous()));
    cache.put(1, "a");
    cache.put(2, "b");
    await().until(() -> quick.events.size() == 2);
    goOn.countDown();
    await().until(() -> slow.events.size() == 2);
  }
}
