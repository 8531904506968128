package io.github.thermae.benchmarks;

import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What can be written in the long run: 200,000 new keys at random, values of 200 characters, into
 * an empty store, the drain included. All who have a file are closed inside the measurement: that
 * saves what waits and folds the log into the file. An operation is one entry.
 *
 * <p>Each invocation has a file of its own. What a rival's keys are is made before the clock
 * starts.
 *
 * <p>Goal: the ratios of each mode : its raw limit (lazyPuts and writeThroughPutAll : rawSorted and
 * rawUnsorted; memoryPutAll : caffeinePutAll), see README.md.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Fork(1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@State(Scope.Thread)
@OperationsPerInvocation(LazySustainedBenchmark.ENTRIES)
public class LazySustainedBenchmark {
  /** How many entries are written. */
  static final int ENTRIES = 200_000;

  private final SplittableRandom random = new SplittableRandom(Keys.SEED);
  private String[] keys = {};
  private @Nullable TemporaryFolder folder;

  /** Makes new keys, and a folder for the file. */
  @Setup(Level.Invocation)
  public void prepare() {
    keys = new String[ENTRIES];
    Arrays.setAll(keys, i -> "key-" + Long.toHexString(random.nextLong()));
    folder = new TemporaryFolder();
  }

  /** Removes the file. */
  @TearDown(Level.Invocation)
  public void remove() {
    Opened.part(folder).close();
  }

  private ThermaeStore open(PersistMode mode) {
    StoreOptions.Builder options = StoreOptions.builder().persistMode(mode);
    if (mode != PersistMode.MEMORY) {
      options.path(Opened.part(folder).file("thermae.db"));
    }
    return ThermaeStore.open(options.build(), ThermaeStore.HOT_FOR_ALL);
  }

  private String key(int i) {
    return keys[i];
  }

  /** Single puts with the default queue; writers help to flush when it is full. */
  @Benchmark
  public void lazyPuts() {
    try (ThermaeStore store = open(PersistMode.LAZY)) {
      for (String key : keys) {
        store.cache().put(key, Values.NEW);
      }
    }
  }

  /** {@code putAll} of a thousand, each a transaction. */
  @Benchmark
  public void writeThroughPutAll() {
    try (ThermaeStore store = open(PersistMode.WRITE_THROUGH)) {
      Batches.forEach(ENTRIES, this::key, Values.NEW, store.cache()::putAll);
    }
  }

  /** {@code putAll} of a thousand without a file. */
  @Benchmark
  public void memoryPutAll() {
    try (ThermaeStore store = open(PersistMode.MEMORY)) {
      Batches.forEach(ENTRIES, this::key, Values.NEW, store.cache()::putAll);
    }
  }

  /** The same into Caffeine. */
  @Benchmark
  public Object caffeinePutAll() {
    var caffeine = HotCaches.caffeine();
    Batches.forEach(ENTRIES, this::key, Values.NEW, caffeine::putAll);
    return caffeine;
  }

  /** Transactions of a thousand, in the order in which the keys come. */
  @Benchmark
  public void rawUnsorted() throws SQLException {
    try (RawTable table = openRaw()) {
      Batches.forEach(ENTRIES, this::key, Values.NEW, table::putAllUnchecked);
    }
  }

  /** Transactions of a thousand, each sorted by key. */
  @Benchmark
  public void rawSorted() throws SQLException {
    try (RawTable table = openRaw()) {
      Batches.forEach(
          ENTRIES, this::key, Values.NEW, batch -> table.putAllUnchecked(new TreeMap<>(batch)));
    }
  }

  private RawTable openRaw() throws SQLException {
    return RawTable.writer(Opened.part(folder).file("raw.db"));
  }
}
