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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Threads that race for few keys, with tiers that hold next to nothing and a writer that fails now
 * and then: the database ends up as the cache, and never has two operations on a key at once.
 */
@Timeout(120)
class RacingThreadsTest extends AnyBehind {
  private static final int THREADS = 4;
  private static final int KEYS = 6;
  private static final int OPERATIONS = Integer.getInteger("test.behind.operations", 1_500);

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
            configuration(
                    EAGER
                        .withCoalescing(isCoalescing)
                        .withConcurrency(3)
                        .withBatchSize(4)
                        .withQueueMaxEntries(10)
                        .withBlockTimeout(LONG))
                .hotMaxEntries(1)
                .readThrough(() -> database));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      int thread = i;
      tasks.add(() -> work(cache, random, thread));
    }
    tasks.add(() -> disturb(new Random(seed - 1)));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    for (Future<Boolean> task : threads.invokeAll(tasks)) {
      assertThat(task.get()).isTrue();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    database.isDown = false;
    database.refused.clear();
    database.poison.clear();
    assertThat(behind(cache).flush(LONG)).isTrue();

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

  /** Reads see nothing older than what the database had when they began. */
  private boolean work(ThermaeCache<String, String> cache, Random random, int thread) {
    for (int i = 0; i < OPERATIONS; i++) {
      String key = "k" + random.nextInt(KEYS);
      String value = thread + "-" + i;
      switch (random.nextInt(8)) {
        case 0 -> cache.remove(key);
        case 1 -> cache.get(key);
        case 2 -> cache.putAll(Map.of(key, value, "k" + random.nextInt(KEYS) + "x", value));
        case 3 -> cache.getAndPut(key, value);
        case 4 ->
            cache.invoke(
                key,
                (entry, arguments) -> {
                  entry.setValue(entry.getValue() == null ? value : value + "+");
                  return null;
                });
        default -> cache.put(key, value);
      }
    }
    return true;
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
