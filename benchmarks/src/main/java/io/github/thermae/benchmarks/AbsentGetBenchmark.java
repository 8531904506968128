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
 * A read of a key that is not there, of a write-through store that was opened with 100,000 entries.
 * What is asked for would stand right behind a stored key, so SQLite has to go down to the leaves
 * of its index. Beside it a prepared SELECT that finds nothing, with a connection per thread.
 *
 * <p>Goal: the ratio thermae : raw, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class AbsentGetBenchmark {
  /** Long enough to build the filter of the keys in the background. */
  private static final long FILTER_PAUSE_MILLIS = 3_000;

  private static String absentKey(KeyStream keys) {
    return keys.next(Keys.COUNT) + "-";
  }

  /** A cache that was opened with its entries in the file. */
  @State(Scope.Benchmark)
  public static class Reopened {
    private @Nullable TemporaryFolder folder;
    private @Nullable ThermaeStore store;

    /** Fills the cache, opens it anew, and waits for its filter. */
    @Setup
    public void open() throws InterruptedException {
      folder = new TemporaryFolder();
      StoreOptions options = StoreOptions.builder().path(folder.file("absent.db")).build();
      try (ThermaeStore filled = ThermaeStore.open(options, 1)) {
        filled.fill(Keys.COUNT, Keys::key);
      }
      store = ThermaeStore.open(options, ThermaeStore.HOT_FOR_ALL);
      Thread.sleep(FILTER_PAUSE_MILLIS);
    }

    /** Removes the file. */
    @TearDown
    public void close() {
      Opened.part(store).close();
      Opened.part(folder).close();
    }
  }

  /** A miss. */
  @Benchmark
  public @Nullable String thermae(Reopened reopened, KeyStream keys) {
    return Opened.part(reopened.store).cache().get(absentKey(keys));
  }

  /** What SQLite needs for it. */
  @Benchmark
  public @Nullable String raw(RawReader reader, KeyStream keys) throws SQLException {
    return reader.table().find(absentKey(keys));
  }
}
