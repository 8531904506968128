package io.github.thermae.benchmarks;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
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
 * A cold read while another thread commits a write every 5 ms, so that a kept read transaction has
 * to be renewed two hundred times a second; beside SQLite with the same writes from a connection of
 * their own. All else is as in {@link TiersBenchmark}, where nothing is written.
 *
 * <p>Goal: the ratio thermae : raw, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class ColdGetWhileWritingBenchmark {
  /** Writes to the cache. */
  @State(Scope.Benchmark)
  public static class Puts {
    private @Nullable BackgroundWrites writes;

    /** Starts. */
    @Setup
    public void start(ColdFile file) {
      writes = new BackgroundWrites(file.cache()::put);
    }

    /** Ends. */
    @TearDown
    public void end() throws ExecutionException, InterruptedException {
      Opened.part(writes).end();
    }
  }

  /** Writes to the raw table. */
  @State(Scope.Benchmark)
  public static class Upserts {
    private @Nullable BackgroundWrites writes;

    /** Starts. */
    @Setup
    public void start(RawFile file) {
      writes = new BackgroundWrites(file.writer()::put);
    }

    /** Ends. */
    @TearDown
    public void end() throws ExecutionException, InterruptedException {
      Opened.part(writes).end();
    }
  }

  /** A row of the file. */
  @Benchmark
  public @Nullable String thermae(ColdFile file, Puts puts, KeyStream keys) {
    return file.cache().get(keys.next(Keys.COUNT));
  }

  /** What SQLite needs for it. */
  @Benchmark
  public @Nullable String raw(RawReader reader, Upserts upserts, KeyStream keys)
      throws SQLException {
    return reader.table().find(keys.next(Keys.COUNT));
  }
}
