package io.github.thermae.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * I11: operations on one key are linearizable while entries move. Each test has an account that
 * only balances if no update was lost, none was done twice, and no older value ever came back from
 * below.
 */
class LinearizabilityTest {
  private static final int THREADS = 4;
  private static final int KEYS = 5;
  private static final int ROUNDS = 1_500;

  @TempDir private Path folder;

  /** Where entries go when they leave the hot tier, which has room for one. */
  enum Kind {
    MEMORY_WARM,
    WRITE_THROUGH_WARM,
    WRITE_THROUGH_COLD,
    /** Warm memory for one entry only, so that it is always being trimmed. */
    WRITE_THROUGH_BOTH
  }

  private CacheManager manager(Kind kind) {
    StoreOptions.Builder options = StoreOptions.builder().defaultHotMaxEntries(1);
    switch (kind) {
      case MEMORY_WARM -> options.warmMaxBytes(1 << 20);
      case WRITE_THROUGH_WARM -> options.path(folder.resolve("warm.db")).warmMaxBytes(1 << 20);
      case WRITE_THROUGH_COLD -> options.path(folder.resolve("cold.db")).warmMaxBytes(0);
      case WRITE_THROUGH_BOTH -> options.path(folder.resolve("both.db")).warmMaxBytes(400);
    }
    return new ThermaeCachingProvider().getCacheManager(null, null, options.build().toProperties());
  }

  private static Cache<Integer, Long> cache(CacheManager manager) {
    return manager.createCache(
        "raced", ThermaeConfiguration.builder(Integer.class, Long.class).build());
  }

  @ParameterizedTest
  @EnumSource
  void invoke_racing_losesNoUpdate(Kind kind) throws Exception {
    try (CacheManager manager = manager(kind)) {
      Cache<Integer, Long> cache = cache(manager);
      Racers.race(
          THREADS,
          racer -> {
            Random random = new Random(racer);
            for (int i = 0; i < ROUNDS; i++) {
              cache.invoke(
                  random.nextInt(KEYS),
                  (entry, arguments) -> {
                    entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                    return null;
                  });
            }
          });
      assertThat(sum(cache)).isEqualTo((long) THREADS * ROUNDS);
      assertThat(moved(cache)).as("entries that moved").isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void replaceOldNew_racing_losesNoUpdate(Kind kind) throws Exception {
    try (CacheManager manager = manager(kind)) {
      Cache<Integer, Long> cache = cache(manager);
      for (int key = 0; key < KEYS; key++) {
        cache.put(key, 0L);
      }
      Racers.race(
          THREADS,
          racer -> {
            Random random = new Random(racer);
            for (int i = 0; i < ROUNDS / 2; i++) {
              int key = random.nextInt(KEYS);
              long seen;
              do {
                seen = cache.get(key);
              } while (!cache.replace(key, seen, seen + 1));
            }
          });
      assertThat(sum(cache)).isEqualTo((long) THREADS * (ROUNDS / 2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void putIfAbsentAndRemove_asALock_excludeEachOther(Kind kind) throws Exception {
    try (CacheManager manager = manager(kind)) {
      Cache<Integer, Long> cache = cache(manager);
      AtomicIntegerArray holders = new AtomicIntegerArray(KEYS);
      Racers.race(
          THREADS,
          racer -> {
            Random random = new Random(racer);
            for (long i = 0; i < ROUNDS; i++) {
              int key = random.nextInt(KEYS);
              long token = racer * 1_000_000L + i;
              if (cache.putIfAbsent(key, token)) {
                assertThat(holders.incrementAndGet(key)).as("holders of the lock").isEqualTo(1);
                holders.decrementAndGet(key);
                assertThat(cache.remove(key, token)).as("the lock is still mine").isTrue();
              }
            }
          });
      assertThat(cache.iterator().hasNext()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void getAndPut_racing_returnsEveryValueOnce(Kind kind) throws Exception {
    try (CacheManager manager = manager(kind)) {
      Cache<Integer, Long> cache = cache(manager);
      List<Long> returned = Collections.synchronizedList(new ArrayList<>());
      Racers.race(
          THREADS,
          racer -> {
            for (long i = 0; i < ROUNDS; i++) {
              Long before = cache.getAndPut((int) (i % KEYS), racer * 1_000_000L + i);
              if (before != null) {
                returned.add(before);
              }
            }
          });
      cache.forEach(entry -> returned.add(entry.getValue()));
      assertThat(returned).hasSize(THREADS * ROUNDS).doesNotHaveDuplicates();
    }
  }

  /**
   * One writer per key counts up, by puts and removals; readers must never see less than what the
   * writer had completed before they began, nor nothing unless a removal is possible.
   */
  @ParameterizedTest
  @EnumSource
  void get_whileWritten_neverReturnsWhatWasReplacedOrRemoved(Kind kind) throws Exception {
    try (CacheManager manager = manager(kind)) {
      Cache<Integer, Long> cache = cache(manager);
      AtomicLongArray completed = new AtomicLongArray(KEYS);
      AtomicLongArray begunRemoval = new AtomicLongArray(KEYS);
      AtomicBoolean stop = new AtomicBoolean();
      List<Racers.Task> tasks = new ArrayList<>();
      tasks.add(
          racer -> {
            try {
              write(cache, completed, begunRemoval);
            } finally {
              stop.set(true);
            }
          });
      for (int i = 1; i < THREADS; i++) {
        tasks.add(
            racer -> {
              Random random = new Random(racer);
              while (!stop.get()) {
                readAndCheck(cache, random.nextInt(KEYS), completed, begunRemoval);
              }
            });
      }
      Racers.race(tasks);
    }
  }

  private static void write(
      Cache<Integer, Long> cache, AtomicLongArray completed, AtomicLongArray begunRemoval) {
    Random random = new Random(7);
    for (long i = 1; i <= 4L * ROUNDS; i++) {
      int key = random.nextInt(KEYS);
      if (random.nextInt(4) == 0) {
        begunRemoval.set(key, i);
        cache.remove(key);
      } else {
        cache.put(key, i);
      }
      completed.set(key, i);
    }
  }

  private static void readAndCheck(
      Cache<Integer, Long> cache,
      int key,
      AtomicLongArray completed,
      AtomicLongArray begunRemoval) {
    long floor = completed.get(key);
    boolean floorIsRemoval = floor == begunRemoval.get(key);
    Long found = cache.get(key);
    if (found == null) {
      assertThat(begunRemoval.get(key))
          .as("a removal at or after operation %d of key %d", floor, key)
          .isGreaterThanOrEqualTo(floor);
    } else {
      assertThat(found)
          .as("key %d after operation %d%s", key, floor, floorIsRemoval ? ", a removal" : "")
          .isGreaterThanOrEqualTo(floorIsRemoval ? floor + 1 : floor);
    }
  }

  private static long sum(Cache<Integer, Long> cache) {
    long sum = 0;
    for (Cache.Entry<Integer, Long> entry : cache) {
      sum += entry.getValue();
    }
    return sum;
  }

  private static long moved(Cache<?, ?> cache) {
    ThermaeCache<?, ?> thermae = cache.unwrap(ThermaeCache.class);
    return Math.min(thermae.tierStatistics().promotions(), thermae.tierStatistics().demotions());
  }
}
