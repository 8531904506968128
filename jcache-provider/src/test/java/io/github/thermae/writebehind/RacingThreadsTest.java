package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.model.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that race for few keys, with tiers that hold next to nothing and a writer that fails now
 * and then: the database ends up as the cache, and never has two operations on a key at once.
 */
@Timeout(120)
class RacingThreadsTest extends AnyBehind {
  private static final int THREADS = 4;
  private static final int KEYS = 6;
  private static final int OPERATIONS = Integer.getInteger("test.behind.operations", 1_500);

  private final History history = new History();

  @ParameterizedTest
  @CsvSource({
    "MEMORY, true",
    "MEMORY, false",
    "LAZY, true",
    "LAZY, false",
    "WRITE_THROUGH, true",
    "WRITE_THROUGH, false"
  })
  void fewKeys_databaseEndsUpAsTheCache(Mode mode, boolean isCoalescing) throws Exception {
    long seed = Long.getLong("test.behind.seed", System.nanoTime());
    System.out.printf("RacingThreadsTest seed %d, %s %s%n", seed, mode, isCoalescing);
    ThermaeCache<String, String> cache =
        open(
            mode,
            configuration(options(isCoalescing)).hotMaxEntries(1).readThrough(() -> database));
    race(cache, seed);

    assertThat(database.twiceAtOnce()).isEmpty();
    Map<String, String> cached = new HashMap<>();
    cache.forEach(entry -> cached.put(entry.getKey(), entry.getValue()));
    assertThat(database.rows).isEqualTo(cached);
    assertThat(statistics(cache).queuedBytes()).isZero();
    assertThat(statistics(cache).queuedOperations()).isZero();
    assertThat(statistics(cache).deadLetters()).isZero();
    if (mode.isDurable()) {
      assertThat(statistics(reopen(mode, WriteBehindOptions.NONE)).queuedOperations()).isZero();
    }
  }

  /** Nearly every read is answered by the queue or the loader. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void roomForOneEntry_readsSeeNothingOlderThanTheLastWrite(boolean isCoalescing) throws Exception {
    long seed = Long.getLong("test.behind.seed", System.nanoTime());
    System.out.printf("RacingThreadsTest seed %d, room for one, %s%n", seed, isCoalescing);
    ThermaeCache<String, String> cache =
        openWithRoomForOne(configuration(options(isCoalescing)).readThrough(() -> database));
    race(cache, seed);

    assertThat(cache.tierStatistics().evictions()).isPositive();
    assertThat(database.loads).isNotEmpty();
    assertThat(database.twiceAtOnce()).isEmpty();
    for (int i = 0; i < KEYS; i++) {
      String key = "k" + i;
      String unused = history.read(key, () -> database.rows.get(key));
    }
    assertThat(statistics(cache).deadLetters()).isZero();
  }

  private static WriteBehindOptions options(boolean isCoalescing) {
    return EAGER
        .withCoalescing(isCoalescing)
        .withConcurrency(3)
        .withBatchSize(4)
        .withQueueMaxEntries(10)
        .withBlockTimeout(LONG);
  }

  /** When this returns the writer has everything. */
  private void race(ThermaeCache<String, String> cache, long seed) throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      int thread = i;
      tasks.add(() -> work(cache, random, thread));
    }
    tasks.add(() -> disturb(new Random(seed - 1)));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    try {
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        assertThat(task.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(behind(cache).flush(LONG)).isTrue();
  }

  /** No read sees a value that was overwritten, or removed, before the read began. */
  private boolean work(ThermaeCache<String, String> cache, Random random, int thread) {
    for (int i = 0; i < OPERATIONS; i++) {
      String key = "k" + random.nextInt(KEYS);
      String value = thread + "-" + i;
      switch (random.nextInt(10)) {
        case 0 -> history.write(key, null, () -> cache.remove(key));
        case 1, 2 -> history.read(key, () -> cache.get(key));
        case 3 -> {
          String other = "k" + random.nextInt(KEYS) + "x";
          history.write(key, value, () -> cache.putAll(Map.of(key, value, other, value)));
        }
        case 4 -> history.write(key, value, () -> cache.getAndPut(key, value));
        case 5 -> history.write(key, value, () -> append(cache, key, value));
        case 6 -> history.read(key, () -> cache.getAll(Set.of(key)).get(key));
        default -> history.write(key, value, () -> cache.put(key, value));
      }
    }
    return true;
  }

  private void append(ThermaeCache<String, String> cache, String key, String value) {
    cache.invoke(
        key,
        (entry, arguments) -> {
          String seen = history.read(key, entry::getValue);
          entry.setValue(seen == null ? value : value + "+");
          return null;
        });
  }

  private boolean disturb(Random random) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      switch (random.nextInt(4)) {
        case 0 -> database.isDown = !database.isDown;
        case 1 -> database.refused.add("k" + random.nextInt(KEYS));
        case 2 -> database.poison.add("k" + random.nextInt(KEYS));
        default -> {
          database.isDown = false;
          database.refused.clear();
          database.poison.clear();
        }
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(10));
    }
    database.isDown = false;
    database.refused.clear();
    database.poison.clear();
    return true;
  }
}
