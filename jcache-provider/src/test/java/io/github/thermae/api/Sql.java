package io.github.thermae.api;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite tool, as a user would point it at a store's file. */
public final class Sql {
  private Sql() {}

  /** Asks on a connection of its own that can only read; the store may be open. */
  public static List<Object> column(Path file, String select, Object... parameters) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    try (Connection connection = connect(file, config);
        PreparedStatement statement = connection.prepareStatement(select)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<Object> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getObject(1));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(select, e);
    }
  }

  public static long number(Path file, String select, Object... parameters) {
    return ((Number) column(file, select, parameters).get(0)).longValue();
  }

  /** Changes a file behind the store's back; the store is closed. */
  public static void change(Path file, String... statements) {
    try (Connection connection = connect(file, new SQLiteConfig());
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(Path file, SQLiteConfig config) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toUri().toASCIIString());
    return source.getConnection();
  }
}
