package io.github.thermae.benchmarks;

import io.github.thermae.config.StoreOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * The time from {@code getCacheManager} to the end of the first read, of a file that was closed
 * properly and is in the operating system's memory; beside opening a connection and one SELECT. The
 * file is filled once; closing is not measured.
 *
 * <p>Goal: the ratio of 1,000,000 entries : 10,000 entries, and of thermae : raw, see README.md.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Fork(1)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@State(Scope.Benchmark)
public class OpenBenchmark {
  /** How many entries the file has. */
  @Param({"10000", "1000000"})
  public int entries;

  private final Random random = new Random(Keys.SEED);
  private @Nullable AutoCloseable opened;

  /** Closes what an invocation has opened. */
  @TearDown(Level.Invocation)
  public void close() throws Exception {
    Opened.part(opened).close();
  }

  /** A file of Thermae. */
  @State(Scope.Benchmark)
  public static class ThermaeFile {
    private @Nullable TemporaryFolder folder;

    private StoreOptions options() {
      return StoreOptions.builder().path(Opened.part(folder).file("thermae.db")).build();
    }

    /** Fills it. */
    @Setup
    public void fill(OpenBenchmark benchmark) {
      folder = new TemporaryFolder();
      try (ThermaeStore store = ThermaeStore.open(options(), 1)) {
        store.fill(benchmark.entries, Keys::key);
      }
    }

    /** Removes it. */
    @TearDown
    public void remove() {
      Opened.part(folder).close();
    }
  }

  /** A file of a raw table. */
  @State(Scope.Benchmark)
  public static class RawTableFile {
    private @Nullable TemporaryFolder folder;

    private Path path() {
      return Opened.part(folder).file("raw.db");
    }

    /** Fills it. */
    @Setup
    public void fill(OpenBenchmark benchmark) throws SQLException {
      folder = new TemporaryFolder();
      try (RawTable table = RawTable.writer(path())) {
        table.fill(benchmark.entries, Keys::key);
      }
    }

    /** Removes it. */
    @TearDown
    public void remove() {
      Opened.part(folder).close();
    }
  }

  private String key() {
    return Keys.key(random.nextInt(entries));
  }

  /** A manager, its cache, and a read. */
  @Benchmark
  public @Nullable String thermae(ThermaeFile file) {
    ThermaeStore store = ThermaeStore.open(file.options(), ThermaeStore.HOT_FOR_ALL);
    opened = store;
    return store.cache().get(key());
  }

  /** A connection and a read. */
  @Benchmark
  public @Nullable String raw(RawTableFile file) throws SQLException {
    RawTable table = RawTable.writer(file.path());
    opened = table;
    return table.find(key());
  }
}
