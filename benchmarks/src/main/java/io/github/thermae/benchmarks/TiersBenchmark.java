package io.github.thermae.benchmarks;

import io.github.thermae.config.StoreOptions;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A read from the tiers below the hot one, beside SQLite itself through one prepared statement with
 * an implicit transaction per read and a connection per thread. 100,000 entries, keys at random,
 * values of 200 characters.
 *
 * <p>Goal: the ratios cold : raw and warm : cold, with one and with two threads, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class TiersBenchmark {
  /** A cache with everything in warm memory, and a hot tier of one entry. */
  @State(Scope.Benchmark)
  public static class Warm {
    private @Nullable TemporaryFolder folder;
    private @Nullable ThermaeStore store;

    /** Fills the cache. */
    @Setup
    public void open() {
      folder = new TemporaryFolder();
      StoreOptions options =
          StoreOptions.builder().path(folder.file("warm.db")).warmMaxBytes(1L << 30).build();
      store = ThermaeStore.open(options, 1);
      store.fill(Keys.COUNT, Keys::key);
    }

    /** Removes the file. */
    @TearDown
    public void close() {
      Opened.part(store).close();
      Opened.part(folder).close();
    }
  }

  /** An entry of the warm tier; another one goes down for it. */
  @Benchmark
  public @Nullable String warmGet(Warm warm, KeyStream keys) {
    return Opened.part(warm.store).cache().get(keys.next(Keys.COUNT));
  }

  /** A row of the file. */
  @Benchmark
  public @Nullable String coldGet(ColdFile file, KeyStream keys) {
    return file.cache().get(keys.next(Keys.COUNT));
  }

  /** What SQLite needs for it. */
  @Benchmark
  public @Nullable String rawSelect(RawReader reader, KeyStream keys) throws SQLException {
    return reader.table().find(keys.next(Keys.COUNT));
  }
}
