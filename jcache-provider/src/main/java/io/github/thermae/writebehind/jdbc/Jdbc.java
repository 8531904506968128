package io.github.thermae.writebehind.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections and the kind of database, for writer and loader. Thread-safe. */
final class Jdbc {
  private final DataSource source;
  private final JdbcTable<?, ?> table;

  /** The same for as long as there is the data source. */
  private volatile @Nullable JdbcDialect dialect;

  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection, JdbcDialect dialect) throws SQLException;
  }

  Jdbc(DataSource source, JdbcTable<?, ?> table) {
    this.source = source;
    this.table = table;
  }

  <T> T read(Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      try {
        return work.on(connection, dialectOf(connection));
      } finally {
        endTransaction(connection);
      }
    }
  }

  /** Does all of the work or nothing, and leaves the connection as it was. */
  <T> T inTransaction(Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      JdbcDialect kind = dialectOf(connection);
      boolean commitsByItself = connection.getAutoCommit();
      connection.setAutoCommit(false);
      boolean isDone = false;
      try {
        T result = work.on(connection, kind);
        connection.commit();
        isDone = true;
        return result;
      } finally {
        if (!isDone) {
          rollBackQuietly(connection);
        }
        connection.setAutoCommit(commitsByItself);
      }
    }
  }

  /** A pool may give connections that do not commit by themselves: the next read must see more. */
  private static void endTransaction(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      rollBackQuietly(connection);
    }
  }

  private static void rollBackQuietly(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // What came before says more; a connection that is broken has rolled back.
    }
  }

  private JdbcDialect dialectOf(Connection connection) throws SQLException {
    JdbcDialect known = dialect;
    if (known == null) {
      known = table.dialectOf(connection);
      dialect = known;
    }
    return known;
  }
}
