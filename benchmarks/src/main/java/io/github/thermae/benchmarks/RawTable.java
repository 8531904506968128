package io.github.thermae.benchmarks;

import io.github.thermae.config.Synchronous;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * SQLite without Thermae: a connection to a table of the same layout, with the same pragmas and
 * prepared statements. What a program would do that needs neither check values nor a codec. For one
 * thread at a time.
 */
final class RawTable implements AutoCloseable {
  /** SQLite's own {@code wal_autocheckpoint}, in pages. */
  static final int DEFAULT_CHECKPOINT_PAGES = 1_000;

  /** {@code Connections.WAL_AUTOCHECKPOINT_PAGES} of Thermae. */
  static final int THERMAE_CHECKPOINT_PAGES = 4_000;

  private static final int WRITER_CACHE_KIB = 16 * 1024;
  private static final int READER_CACHE_KIB = 8 * 1024;

  /** Takes as much room as a check value. */
  private static final long CHECK = -812_384_719_238_471_923L;

  // Copied from io.github.thermae.internal.sqlite.TableSql, with other names: keep them alike.
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, key NOT NULL, schema, version,"
          + " expires_at, updated_at, accessed_at, \"check\", value)";
  private static final String KEY_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS t_key ON t (key)";
  private static final String EXPIRY_INDEX =
      "CREATE INDEX IF NOT EXISTS t_expiry ON t (expires_at) WHERE expires_at IS NOT NULL";
  private static final String UPSERT =
      "INSERT INTO t (key, schema, version, expires_at, updated_at, accessed_at, \"check\", value)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
          + " schema = excluded.schema, version = excluded.version,"
          + " expires_at = excluded.expires_at, updated_at = excluded.updated_at,"
          + " accessed_at = excluded.accessed_at, \"check\" = excluded.\"check\","
          + " value = excluded.value";

  private static final String SELECT =
      "SELECT id, key, schema, version, expires_at, updated_at, accessed_at, \"check\", value FROM"
          + " t WHERE key = ?";

  private final Connection connection;
  private final PreparedStatement select;
  private final PreparedStatement upsert;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private long version;

  private RawTable(Connection connection) throws SQLException {
    this.connection = connection;
    this.select = connection.prepareStatement(SELECT);
    this.upsert = connection.prepareStatement(UPSERT);
    this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
    this.commit = connection.prepareStatement("COMMIT");
  }

  /** A connection that writes, as Thermae's does; makes the table if there is none. */
  static RawTable writer(Path file, Synchronous synchronous, int checkpointPages)
      throws SQLException {
    return open(
        file,
        "PRAGMA auto_vacuum = INCREMENTAL",
        "PRAGMA cache_size = -" + WRITER_CACHE_KIB,
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = " + synchronous,
        "PRAGMA wal_autocheckpoint = " + checkpointPages,
        "PRAGMA journal_size_limit = 33554432",
        TABLE,
        KEY_INDEX,
        EXPIRY_INDEX);
  }

  /** The same with the settings that Thermae has unless told otherwise. */
  static RawTable writer(Path file) throws SQLException {
    return writer(file, Synchronous.NORMAL, THERMAE_CHECKPOINT_PAGES);
  }

  /** One more connection, which reads. */
  static RawTable reader(Path file) throws SQLException {
    return open(file, "PRAGMA cache_size = -" + READER_CACHE_KIB, "PRAGMA query_only = ON");
  }

  private static RawTable open(Path file, String... statements) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // As Thermae does: else sqlite-jdbc runs one more SELECT after every statement.
    config.setGetGeneratedKeys(false);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA temp_store = MEMORY");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return new RawTable(connection);
  }

  /** Puts so many keys, in transactions of a thousand. */
  void fill(int count, IntFunction<String> keys) {
    Batches.forEach(count, keys, Values.OLD, this::putAllUnchecked);
  }

  /** One transaction, for lambdas. */
  void putAllUnchecked(Map<String, String> entries) {
    try {
      putAll(entries);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One transaction. */
  void putAll(Map<String, String> entries) throws SQLException {
    begin.execute();
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      put(entry.getKey(), entry.getValue());
    }
    commit.execute();
  }

  /** One upsert, which SQLite commits by itself unless a transaction is open. */
  void put(String key, String value) throws SQLException {
    long now = System.currentTimeMillis();
    upsert.setString(1, key);
    upsert.setInt(2, 1);
    upsert.setLong(3, ++version);
    upsert.setNull(4, Types.INTEGER);
    upsert.setLong(5, now);
    upsert.setLong(6, now);
    upsert.setLong(7, CHECK);
    upsert.setBytes(8, value.getBytes(StandardCharsets.UTF_8));
    upsert.executeUpdate();
  }

  /** Reads all columns; the value is made a String, and nothing else is done with the rest. */
  @Nullable String find(String key) throws SQLException {
    select.setString(1, key);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? valueOf(row) : null;
    }
  }

  private static String valueOf(ResultSet row) throws SQLException {
    for (int column = 1; column <= 8; column++) {
      Object unused = row.getObject(column);
    }
    return new String(row.getBytes(9), StandardCharsets.UTF_8);
  }

  /** The last connection to close folds the log into the file. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
