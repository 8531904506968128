package io.github.thermae.benchmarks;

import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A put over an entry that the hot tier holds: String to String, 100,000 keys, Zipf 0.99. The value
 * is a new object, as it would be in life: Caffeine does next to nothing for one that is there
 * already, and the garbage collector asks little for one that has been there for long.
 *
 * <p>{@code thermae-lazy} is a lazy store before its flush: interval, batch and queue are so large
 * that nothing is saved while it is measured. All 100,000 keys are in the queue from the beginning,
 * so that every put replaces a waiting one (coalescing); all are saved in the teardown.
 *
 * <p>Goal: the ratios Thermae in memory : caffeine-jcache, and lazy : memory, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class HotPutBenchmark {
  private static final int NEVER_FULL = 10_000_000;

  /** Who stores. */
  @Param({
    "caffeine",
    "thermae-by-reference",
    "thermae-by-value",
    "thermae-lazy",
    "caffeine-jcache-by-reference",
    "caffeine-jcache-by-value"
  })
  public String cache = "";

  private BiConsumer<String, String> put = (key, value) -> {};
  private String[] keys = {};
  private @Nullable TemporaryFolder folder;
  private @Nullable ThermaeStore lazy;

  /** Fills the cache. */
  @Setup
  public void fill() {
    keys = Keys.zipf();
    put =
        switch (cache) {
          case "caffeine" -> HotCaches.caffeine()::put;
          case "thermae-by-reference" -> HotCaches.thermaeByReference()::put;
          case "thermae-by-value" -> HotCaches.thermaeByValue()::put;
          case "thermae-lazy" -> openLazy().cache()::put;
          case "caffeine-jcache-by-reference" -> HotCaches.caffeineJcacheByReference()::put;
          case "caffeine-jcache-by-value" -> HotCaches.caffeineJcacheByValue()::put;
          default -> throw new IllegalArgumentException(cache);
        };
    for (int i = 0; i < Keys.COUNT; i++) {
      put.accept(Keys.key(i), Values.OLD);
    }
  }

  private ThermaeStore openLazy() {
    folder = new TemporaryFolder();
    StoreOptions options =
        StoreOptions.builder()
            .path(folder.file("lazy.db"))
            .persistMode(PersistMode.LAZY)
            .flushInterval(Duration.ofHours(1))
            .flushBatch(NEVER_FULL)
            .queueMaxEntries(NEVER_FULL)
            .queueMaxBytes(1L << 40)
            .build();
    lazy = ThermaeStore.open(options, ThermaeStore.HOT_FOR_ALL);
    return lazy;
  }

  /** Saves what waits, and removes the file. */
  @TearDown
  public void close() {
    if (lazy != null) {
      lazy.close();
      Opened.part(folder).close();
    }
  }

  /** One put. */
  @Benchmark
  public void put(ZipfPosition position) {
    put.accept(position.next(keys), new String(Values.NEW));
  }
}
