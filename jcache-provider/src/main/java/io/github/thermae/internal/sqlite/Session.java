package io.github.thermae.internal.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection and the prepared statements that are kept on it: preparing costs a quarter of a
 * point read. At most {@value #STATEMENTS_MAX} are kept, the least recently used leaves. Used by
 * one thread at a time; {@link Writer} and {@link ReaderPool} see to that.
 */
final class Session implements AutoCloseable {
  /** Some hundred caches with their few statements each; a statement takes a few KB. */
  static final int STATEMENTS_MAX = 256;

  private final Connection connection;
  private final Map<String, PreparedStatement> kept = new LinkedHashMap<>(64, 0.75f, true);

  Session(Connection connection) {
    this.connection = connection;
  }

  /** The statement of this text; stays this session's, so it must not be closed. */
  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = kept.get(sql);
    if (known != null) {
      return known;
    }
    PreparedStatement prepared = connection.prepareStatement(sql);
    kept.put(sql, prepared);
    if (kept.size() > STATEMENTS_MAX) {
      String eldest = kept.keySet().iterator().next();
      PreparedStatement leaving = kept.remove(eldest);
      if (leaving != null) {
        leaving.close();
      }
    }
    return prepared;
  }

  /** Runs a statement that is not worth keeping. */
  void execute(String sql) throws SQLException {
    try (Statement once = connection.createStatement()) {
      once.execute(sql);
    }
  }

  /** As {@link #execute}, to its end: some pragmas do a part of their work for each row. */
  void executeWhole(String sql) throws SQLException {
    try (Statement once = connection.createStatement()) {
      // Unlike the other calls this one steps through all rows.
      int unused = once.executeUpdate(sql);
    }
  }

  /** The first column of the first row of a statement that is not worth keeping, as text. */
  String queryText(String sql) throws SQLException {
    try (Statement once = connection.createStatement();
        ResultSet rows = once.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** Bytes of the pages of the file that hold something. */
  long usedBytes() throws SQLException {
    return (number("PRAGMA page_count") - number("PRAGMA freelist_count"))
        * number("PRAGMA page_size");
  }

  /** What {@link #queryText} finds, as a number. */
  long number(String sql) throws SQLException {
    return Long.parseLong(queryText(sql));
  }

  int keptStatements() {
    return kept.size();
  }

  /** Closes the kept statements, as when some may have failed or their table is gone. */
  void forgetStatements() {
    for (PreparedStatement statement : kept.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // It reports again what went wrong when it was run.
      }
    }
    kept.clear();
  }

  /** Closes the connection, and with it the statements. */
  @Override
  public void close() throws SQLException {
    kept.clear();
    connection.close();
  }
}
