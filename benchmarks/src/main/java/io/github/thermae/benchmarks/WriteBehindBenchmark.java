package io.github.thermae.benchmarks;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.writebehind.WriteBehind;
import io.github.thermae.writebehind.jdbc.JdbcCacheWriter;
import io.github.thermae.writebehind.jdbc.JdbcTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@value #PUTS} puts of different keys into a cache with a file, over the same table in an H2
 * file: with the writer behind the cache, until the database has all of them, and until they are
 * acknowledged; and write-through, where each put waits for its own transaction.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
@State(Scope.Benchmark)
public class WriteBehindBenchmark {
  static final int PUTS = 5_000;

  /** How many rows the database gets at once; 0 for write-through. */
  @Param({"0", "1", "10", "100", "1000"})
  public int batchSize;

  private @Nullable TemporaryFolder folder;
  private @Nullable JdbcConnectionPool database;
  private @Nullable ThermaeStore store;
  private int round;

  /** Makes the table and the cache. */
  @Setup
  public void open() throws SQLException {
    TemporaryFolder made = new TemporaryFolder();
    folder = made;
    JdbcConnectionPool pool =
        JdbcConnectionPool.create("jdbc:h2:file:" + made.file("shop") + ";WRITE_DELAY=0", "", "");
    database = pool;
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE entries (k VARCHAR(40) PRIMARY KEY, v VARCHAR(1000))");
    }
    store =
        ThermaeStore.open(
            StoreOptions.builder().path(made.file("puts.db")).build(), configuration(pool));
  }

  private ThermaeConfiguration<String, String> configuration(DataSource source) {
    JdbcTable<String, String> table =
        JdbcTable.ofText("entries", "k", String.class, "v", text -> text, text -> text);
    var configuration = ThermaeConfiguration.builder(String.class, String.class);
    var writer = JdbcCacheWriter.factoryOf(source, table);
    return batchSize == 0
        ? configuration.writeThrough(writer).build()
        : configuration
            .writeBehind(
                writer,
                WriteBehindOptions.NONE
                    .withBatchSize(batchSize)
                    .withMaxDelay(Duration.ofMillis(10)))
            .build();
  }

  private Optional<WriteBehind<String, String>> behind() {
    @SuppressWarnings("unchecked") // it was made with these types
    ThermaeCache<String, String> cache = Opened.part(store).cache().unwrap(ThermaeCache.class);
    return cache.writeBehind();
  }

  /** Every round starts with an empty queue. */
  @TearDown(Level.Invocation)
  public void drain() {
    behind().ifPresent(WriteBehindBenchmark::drain);
  }

  private static void drain(WriteBehind<String, String> behind) {
    if (!behind.flush(Duration.ofMinutes(5))) {
      throw new IllegalStateException("not drained: " + behind.statistics());
    }
  }

  /** Removes the files. */
  @TearDown
  public void close() {
    Opened.part(store).close();
    Opened.part(database).dispose();
    Opened.part(folder).close();
  }

  private void puts() {
    round++;
    for (int i = 0; i < PUTS; i++) {
      Opened.part(store).cache().put("k" + (i + round % 4 * PUTS), Values.NEW);
    }
  }

  /** Until each put has returned. */
  @Benchmark
  @OperationsPerInvocation(PUTS)
  public void acknowledged() {
    puts();
  }

  /** Until the database has all of them. */
  @Benchmark
  @OperationsPerInvocation(PUTS)
  public void delivered() {
    puts();
    behind().ifPresent(WriteBehindBenchmark::drain);
  }
}
