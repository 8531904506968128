package io.github.thermae.hibernate.checker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The order in which the rows were changed, kept by the database itself. A transaction that has
 * changed a row, and so holds its lock, adds a line with the next number; the line is there if and
 * only if the transaction was committed. Written past Hibernate, so that no cache knows of it.
 */
final class History {
  /** The stamp of a row that is not there. */
  static final long GONE = -1;

  private History() {}

  static void createTable(DataSource database, String identity) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table history (number "
              + identity
              + ", kind varchar(30), id bigint,"
              + " stamp bigint, deleted int)");
    }
  }

  /** Notes every row of the entity that the calling transaction has given this stamp. */
  static void noteStamped(Connection connection, Kind kind, long stamp) throws SQLException {
    note(connection, kind, stamp, 0);
  }

  /** Notes that the rows that have this stamp are about to go. */
  static void noteDoomed(Connection connection, Kind kind, long stamp) throws SQLException {
    note(connection, kind, stamp, 1);
  }

  private static void note(Connection connection, Kind kind, long stamp, int deleted)
      throws SQLException {
    String sql =
        "insert into history (kind, id, stamp, deleted) select ?, id, stamp, ? from "
            + kind.entityName()
            + " where stamp = ?";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, kind.name());
      insert.setInt(2, deleted);
      insert.setLong(3, stamp);
      insert.executeUpdate();
    }
  }

  /** Notes that the calling transaction has deleted this row. */
  static void noteDeleted(Connection connection, Row key, long stamp) throws SQLException {
    String sql = "insert into history (kind, id, stamp, deleted) values (?, ?, ?, 1)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, key.kind().name());
      insert.setLong(2, key.id());
      insert.setLong(3, stamp);
      insert.executeUpdate();
    }
  }

  /** A change of a row: its stamp, and what it left there. */
  record Change(long stamp, boolean deleted) {
    long left() {
      return deleted ? GONE : stamp;
    }
  }

  /** The committed changes of every row, in their order. */
  static Map<Row, List<Change>> read(DataSource database) throws SQLException {
    Map<Row, List<Change>> changes = new HashMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet lines =
            statement.executeQuery(
                "select kind, id, stamp, deleted from history order by number")) {
      while (lines.next()) {
        changes
            .computeIfAbsent(
                new Row(Kind.valueOf(lines.getString(1)), lines.getLong(2)),
                key -> new ArrayList<>())
            .add(new Change(lines.getLong(3), lines.getInt(4) != 0));
      }
    }
    return changes;
  }
}
