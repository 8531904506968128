package io.github.thermae.benchmarks;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
 * A put that is committed when it returns, values of 200 characters, beside a prepared upsert in a
 * transaction of its own, through one connection under a lock. Use {@code -t 1}, {@code -t 2} and
 * {@code -t 8}.
 *
 * <p>A population of 1,000,000 starts with an empty file, so nearly all puts are inserts; one of
 * 100,000 is in the file, but not in memory, so all are updates. The faster one of two rivals
 * writes more in its time, and has the larger table then.
 *
 * <p>Goal: the ratio thermae : raw, with either checkpoint setting of raw, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class WriteThroughPutBenchmark {
  /** The most keys of which all are in the file from the beginning. */
  private static final int FILLED_MAX = Keys.COUNT;

  /** What both sides write. */
  @State(Scope.Benchmark)
  public static class Workload {
    /** When the disk is waited for. */
    @Param({"NORMAL", "FULL"})
    public Synchronous synchronous = Synchronous.NORMAL;

    /** How many different keys there are. */
    @Param({"1000000", "100000"})
    public int population;

    private int filled() {
      return population <= FILLED_MAX ? population : 0;
    }
  }

  /** A cache without memory. */
  @State(Scope.Benchmark)
  public static class WriteThrough {
    private @Nullable TemporaryFolder folder;
    private @Nullable ThermaeStore store;

    /** Fills the cache if it is to be. */
    @Setup
    public void open(Workload workload) {
      folder = new TemporaryFolder();
      StoreOptions options =
          StoreOptions.builder()
              .path(folder.file("puts.db"))
              .synchronous(workload.synchronous)
              .warmMaxBytes(0)
              .build();
      store = ThermaeStore.open(options, 1);
      store.fill(workload.filled(), Keys::key);
    }

    /** Removes the file. */
    @TearDown
    public void close() {
      Opened.part(store).close();
      Opened.part(folder).close();
    }
  }

  /** One connection for all threads. */
  @State(Scope.Benchmark)
  public static class Raw {
    /** SQLite's {@code wal_autocheckpoint}: its own, and that of Thermae. */
    @Param({"" + RawTable.DEFAULT_CHECKPOINT_PAGES, "" + RawTable.THERMAE_CHECKPOINT_PAGES})
    public int checkpointPages;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable TemporaryFolder folder;
    private @Nullable RawTable table;

    /** Fills the table if it is to be. */
    @Setup
    public void open(Workload workload) throws SQLException {
      folder = new TemporaryFolder();
      table = RawTable.writer(folder.file("raw.db"), workload.synchronous, checkpointPages);
      table.fill(workload.filled(), Keys::key);
    }

    private void put(String key) throws SQLException {
      lock.lock();
      try {
        Opened.part(table).put(key, Values.NEW);
      } finally {
        lock.unlock();
      }
    }

    /** Removes the file. */
    @TearDown
    public void close() throws SQLException {
      Opened.part(table).close();
      Opened.part(folder).close();
    }
  }

  /** One put. */
  @Benchmark
  public void thermae(Workload workload, WriteThrough file, KeyStream keys) {
    Opened.part(file.store).cache().put(keys.next(workload.population), Values.NEW);
  }

  /** One upsert. */
  @Benchmark
  public void raw(Workload workload, Raw raw, KeyStream keys) throws SQLException {
    raw.put(keys.next(workload.population));
  }
}
