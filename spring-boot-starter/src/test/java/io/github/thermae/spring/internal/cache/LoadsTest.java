package io.github.thermae.spring.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache.ValueRetrievalException;

/** Loads of one key that meet each other, or a write. */
@Timeout(60)
class LoadsTest {
  private static final int THREADS = 16;

  private final Caches caches = new Caches();
  private final SpringCache cache = caches.cache();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** A loader that says when it was called and waits for a sign. */
  private static final class Gate implements Callable<Integer> {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public Integer call() throws InterruptedException {
      int call = calls.incrementAndGet();
      entered.countDown();
      awaitLatch(opened);
      return call;
    }
  }

  private static void awaitLatch(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    caches.close();
  }

  @Test
  void get_manyThreadsAtOnce_loadOnce() throws Exception {
    Gate gate = new Gate();
    List<Future<@Nullable Integer>> results = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      results.add(threads.submit(() -> cache.get("emma", gate)));
    }
    awaitLatch(gate.entered);
    gate.opened.countDown();
    for (Future<@Nullable Integer> result : results) {
      assertThat(result.get()).isEqualTo(1);
    }
    assertThat(gate.calls).hasValue(1);
  }

  @Test
  void get_loaderFails_isToldAndEachOfTheOthersTriesItself() throws Exception {
    Gate gate = new Gate();
    Future<?> first =
        threads.submit(
            () ->
                cache.get(
                    "emma",
                    () -> {
                      Integer unused = gate.call();
                      throw new IllegalStateException("not allowed for the first one");
                    }));
    awaitLatch(gate.entered);
    Future<@Nullable Integer> second = threads.submit(() -> cache.get("emma", () -> 2));
    gate.opened.countDown();
    assertThatThrownBy(first::get).hasCauseInstanceOf(ValueRetrievalException.class);
    assertThat(second.get()).isEqualTo(2);
  }

  /** What may happen to a key, or to all, while one is loaded. */
  static Stream<Consumer<SpringCache>> writes() {
    return Stream.of(
        books -> books.evict("emma"),
        books -> books.evictIfPresent("emma"),
        SpringCache::clear,
        SpringCache::invalidate);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void get_removedMeanwhile_isReturnedAndNotStored(Consumer<SpringCache> write) throws Exception {
    Gate gate = new Gate();
    Future<@Nullable Integer> loaded = threads.submit(() -> cache.get("emma", gate));
    awaitLatch(gate.entered);
    write.accept(cache);
    gate.opened.countDown();
    assertThat(loaded.get()).isEqualTo(1);
    assertThat(cache.get("emma")).isNull();
  }

  @ParameterizedTest
  @MethodSource("writes")
  void retrieve_removedMeanwhile_isReturnedAndNotStored(Consumer<SpringCache> write) {
    CompletableFuture<Integer> loading = new CompletableFuture<>();
    CompletableFuture<Integer> loaded = cache.retrieve("emma", () -> loading);
    write.accept(cache);
    loading.complete(1);
    assertThat(loaded.join()).isEqualTo(1);
    assertThat(cache.get("emma")).isNull();
  }

  @Test
  void get_putMeanwhile_keepsThePut() throws Exception {
    Gate gate = new Gate();
    Future<@Nullable Integer> loaded = threads.submit(() -> cache.get("emma", gate));
    awaitLatch(gate.entered);
    cache.put("emma", 1815);
    gate.opened.countDown();
    assertThat(loaded.get()).isEqualTo(1);
    assertThat(cache.get("emma", Integer.class)).isEqualTo(1815);
  }

  @Test
  void get_askedAfterAnEviction_doesNotGetWhatWasBeingLoadedBefore() throws Exception {
    Gate gate = new Gate();
    Future<@Nullable Integer> before = threads.submit(() -> cache.get("emma", gate));
    awaitLatch(gate.entered);
    cache.evict("emma");
    assertThat(cache.get("emma", () -> 2)).isEqualTo(2);
    gate.opened.countDown();
    assertThat(before.get()).isEqualTo(1);
    assertThat(cache.get("emma", Integer.class)).isEqualTo(2);
  }

  @Test
  void get_slowLoader_holdsUpNoOtherKeyAndNoClear() throws Exception {
    Gate gate = new Gate();
    Future<@Nullable Integer> slow = threads.submit(() -> cache.get("slow", gate));
    awaitLatch(gate.entered);
    for (int i = 0; i < 5_000; i++) {
      int year = i;
      assertThat(cache.get(i, () -> year)).isEqualTo(year);
    }
    cache.clear();
    gate.opened.countDown();
    assertThat(slow.get()).isEqualTo(1);
  }

  @Test
  void get_loadersThatUseEachOthersNeighbours_doNotDeadlock() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    List<Future<@Nullable Integer>> results = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int mine = i;
      results.add(
          threads.submit(
              () ->
                  cache.get(
                      "outer " + mine,
                      () -> {
                        both.countDown();
                        awaitLatch(both);
                        return cache.get("inner " + (1 - mine), () -> mine);
                      })));
    }
    assertThat(results.get(0).get()).isZero();
    assertThat(results.get(1).get()).isEqualTo(1);
  }

  @Test
  void get_loaderAsksForItsOwnKey_isToldInsteadOfWaiting() {
    assertThatExceptionOfType(ValueRetrievalException.class)
        .isThrownBy(() -> cache.get("emma", () -> cache.get("emma", () -> 1)))
        .havingCause()
        .withMessageContaining("it would wait for itself");
    assertThat(cache.get("emma", () -> 2)).isEqualTo(2);
  }

  @Test
  void retrieve_manyAtOnce_loadOnceAndShareItWithGet() throws Exception {
    CompletableFuture<Integer> loading = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    List<CompletableFuture<Integer>> results = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      results.add(
          cache.retrieve(
              "emma",
              () -> {
                calls.incrementAndGet();
                return loading;
              }));
    }
    Future<@Nullable Integer> waiting = threads.submit(() -> cache.get("emma", () -> 2));
    loading.complete(1);
    results.forEach(result -> assertThat(result.join()).isEqualTo(1));
    assertThat(waiting.get()).isEqualTo(1);
    assertThat(calls).hasValue(1);
    assertThat(cache.get("emma", Integer.class)).isEqualTo(1);
  }

  @Test
  void retrieve_null_isStored() {
    AtomicInteger calls = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      Object found =
          cache
              .retrieve(
                  "emma",
                  () -> {
                    calls.incrementAndGet();
                    return CompletableFuture.<@Nullable Object>completedFuture(null);
                  })
              .join();
      assertThat(found).isNull();
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void retrieve_loaderFails_nextOneLoadsAgain() {
    CompletableFuture<Integer> failed =
        cache.retrieve("emma", () -> CompletableFuture.failedFuture(new IllegalStateException()));
    assertThat(failed).isCompletedExceptionally();
    assertThat(cache.retrieve("emma", () -> CompletableFuture.completedFuture(2)).join())
        .isEqualTo(2);
  }

  @Test
  void retrieve_loaderThrows_completesTheFutureWithThat() {
    CompletableFuture<Integer> failed =
        cache.retrieve(
            "emma",
            () -> {
              throw new IllegalStateException("no future");
            });
    assertThat(failed)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .havingRootCause()
        .withMessage("no future");
    assertThat(cache.get("emma", () -> 2)).isEqualTo(2);
  }

  @Test
  void retrieve_missInAThreadThatMayWait_callsTheLoaderInThatThread() {
    List<Thread> callers = new ArrayList<>();
    Integer unused =
        cache
            .retrieve(
                "emma",
                () -> {
                  callers.add(Thread.currentThread());
                  return CompletableFuture.completedFuture(1);
                })
            .join();
    assertThat(callers).containsExactly(Thread.currentThread());
  }

  @Test
  void manyThreads_getsAndEvictions_neverStoreWhatIsOlderThanAnEviction() throws Exception {
    AtomicInteger truth = new AtomicInteger();
    List<Future<?>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(
          threads.submit(
              () -> {
                for (int j = 0; j < 5_000; j++) {
                  // What was changed before we ask must be seen, as its eviction is over.
                  int before = truth.get();
                  int seen = Objects.requireNonNull(cache.get("emma", truth::get));
                  assertThat(seen).isGreaterThanOrEqualTo(before - 1);
                }
              }));
    }
    for (int j = 0; j < 2_000; j++) {
      truth.incrementAndGet();
      cache.evict("emma");
      int seen = Objects.requireNonNull(cache.get("emma", truth::get));
      assertThat(seen).isEqualTo(truth.get());
    }
    for (Future<?> result : results) {
      result.get();
    }
    await().untilAsserted(() -> assertThat(cache.get("emma", truth::get)).isEqualTo(truth.get()));
  }
}
