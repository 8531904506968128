package io.github.thermae.benchmarks;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A read from each tier and a write-through put, beside SQLite itself through one prepared
 * statement on a table of the same rows. 100,000 entries, keys at random, values of 200 characters.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class TiersBenchmark {
  private static final String VALUE = "x".repeat(200);

  private final Random random = new Random(107);
  private @Nullable Path folder;
  private @Nullable CacheManager manager;
  private @Nullable Cache<String, String> warm;
  private @Nullable Cache<String, String> cold;
  private @Nullable Connection raw;
  private @Nullable PreparedStatement select;
  private @Nullable PreparedStatement upsert;

  /** Fills two stores, one with warm memory for everything and one without any, and a raw table. */
  @Setup(Level.Trial)
  public void open() throws IOException, SQLException {
    folder = Files.createTempDirectory("thermae-benchmark");
    manager = new ThermaeCachingProvider().getCacheManager();
    warm = filled("warm.db", 1L << 30);
    cold = filled("cold.db", 0);
    raw = rawTable(folder.resolve("raw.db"));
    select = raw.prepareStatement("SELECT * FROM t WHERE key = ?");
    upsert =
        raw.prepareStatement(
            "INSERT INTO t (key, value, version) VALUES (?, ?, 1)"
                + " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  }

  private Cache<String, String> filled(String file, long warmBytes) {
    StoreOptions options =
        StoreOptions.builder().path(at(folder).resolve(file)).warmMaxBytes(warmBytes).build();
    Cache<String, String> cache =
        new ThermaeCachingProvider()
            .getCacheManager(null, null, options.toProperties())
            .createCache(
                "entries",
                ThermaeConfiguration.builder(String.class, String.class).hotMaxEntries(1).build());
    for (int i = 0; i < Keys.COUNT; i++) {
      cache.put(Keys.key(i), VALUE);
    }
    return cache;
  }

  private static Connection rawTable(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, key, value, version)");
      statement.execute("CREATE UNIQUE INDEX t_key ON t (key)");
      statement.execute("BEGIN");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (key, value, version) VALUES (?, ?, 1)")) {
      for (int i = 0; i < Keys.COUNT; i++) {
        insert.setString(1, Keys.key(i));
        insert.setString(2, VALUE);
        insert.executeUpdate();
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("COMMIT");
    }
    return connection;
  }

  /** Closes the stores and removes their files. */
  @TearDown(Level.Trial)
  public void close() throws IOException, SQLException {
    at(raw).close();
    for (Cache<?, ?> cache : List.of(at(warm), at(cold))) {
      cache.getCacheManager().close();
    }
    at(manager).close();
    try (var files = Files.walk(at(folder))) {
      files.sorted(Comparator.reverseOrder()).forEach(TiersBenchmark::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String key() {
    return Keys.key(random.nextInt(Keys.COUNT));
  }

  /** An entry of the warm tier; another one goes down for it. */
  @Benchmark
  public String warmGet() {
    return at(warm).get(key());
  }

  /** A row of the file. */
  @Benchmark
  public String coldGet() {
    return at(cold).get(key());
  }

  /** What SQLite needs for it. */
  @Benchmark
  public String rawSelect() throws SQLException {
    PreparedStatement statement = at(select);
    statement.setString(1, key());
    try (ResultSet found = statement.executeQuery()) {
      found.next();
      return found.getString("value");
    }
  }

  /** A put that has returned is committed. */
  @Benchmark
  public void writeThroughPut() {
    at(cold).put(key(), VALUE);
  }

  /** What SQLite needs for it. */
  @Benchmark
  public int rawUpsert() throws SQLException {
    PreparedStatement statement = at(upsert);
    statement.setString(1, key());
    statement.setString(2, VALUE);
    return statement.executeUpdate();
  }

  private static <T> T at(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the benchmark was not set up");
    }
    return part;
  }
}
