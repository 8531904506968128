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
  /**
   * A cache that is written. JMH does not close states in reverse, so it is one with its writes.
   */
  @State(Scope.Benchmark)
  public static class WrittenCache {
    private final ColdFile file = new ColdFile();
    private @Nullable BackgroundWrites writes;

    /** Fills the cache and starts to write. */
    @Setup
    public void open() {
      file.open();
      writes = new BackgroundWrites(file.cache()::put);
    }

    /** Ends writing and removes the file. */
    @TearDown
    public void close() throws ExecutionException, InterruptedException {
      Opened.part(writes).end();
      file.close();
    }
  }

  /** A raw table that is written. */
  @State(Scope.Benchmark)
  public static class WrittenTable {
    private final RawFile file = new RawFile();
    private @Nullable BackgroundWrites writes;

    /** Fills the table and starts to write. */
    @Setup
    public void open() throws SQLException {
      file.open();
      writes = new BackgroundWrites(file.writer()::put);
    }

    /** Ends writing and removes the file. */
    @TearDown
    public void close() throws SQLException, ExecutionException, InterruptedException {
      Opened.part(writes).end();
      file.close();
    }
  }

  /** A thread's own connection to it. */
  @State(Scope.Thread)
  public static class Reader {
    private final RawReader reader = new RawReader();

    /** Connects. */
    @Setup
    public void open(WrittenTable table) throws SQLException {
      reader.open(table.file);
    }

    /** Disconnects. */
    @TearDown
    public void close() throws SQLException {
      reader.close();
    }
  }

  /** A row of the file. */
  @Benchmark
  public @Nullable String thermae(WrittenCache cache, KeyStream keys) {
    return cache.file.cache().get(keys.next(Keys.COUNT));
  }

  /** What SQLite needs for it. */
  @Benchmark
  public @Nullable String raw(Reader reader, KeyStream keys) throws SQLException {
    return reader.reader.table().find(keys.next(Keys.COUNT));
  }
}
