package io.github.thermae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.ThermaeConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the disk fails: nothing is half done, memory goes on answering, and it all comes back. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingFileTest {
  private static final int THREADS = 4;
  private static final int KEYS = 12;
  private static final int OPERATIONS = Integer.getInteger("test.model.failing-operations", 1_000);
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  private final long seed = Long.getLong("test.model.seed", System.nanoTime());
  private final Faults faults = new Faults(seed);
  private final List<CacheManager> managers = new ArrayList<>();

  static List<Mode> durableModes() {
    return Arrays.stream(Mode.values()).filter(Mode::isDurable).toList();
  }

  static List<Mode> savedAtOnceModes() {
    return Arrays.stream(Mode.values()).filter(Mode::isSavedAtOnce).toList();
  }

  @AfterEach
  void close() {
    faults.disarm();
    managers.forEach(CacheManager::close);
    assertThat(faults.misuse()).as("calls of a closed store").isEmpty();
  }

  /** A cache with some room in the hot tier, over the one file. */
  private Cache<String, Long> open(Mode mode, long hotEntries, long warmBytes) {
    CacheManager manager =
        new ModelStore(
                mode.settings(folder.resolve("failing.db"), warmBytes),
                faults,
                new AtomicLong(1_000_000))
            .open();
    managers.add(manager);
    return manager.createCache(
        "failing",
        ThermaeConfiguration.builder(String.class, Long.class).hotMaxEntries(hotEntries).build());
  }

  private Cache<String, Long> reopen(Mode mode) {
    faults.disarm();
    managers.get(managers.size() - 1).close();
    return open(mode, 1, 0);
  }

  private static void assertInjected(Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOf(CacheException.class)
        .satisfies(e -> assertThat(InjectedException.isCauseOf(e)).isTrue());
  }

  private static Map<String, Long> contentsOf(Cache<String, Long> cache) {
    Map<String, Long> contents = new TreeMap<>();
    cache.forEach(entry -> contents.put(entry.getKey(), entry.getValue()));
    return contents;
  }

  @ParameterizedTest
  @MethodSource("savedAtOnceModes")
  void write_fileFails_throwsAndTheOldValueStays(Mode mode) {
    Cache<String, Long> cache = open(mode, 10, 1 << 20);
    cache.put("hot", 1L);
    faults.armForEver(Faults.WRITES);

    assertInjected(() -> cache.put("hot", 2L));
    assertInjected(() -> cache.getAndPut("hot", 3L));
    assertInjected(() -> cache.replace("hot", 4L));
    assertInjected(() -> cache.remove("hot"));
    assertInjected(() -> cache.putIfAbsent("new", 5L));
    assertInjected(
        () ->
            cache.invoke(
                "hot",
                (entry, arguments) -> {
                  entry.setValue(6L);
                  return null;
                }));
    assertInjected(cache::clear);

    assertThat(cache.get("hot")).isEqualTo(1);
    assertThat(cache.containsKey("new")).isFalse();
    assertThat(contentsOf(reopen(mode))).isEqualTo(Map.of("hot", 1L));
  }

  @ParameterizedTest
  @MethodSource("savedAtOnceModes")
  void batch_fileFails_changesNoneOfItsKeys(Mode mode) {
    Cache<String, Long> cache = open(mode, 10, 1 << 20);
    cache.put("a", 1L);
    cache.put("b", 2L);
    faults.armForEver(Faults.WRITES);

    assertInjected(() -> cache.putAll(Map.of("a", 10L, "b", 20L, "c", 30L)));
    assertInjected(() -> cache.removeAll(Set.of("a", "b")));
    assertInjected(cache::removeAll);

    assertThat(contentsOf(cache)).isEqualTo(Map.of("a", 1L, "b", 2L));
    assertThat(contentsOf(reopen(mode))).isEqualTo(Map.of("a", 1L, "b", 2L));
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void get_fileFails_memoryAnswers(Mode mode) {
    Cache<String, Long> cache = open(mode, 2, 1 << 20);
    Map<String, Long> expected = new TreeMap<>();
    for (long i = 0; i < 20; i++) {
      cache.put("key-" + i, i);
      expected.put("key-" + i, i);
    }
    mode.flush(cache);
    Set<String> all = new HashSet<>(Faults.READS);
    all.addAll(Faults.WRITES);
    faults.armForEver(all);

    expected.forEach((key, value) -> assertThat(cache.get(key)).isEqualTo(value));
    // Once more, now that each read has sent another entry down.
    expected.forEach((key, value) -> assertThat(cache.get(key)).isEqualTo(value));
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void put_afterTheFileHasFailed_succeedsAndStays(Mode mode) {
    Cache<String, Long> cache = open(mode, 1, 0);
    cache.put("a", 1L);
    for (long i = 2; i < 10; i++) {
      long value = i;
      faults.arm(Faults.WRITES, 0, 1);
      boolean failed = fails(() -> cache.put("a", value));
      boolean unused = fails(() -> mode.flush(cache));
      assertThat(cache.get("a")).isEqualTo(failed ? i - 1 : i);
      faults.disarm();
      cache.put("a", i);
      assertThat(cache.get("a")).isEqualTo(i);
    }
    assertThat(faults.injected()).isPositive();
    assertThat(contentsOf(reopen(mode))).isEqualTo(Map.of("a", 9L));
  }

  private static boolean fails(Runnable operation) {
    try {
      operation.run();
      return false;
    } catch (CacheException e) {
      if (!InjectedException.isCauseOf(e)) {
        throw e;
      }
      return true;
    }
  }

  /**
   * Many threads count, each call as likely to fail as not: what succeeded is counted, what failed
   * is not, and no call hangs.
   */
  @ParameterizedTest
  @MethodSource("durableModes")
  void invoke_manyThreadsWhileTheFileFails_countsWhatSucceeded(Mode mode) throws Exception {
    System.out.println("FailingFileTest seed " + seed);
    Cache<String, Long> cache = open(mode, 2, 1_000);
    AtomicLongArray succeeded = new AtomicLongArray(KEYS);
    faults.delay(Set.of("apply", "find"));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        runs.add(threads.submit(() -> count(mode, cache, random, succeeded)));
      }
      for (Future<?> run : runs) {
        run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(faults.injected()).as("faults").isPositive();
    faults.disarm();
    faults.delay(Set.of());
    assertCounts(cache, succeeded);
    assertCounts(reopen(mode), succeeded);
  }

  private void count(
      Mode mode, Cache<String, Long> cache, Random random, AtomicLongArray succeeded) {
    for (int i = 0; i < OPERATIONS; i++) {
      int key = random.nextInt(KEYS);
      if (random.nextInt(8) == 0) {
        faults.arm(random.nextBoolean() ? Faults.WRITES : Faults.READS, random.nextInt(4), 2);
      }
      if (random.nextInt(8) == 0) {
        boolean unused = fails(() -> mode.flush(cache));
      }
      if (!fails(() -> increment(cache, "key-" + key))) {
        succeeded.incrementAndGet(key);
      }
    }
  }

  private static void increment(Cache<String, Long> cache, String key) {
    cache.invoke(
        key,
        (entry, arguments) -> {
          entry.setValue(entry.exists() ? entry.getValue() + 1 : 1L);
          return null;
        });
  }

  private static void assertCounts(Cache<String, Long> cache, AtomicLongArray succeeded) {
    for (int key = 0; key < KEYS; key++) {
      Long count = cache.get("key-" + key);
      assertThat(count == null ? 0 : count).as("key %s", key).isEqualTo(succeeded.get(key));
    }
  }
}
