package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.AsyncCache;
import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.integration.CacheLoaderException;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.MutableEntry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that do not wait. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AsyncCacheTest {
  private static final int BATCHES_AT_A_TIME = 4;

  @TempDir Path folder;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Store.Kind kind;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Store store;

  private final GatedLoader loader = new GatedLoader();

  @BeforeEach
  void open() {
    Awaitility.await().until(() -> threads().isEmpty());
    store = newStore();
  }

  private Store newStore() {
    return Store.of(kind, folder, StoreOptions.builder().defaultHotMaxEntries(20));
  }

  @AfterEach
  void close() {
    loader.gate.countDown();
    store.close();
  }

  private static ThermaeConfiguration.Builder<Integer, String> texts() {
    return ThermaeConfiguration.builder(Integer.class, String.class).statistics(true);
  }

  @SuppressWarnings("unchecked") // the types are the cache's own
  private ThermaeCache<Integer, String> create(
      ThermaeConfiguration.Builder<Integer, String> configuration) {
    return store.manager().createCache("users", configuration.build()).unwrap(ThermaeCache.class);
  }

  private static CacheStatisticsMXBean statistics() {
    return Statistics.of("users");
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static void joinAll(List<? extends CompletionStage<?>> stages) {
    stages.forEach(AsyncCacheTest::join);
  }

  // ------------------------------------------------------------------ every operation

  @Test
  void everyOperation_givesWhatTheSynchronousOneGives() {
    AsyncCache<Integer, String> async = create(texts()).async();

    assertThat(join(async.get(1))).isNull();
    assertThat(join(async.put(1, "one"))).isNull();
    assertThat(join(async.get(1))).isEqualTo("one");
    assertThat(join(async.putIfAbsent(1, "other"))).isFalse();
    assertThat(join(async.putIfAbsent(2, "two"))).isTrue();
    assertThat(join(async.containsKey(2))).isTrue();
    assertThat(join(async.putAll(Map.of(3, "three", 4, "four")))).isNull();
    assertThat(join(async.getAll(Set.of(1, 2, 3, 9))))
        .isEqualTo(Map.of(1, "one", 2, "two", 3, "three"));
    assertThat(join(async.remove(4))).isTrue();
    assertThat(join(async.remove(4))).isFalse();
    assertThat(join(async.containsKey(4))).isFalse();
    String before =
        join(
            async.invoke(
                1,
                (entry, arguments) -> {
                  String value = entry.getValue();
                  entry.setValue(value + arguments[0]);
                  return value;
                },
                "!"));
    assertThat(before).isEqualTo("one");
    assertThat(join(async.get(1))).isEqualTo("one!");
    assertThat(join(async.flush())).isNull();
  }

  @Test
  void statistics_areThoseOfTheSynchronousOperations() {
    ThermaeCache<Integer, String> cache = create(texts());
    AsyncCache<Integer, String> async = cache.async();
    join(async.putAll(entries(0, 100)));
    joinAll(IntStream.range(0, 200).mapToObj(async::get).toList());
    join(async.remove(3));

    assertThat(statistics().getCachePuts()).isEqualTo(100);
    assertThat(statistics().getCacheHits()).isEqualTo(100);
    assertThat(statistics().getCacheMisses()).isEqualTo(100);
    assertThat(statistics().getCacheRemovals()).isEqualTo(1);
  }

  // ------------------------------------------------------------------ reads

  @Test
  void get_hotHit_isCompleteAtOnce() {
    ThermaeCache<Integer, String> cache = create(texts());
    cache.put(1, "one");
    CompletionStage<@Nullable String> stage = cache.async().get(1);

    assertThat(stage.toCompletableFuture()).isCompletedWithValue("one");
    assertThat(threads()).isEmpty();
    assertThat(statistics().getCacheHits()).isEqualTo(1);
  }

  @Test
  void get_manyThatAreNotHot_areReadTogether() {
    AsyncCache<Integer, String> async = busyReader().async();
    List<CompletionStage<@Nullable String>> stages =
        IntStream.range(0, 2_500).mapToObj(async::get).toList();
    loader.gate.countDown();

    for (int i = 0; i < stages.size(); i++) {
      assertThat(join(stages.get(i))).isEqualTo("loaded " + i);
    }
    assertThat(loader.batches).containsExactlyInAnyOrder(1_000, 1_000, 500);
    assertThat(statistics().getCacheMisses()).isEqualTo(2_500 + BATCHES_AT_A_TIME);
    assertThat(statistics().getCacheHits()).isZero();
  }

  @Test
  void get_oneKeyManyTimes_isCountedAndCopiedForEach() {
    ThermaeCache<Integer, String> cache = busyReader();
    List<CompletionStage<@Nullable String>> stages =
        IntStream.range(0, 50).mapToObj(i -> cache.async().get(7)).toList();
    loader.gate.countDown();

    stages.forEach(stage -> assertThat(join(stage)).isEqualTo("loaded 7"));
    assertThat(statistics().getCacheMisses()).isEqualTo(1 + BATCHES_AT_A_TIME);
    assertThat(statistics().getCacheHits()).isEqualTo(49);
  }

  @Test
  void get_loaderFailsForOneKey_theOthersGetTheirValues() {
    ThermaeCache<Integer, String> cache = create(texts().readThrough(() -> loader));
    cache.put(1, "was there");
    fill(cache, 100, 130); // so that it is hot no more
    keepBusy(cache);
    loader.failing = 13;
    List<CompletionStage<@Nullable String>> stages =
        IntStream.range(0, 20).mapToObj(cache.async()::get).toList();
    loader.gate.countDown();

    for (int i = 0; i < 20; i++) {
      if (i == 13) {
        CompletableFuture<@Nullable String> failed = stages.get(i).toCompletableFuture();
        assertThatThrownBy(failed::join)
            .isInstanceOf(CompletionException.class)
            .cause()
            .isInstanceOf(CacheLoaderException.class);
      } else {
        assertThat(join(stages.get(i))).isEqualTo(i == 1 ? "was there" : "loaded " + i);
      }
    }
    assertThat(statistics().getCacheMisses()).isEqualTo(19 + BATCHES_AT_A_TIME);
  }

  /** A cache whose reading threads all wait for the loader. */
  private ThermaeCache<Integer, String> busyReader() {
    ThermaeCache<Integer, String> cache = create(texts().readThrough(() -> loader));
    keepBusy(cache);
    return cache;
  }

  private void keepBusy(ThermaeCache<Integer, String> cache) {
    for (int i = 1; i <= BATCHES_AT_A_TIME; i++) {
      cache.async().get(-i);
      int waiting = i;
      Awaitility.await().until(() -> loader.waiting.get() == waiting);
    }
  }

  // ------------------------------------------------------------------ writes

  @Test
  void writes_ofOneThreadToOneKey_areAppliedInOrder() {
    ThermaeCache<Integer, String> cache = create(texts());
    AsyncCache<Integer, String> async = cache.async();
    List<CompletionStage<?>> stages = new ArrayList<>();
    Map<Integer, String> expected = new HashMap<>();
    for (int round = 0; round < 300; round++) {
      for (int key = 0; key < 5; key++) {
        String before = String.valueOf(expected.get(key));
        String value = "v" + round;
        if (round % 7 == 3) {
          stages.add(async.remove(key));
          expected.remove(key);
        } else if (round % 7 == 5) {
          stages.add(async.invoke(key, CheckedSet.INSTANCE, before, value));
          expected.put(key, value);
        } else {
          stages.add(async.put(key, value));
          expected.put(key, value);
        }
      }
      if (round % 10 == 9) {
        expected.replaceAll((key, value) -> "all");
        stages.add(async.putAll(Map.copyOf(expected)));
      }
    }
    joinAll(stages);
    assertThat(cache.getAll(Set.of(0, 1, 2, 3, 4))).isEqualTo(expected);
  }

  /** Fails unless the value is the one that the write before has left. */
  enum CheckedSet implements EntryProcessor<Integer, String, String> {
    INSTANCE;

    @Override
    public String process(MutableEntry<Integer, String> entry, @Nullable Object... arguments) {
      String before = String.valueOf(entry.getValue());
      if (!before.equals(arguments[0])) {
        throw new EntryProcessorException("found " + before + " instead of " + arguments[0]);
      }
      entry.setValue(String.valueOf(arguments[1]));
      return before;
    }
  }

  @Test
  void put_ofABusyKey_doesNotWait_andOtherKeysGoOn() throws Exception {
    ThermaeCache<Integer, String> cache = create(texts());
    CountDownLatch release = new CountDownLatch(1);
    CompletionStage<?> slow =
        cache
            .async()
            .invoke(
                1,
                (entry, arguments) -> {
                  pass(release);
                  entry.setValue("slow");
                  return null;
                });
    CompletionStage<@Nullable Void> behind = cache.async().put(1, "behind");
    join(cache.async().put(2, "free"));

    assertThat(slow.toCompletableFuture()).isNotDone();
    assertThat(behind.toCompletableFuture()).isNotDone();
    release.countDown();
    join(behind);
    assertThat(cache.get(1)).isEqualTo("behind");
  }

  @Test
  void flush_comesAfterAllWritesBefore() {
    ThermaeCache<Integer, String> cache = create(texts());
    AsyncCache<Integer, String> async = cache.async();
    List<CompletionStage<@Nullable Void>> puts =
        IntStream.range(0, 500).mapToObj(i -> async.put(i, "v" + i)).toList();
    join(async.flush());

    assertThat(cache.size()).isEqualTo(500);
    joinAll(puts);
  }

  @Test
  void putAll_mapIsReused_putsWhatItWas() {
    ThermaeCache<Integer, String> cache = create(texts());
    Map<Integer, String> map = new HashMap<>(Map.of(1, "one"));
    CountDownLatch release = new CountDownLatch(1);
    cache
        .async()
        .invoke(
            1,
            (entry, arguments) -> {
              pass(release);
              return null;
            });
    CompletionStage<@Nullable Void> put = cache.async().putAll(map);
    map.put(1, "changed");
    map.put(2, "added");
    release.countDown();
    join(put);

    assertThat(cache.get(1)).isEqualTo("one");
    assertThat(cache.get(2)).isNull();
  }

  // ------------------------------------------------------------------ errors

  @Test
  void failure_isTheOneOfTheSynchronousCall() {
    ThermaeCache<Integer, String> cache = create(texts());
    EntryProcessor<Integer, String, String> failing =
        (entry, arguments) -> {
          throw new IllegalArgumentException("no");
        };
    AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
    CompletionStage<@Nullable String> stage = cache.async().invoke(1, failing);
    CompletionStage<?> handled = stage.whenComplete((result, failure) -> seen.set(failure));

    assertThatThrownBy(() -> join(handled)).isInstanceOf(CompletionException.class);
    assertThat(seen.get())
        .isInstanceOf(EntryProcessorException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> join(stage)).hasCause(seen.get());
  }

  @Test
  @NullUnmarked // this is what it is about
  void nulls_areRefusedAtOnce() {
    AsyncCache<Integer, String> async = create(texts()).async();
    Map<Integer, String> nullValue = Collections.singletonMap(1, null);
    List<Consumer<AsyncCache<Integer, String>>> calls =
        List.of(
            a -> a.get(null),
            a -> a.getAll(null),
            a -> a.getAll(new HashSet<>(Arrays.asList(1, null))),
            a -> a.containsKey(null),
            a -> a.put(null, "v"),
            a -> a.put(1, null),
            a -> a.putAll(null),
            a -> a.putAll(nullValue),
            a -> a.putIfAbsent(null, "v"),
            a -> a.putIfAbsent(1, null),
            a -> a.remove(null),
            a -> a.invoke(null, CheckedSet.INSTANCE),
            a -> a.invoke(1, null));

    for (Consumer<AsyncCache<Integer, String>> call : calls) {
      assertThatThrownBy(() -> call.accept(async))
          .isInstanceOf(NullPointerException.class)
          .hasMessageMatching("the [a-z ]+ must not be null");
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // a value of a wrong type
  void wrongTypes_areRefusedAtOnce() {
    AsyncCache<Integer, String> async = create(texts()).async();

    assertThatThrownBy(() -> ((AsyncCache) async).put(1, 2)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> ((AsyncCache) async).putAll(Map.of(1, 2)))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void closed_everyCallSaysSoAtOnce() {
    ThermaeCache<Integer, String> cache = create(texts());
    cache.put(1, "hot");
    AsyncCache<Integer, String> async = cache.async();
    cache.close();
    List<Consumer<AsyncCache<Integer, String>>> calls =
        List.of(
            a -> a.get(1),
            a -> a.getAll(Set.of(1)),
            a -> a.containsKey(1),
            a -> a.put(1, "v"),
            a -> a.putAll(Map.of(1, "v")),
            a -> a.putIfAbsent(1, "v"),
            a -> a.remove(1),
            a -> a.invoke(1, CheckedSet.INSTANCE),
            AsyncCache::flush);

    for (Consumer<AsyncCache<Integer, String>> call : calls) {
      assertThatThrownBy(() -> call.accept(async))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
  }

  // ------------------------------------------------------------------ closing

  /** The ways to close a cache. */
  private List<Consumer<Cache<?, ?>>> waysToClose() {
    return List.of(
        Cache::close,
        cache -> cache.getCacheManager().close(),
        cache -> cache.getCacheManager().getCachingProvider().close());
  }

  @Test
  void close_waitsForWhatWasAccepted() {
    for (Consumer<Cache<?, ?>> way : waysToClose()) {
      ThermaeCache<Integer, String> cache = create(texts());
      List<CompletionStage<@Nullable Void>> puts = new ArrayList<>();
      puts.add(cache.async().putAll(entries(0, 100)));
      for (int i = 0; i < 300; i++) {
        puts.add(cache.async().put(i % 150, "last " + i));
      }
      way.accept(cache);

      assertThat(cache.isClosed()).isTrue();
      joinAll(puts);
      assertInTheFile(150, "last 299");
    }
  }

  @Test
  void destroyCache_waitsForWhatWasAccepted() {
    ThermaeCache<Integer, String> cache = create(texts());
    List<CompletionStage<@Nullable Void>> puts =
        IntStream.range(0, 300).mapToObj(i -> cache.async().put(i, "v")).toList();
    store.manager().destroyCache("users");

    joinAll(puts);
    assertThat(create(texts())).isEmpty();
  }

  @Test
  void close_fromAFunctionThatDependsOnAStage_losesNothing() {
    for (Consumer<Cache<?, ?>> way : waysToClose()) {
      ThermaeCache<Integer, String> cache = create(texts());
      CountDownLatch start = new CountDownLatch(1);
      List<CompletionStage<@Nullable Void>> puts = new ArrayList<>();
      CompletionStage<?> first =
          cache
              .async()
              .invoke(
                  -1,
                  (entry, arguments) -> {
                    pass(start);
                    return null;
                  });
      CompletionStage<Void> closed = first.thenAccept(done -> way.accept(cache));
      for (int i = 0; i < 300; i++) {
        puts.add(cache.async().put(i % 150, "last " + i));
      }
      start.countDown();

      join(closed);
      assertThat(cache.isClosed()).isTrue();
      joinAll(puts);
      assertInTheFile(150, "last 299");
    }
  }

  @Test
  void close_fromEveryFunctionThatDependsOnAStage_ends() {
    for (Consumer<Cache<?, ?>> way : waysToClose()) {
      ThermaeCache<Integer, String> cache = create(texts());
      CountDownLatch start = new CountDownLatch(1);
      CompletionStage<?> first = cache.async().invoke(-1, waitFor(start));
      List<CompletionStage<?>> closings = new ArrayList<>();
      closings.add(first.thenRun(() -> way.accept(cache)));
      for (int i = 0; i < 500; i++) {
        closings.add(cache.async().put(-1, "v" + i).thenRun(() -> way.accept(cache)));
      }
      start.countDown();

      joinAll(closings);
      assertThat(cache.isClosed()).isTrue();
      reopen();
    }
  }

  /** More caches than there are threads: if these waited, nobody would do what they wait for. */
  @Test
  void close_ofManyCachesFromFunctionsThatDependOnStages_losesNothing() {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletionStage<?>> stages = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Cache<Integer, String> plain =
          Managers.cache(store.manager(), "cache" + i, Integer.class, String.class);
      AsyncCache<Integer, String> async = Managers.asyncOf(plain);
      stages.add(async.invoke(1, waitFor(start)).thenRun(plain::close));
      stages.add(async.put(1, "behind"));
    }
    start.countDown();

    joinAll(stages);
  }

  @Test
  void close_fromAnEntryProcessor_losesNothing() {
    for (Consumer<Cache<?, ?>> way : waysToClose()) {
      ThermaeCache<Integer, String> cache = create(texts());
      CountDownLatch start = new CountDownLatch(1);
      CompletionStage<@Nullable Boolean> closing =
          cache
              .async()
              .invoke(
                  0,
                  (entry, arguments) -> {
                    pass(start);
                    way.accept(cache);
                    entry.setValue("set after close");
                    return cache.isClosed();
                  });
      List<CompletionStage<?>> others = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        others.add(cache.async().put(i, "last 299"));
      }
      others.add(cache.async().getAll(entries(0, 150).keySet()));
      start.countDown();

      assertThat(join(closing)).isTrue();
      joinAll(others);
      assertInTheFile(150, "last 299");
    }
  }

  @Test
  void close_fromASynchronousEntryProcessor_endsAndLosesNothing() {
    for (Consumer<Cache<?, ?>> way : waysToClose()) {
      ThermaeCache<Integer, String> cache = create(texts());
      AtomicReference<@Nullable CompletionStage<?>> put = new AtomicReference<>();
      assertThatThrownBy(
              () ->
                  cache.invoke(
                      0,
                      (entry, arguments) -> {
                        put.set(cache.async().put(0, "last 299"));
                        way.accept(cache);
                        throw new IllegalArgumentException("enough");
                      }))
          .isInstanceOf(EntryProcessorException.class);

      CompletionStage<?> accepted = put.get();
      assertThat(accepted).isNotNull();
      join(accepted);
      assertInTheFile(1, "last 299");
    }
  }

  @Test
  void close_whileManyThreadsCall_doesWhatItAcceptedAndRefusesTheRest() throws Exception {
    for (int round = 0; round < 4; round++) {
      ThermaeCache<Integer, String> cache = create(texts());
      ExecutorService threads = Executors.newFixedThreadPool(3);
      List<Future<Integer>> working = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        int first = thread * 1_000_000;
        working.add(threads.submit(() -> putUntilClosed(cache, first)));
      }
      Thread.sleep(5 + round);
      cache.close();
      int accepted = 0;
      for (Future<Integer> future : working) {
        accepted += future.get();
      }
      threads.shutdown();
      if (store.isDurable()) {
        assertThat(create(texts()).size()).isEqualTo(accepted);
      }
      store.manager().destroyCache("users");
    }
  }

  /** How many puts were accepted; all of them succeed. */
  private static int putUntilClosed(ThermaeCache<Integer, String> cache, int first) {
    List<CompletionStage<@Nullable Void>> puts = new ArrayList<>();
    try {
      while (true) {
        puts.add(cache.async().put(first + puts.size(), "v"));
      }
    } catch (IllegalStateException e) {
      joinAll(puts);
      return puts.size();
    }
  }

  /** And the next round begins with an open, empty cache. */
  private void assertInTheFile(int count, String oneValue) {
    reopen();
    if (store.isDurable()) {
      ThermaeCache<Integer, String> again = create(texts());
      assertThat(again.size()).isEqualTo(count);
      assertThat(again.values()).contains(oneValue);
      store.manager().destroyCache("users");
    }
  }

  private void reopen() {
    store.close();
    store = newStore();
  }

  // ------------------------------------------------------------------ threads

  @Test
  void operations_runOnVirtualThreadsWhereThereAreAny() {
    ThermaeCache<Integer, String> cache = create(texts());
    String thread =
        join(cache.async().invoke(1, (entry, arguments) -> Thread.currentThread().toString()));

    assertThat(thread).contains("thermae-async-thermae:default-");
    assertThat(String.valueOf(thread).startsWith("VirtualThread"))
        .isEqualTo(Runtime.version().feature() >= 21);
  }

  @Test
  void managerClosed_leavesNoThread() {
    ThermaeCache<Integer, String> cache = create(texts());
    joinAll(IntStream.range(0, 500).mapToObj(i -> cache.async().put(i, "v")).toList());
    assertThat(threads().size()).isLessThanOrEqualTo(32);
    store.close();

    Awaitility.await().until(() -> threads().isEmpty());
  }

  // ------------------------------------------------------------------ helpers

  private static EntryProcessor<Integer, String, String> waitFor(CountDownLatch latch) {
    return (entry, arguments) -> {
      pass(latch);
      return "waited";
    };
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("thermae-async-"))
        .toList();
  }

  private static Map<Integer, String> entries(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toMap(i -> i, i -> "v" + i));
  }

  private static void fill(Cache<Integer, String> cache, int from, int to) {
    cache.putAll(entries(from, to));
  }
}
