package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code ThermaeCache} offers beyond JSR-107. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
final class ComfortsTest {
  @TempDir Path folder;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Store.Kind kind;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Store store;

  private final CountingWriter writer = new CountingWriter();

  @BeforeEach
  void open() {
    // Few objects stay hot, so that every tier answers.
    store = Store.of(kind, folder, StoreOptions.builder().defaultHotMaxEntries(20));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Counts batches and entries; refuses a key when it is told to. */
  static final class CountingWriter implements CacheWriter<Integer, String> {
    final Map<Integer, String> written = new ConcurrentHashMap<>();
    final List<Integer> batches = new ArrayList<>();
    volatile int refused = -1;

    @Override
    public void write(Cache.Entry<? extends Integer, ? extends String> entry) {
      written.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends Integer, ? extends String>> entries) {
      batches.add(entries.size());
      for (Cache.Entry<? extends Integer, ? extends String> entry : List.copyOf(entries)) {
        if (entry.getKey() == refused) {
          throw new CacheWriterException("refused");
        }
        write(entry);
      }
      entries.clear();
    }

    @Override
    public void delete(Object key) {
      written.remove(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.forEach(written::remove);
      keys.clear();
    }
  }

  /** Must not be asked. */
  static final class ForbiddenLoader implements CacheLoader<Integer, String> {
    @Override
    public String load(Integer key) {
      throw new AssertionError("the loader was asked for " + key);
    }

    @Override
    public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
      throw new AssertionError("the loader was asked for " + keys);
    }
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

  // ------------------------------------------------------------------ one entry

  @Test
  void getOrDefault_isTheValueOrTheDefault() {
    ThermaeCache<Integer, String> cache = create(texts());
    cache.put(1, "one");

    assertThat(cache.getOrDefault(1, "none")).isEqualTo("one");
    assertThat(cache.getOrDefault(2, "none")).isEqualTo("none");
    assertThat(cache.containsKey(2)).isFalse();
    assertThat(statistics().getCacheHits()).isEqualTo(1);
    assertThat(statistics().getCacheMisses()).isEqualTo(1);
  }

  @Test
  void pop_takesTheEntryOut() {
    ThermaeCache<Integer, String> cache = create(texts());
    cache.put(1, "one");

    assertThat(cache.pop(1)).isEqualTo("one");
    assertThat(cache.pop(1)).isNull();
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  void computeIfAbsent_storesWhatTheMappingMakes_countsAndWritesOnce() {
    ThermaeCache<Integer, String> cache =
        create(texts().readThrough(ForbiddenLoader::new).writeThrough(() -> writer));

    assertThat(cache.computeIfAbsent(1, key -> "v" + key)).isEqualTo("v1");
    assertThat(writer.written).containsExactly(Map.entry(1, "v1"));
    assertThat(statistics().getCacheMisses()).isEqualTo(1);
    assertThat(statistics().getCachePuts()).isEqualTo(1);
    assertThat(cache.computeIfAbsent(1, key -> "other")).isEqualTo("v1");
    assertThat(statistics().getCacheHits()).isEqualTo(1);
    assertThat(statistics().getCacheMisses()).isEqualTo(1);
    assertThat(statistics().getCachePuts()).isEqualTo(1);
  }

  @Test
  void computeIfAbsent_null_storesNothing() {
    ThermaeCache<Integer, String> cache = create(texts().writeThrough(() -> writer));

    assertThat(cache.computeIfAbsent(1, key -> null)).isNull();
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(writer.written).isEmpty();
    assertThat(statistics().getCacheMisses()).isEqualTo(1);
    assertThat(statistics().getCachePuts()).isZero();
  }

  @Test
  void computeIfAbsent_mappingThrows_throwsThatAndStoresNothing() {
    ThermaeCache<Integer, String> cache = create(texts());
    RuntimeException failure = new RuntimeException("no");

    assertThatThrownBy(
            () ->
                cache.computeIfAbsent(
                    1,
                    key -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(statistics().getCacheMisses()).isEqualTo(1);
    assertThat(cache.computeIfAbsent(1, key -> "v")).isEqualTo("v");
  }

  @Test
  void computeIfAbsent_getsTheDeadlineOfACreation_andMakesAnExpiredOneAnew() {
    ThermaeCache<Integer, String> cache = create(texts().ttl(Duration.ofMillis(50)));
    cache.computeIfAbsent(1, key -> "old");
    sleep(80);

    assertThat(cache.computeIfAbsent(1, key -> "new")).isEqualTo("new");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // a value of a wrong type
  void computeIfAbsent_valueOfAnotherType_isRefused() {
    ThermaeCache<Integer, String> cache = create(texts());

    assertThatThrownBy(() -> ((ThermaeCache) cache).computeIfAbsent(1, key -> 2))
        .isInstanceOf(ClassCastException.class);
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void computeIfAbsent_manyThreads_runsTheMappingOncePerKey() throws Exception {
    ThermaeCache<Integer, String> cache = create(texts());
    AtomicInteger runs = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> working = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        working.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int key = 0; key < 200; key++) {
                    String made =
                        cache.computeIfAbsent(
                            key,
                            k -> {
                              runs.incrementAndGet();
                              sleep(1);
                              return "v" + k;
                            });
                    assertThat(made).isEqualTo("v" + key);
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> future : working) {
        future.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(runs).hasValue(200);
    assertThat(statistics().getCachePuts()).isEqualTo(200);
    assertThat(statistics().getCacheGets()).isEqualTo(1_600);
  }

  // ------------------------------------------------------------------ all entries

  @Test
  void streams_giveEveryLiveEntryOnce() {
    ThermaeCache<Integer, String> cache = create(texts());
    fill(cache, 1_500);

    try (Stream<Integer> keys = cache.keys()) {
      assertThat(keys).containsExactlyInAnyOrderElementsOf(numbers(1_500));
    }
    try (Stream<String> values = cache.values()) {
      assertThat(values.filter("v7"::equals)).hasSize(1);
    }
    Map<Integer, String> found = new TreeMap<>();
    try (Stream<Cache.Entry<Integer, String>> entries = cache.entries()) {
      entries.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    assertThat(found).hasSize(1_500).containsEntry(1_499, "v1499");
  }

  @Test
  void keysAndSize_countNothingAndMoveNoDeadline() {
    ThermaeCache<Integer, String> cache = create(texts().expireAfterAccess(Duration.ofMillis(400)));
    fill(cache, 50);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(450);
    while (System.nanoTime() < end) {
      cache.keys().forEach(key -> {});
      assertThat(cache.size()).isBetween(0L, 50L);
    }

    assertThat(cache.keys()).isEmpty();
    assertThat(statistics().getCacheGets()).isZero();
  }

  @Test
  void expiredEntries_areNotShown() {
    ThermaeCache<Integer, String> cache = create(texts().ttl(Duration.ofMillis(50)));
    fill(cache, 50);
    sleep(80);

    assertThat(cache.keys()).isEmpty();
    assertThat(cache.values()).isEmpty();
    assertThat(cache.entries()).isEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void streams_areLazy() {
    ThermaeCache<Integer, String> cache = create(texts());
    Stream<Integer> keys = cache.keys();
    Stream<String> values = cache.values();
    fill(cache, 30);

    assertThat(keys).hasSize(30);
    assertThat(statistics().getCacheHits()).isZero();
    assertThat(values.limit(5)).hasSize(5);
    assertThat(statistics().getCacheHits()).isBetween(5L, 6L);
  }

  @Test
  void size_isTheNumberOfLiveEntries() {
    ThermaeCache<Integer, String> cache = create(texts());
    assertThat(cache.size()).isZero();
    fill(cache, 2_345);
    assertThat(cache.size()).isEqualTo(2_345);
    cache.remove(7);
    assertThat(cache.size()).isEqualTo(2_344);
  }

  @Test
  void putAll_iteratorOfAnyLength_isPutInBatches() {
    ThermaeCache<Integer, String> cache = create(texts().writeThrough(() -> writer));

    assertThat(cache.putAll(entries(0, 2_500))).isEqualTo(2_500);
    assertThat(cache.size()).isEqualTo(2_500);
    assertThat(cache.get(2_499)).isEqualTo("v2499");
    assertThat(writer.batches).containsExactly(1_000, 1_000, 500);
    assertThat(statistics().getCachePuts()).isEqualTo(2_500);
    assertThat(cache.putAll(entries(0, 0))).isZero();
  }

  @Test
  void putAll_keyTwice_theLastOneStays() {
    ThermaeCache<Integer, String> cache = create(texts());

    assertThat(cache.putAll(List.of(Map.entry(1, "a"), Map.entry(1, "b")).iterator())).isEqualTo(1);
    assertThat(cache.get(1)).isEqualTo("b");
  }

  @Test
  void putAll_iteratorThrows_earlierBatchesStay() {
    ThermaeCache<Integer, String> cache = create(texts());
    IllegalStateException failure = new IllegalStateException("the source is gone");
    Iterator<Map.Entry<Integer, String>> source =
        Stream.concat(
                stream(0, 1_500),
                Stream.generate(
                    () -> {
                      throw failure;
                    }))
            .iterator();

    assertThatThrownBy(() -> cache.putAll(source)).isSameAs(failure);
    assertThat(cache.size()).isEqualTo(1_000);
  }

  @Test
  void putAll_writerRefuses_itsBatchIsTheLast() {
    ThermaeCache<Integer, String> cache = create(texts().writeThrough(() -> writer));
    writer.refused = 1_200;

    assertThatThrownBy(() -> cache.putAll(entries(0, 3_000)))
        .isInstanceOf(CacheWriterException.class);
    assertThat(writer.batches).containsExactly(1_000, 1_000);
    assertThat(cache.size()).isEqualTo(1_000);
  }

  @Test
  void flush_whatWasWritten_isInTheFile() {
    ThermaeCache<Integer, String> cache = create(texts());
    fill(cache, 100);
    cache.flush();

    if (store.isDurable()) {
      assertThat(Sql.number(Store.fileIn(folder), "SELECT count(*) FROM users")).isEqualTo(100);
    }
  }

  // ------------------------------------------------------------------ arguments

  @Test
  @NullUnmarked // this is what it is about
  void nulls_areRefused() {
    ThermaeCache<Integer, String> cache = create(texts());
    cache.put(1, "one");
    List<Consumer<ThermaeCache<Integer, String>>> calls =
        List.of(
            c -> c.getOrDefault(null, "v"),
            c -> c.getOrDefault(1, null),
            c -> c.computeIfAbsent(null, key -> "v"),
            c -> c.computeIfAbsent(1, null),
            c -> c.pop(null),
            c -> c.putAll((Iterator<Map.Entry<Integer, String>>) null),
            c -> c.putAll(Collections.singletonList((Map.Entry<Integer, String>) null).iterator()),
            c -> c.putAll(Collections.singletonMap(1, (String) null).entrySet().iterator()));

    for (Consumer<ThermaeCache<Integer, String>> call : calls) {
      assertThatThrownBy(() -> call.accept(cache))
          .isInstanceOf(NullPointerException.class)
          .hasMessageMatching("the [a-z ]+ must not be null");
    }
    assertThat(cache.get(1)).isEqualTo("one");
  }

  @Test
  void closed_everyMethodSaysSo() {
    ThermaeCache<Integer, String> cache = create(texts());
    Stream<Integer> keys = cache.keys();
    cache.close();
    List<Consumer<ThermaeCache<Integer, String>>> calls =
        List.of(
            c -> c.getOrDefault(1, "v"),
            c -> c.computeIfAbsent(1, key -> "v"),
            c -> c.pop(1),
            c -> keys.forEach(key -> {}),
            c -> c.keys().forEach(key -> {}),
            c -> c.values().forEach(value -> {}),
            c -> c.entries().forEach(entry -> {}),
            ThermaeCache::size,
            ThermaeCache::flush,
            c -> c.putAll(entries(0, 1)));

    for (Consumer<ThermaeCache<Integer, String>> call : calls) {
      assertThatThrownBy(() -> call.accept(cache))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
  }

  // ------------------------------------------------------------------ helpers

  private static void fill(Cache<Integer, String> cache, int count) {
    cache.putAll(IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> i, i -> "v" + i)));
  }

  private static Set<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toSet());
  }

  private static Stream<Map.Entry<Integer, String>> stream(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Map.entry(i, "v" + i));
  }

  private static Iterator<Map.Entry<Integer, String>> entries(int from, int to) {
    return stream(from, to).iterator();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
