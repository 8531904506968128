package io.github.thermae.writebehind.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of database: how it writes a row whether or not there is one with the key. */
public enum JdbcDialect {
  /** SQLite 3.24 or later. Has few types: what it has no type for is kept as text. */
  SQLITE {
    @Override
    String upsert(String table, String key, List<String> columns) {
      return onConflict(table, key, columns);
    }
  },

  /** H2. */
  H2 {
    @Override
    String upsert(String table, String key, List<String> columns) {
      return into("MERGE INTO", table, key, columns, " KEY (" + key + ")");
    }
  },

  /** PostgreSQL 9.5 or later. */
  POSTGRESQL {
    @Override
    String upsert(String table, String key, List<String> columns) {
      return onConflict(table, key, columns);
    }
  },

  /** MySQL and MariaDB. */
  MYSQL {
    @Override
    String upsert(String table, String key, List<String> columns) {
      String updates =
          columns.isEmpty()
              ? key + " = " + key
              : columns.stream()
                  .map(column -> column + " = VALUES(" + column + ")")
                  .collect(Collectors.joining(", "));
      return into("INSERT INTO", table, key, columns, "") + " ON DUPLICATE KEY UPDATE " + updates;
    }
  };

  /** A statement with a parameter for the key and then one for each column. */
  abstract String upsert(String table, String key, List<String> columns);

  /**
   * The kind of database behind a connection.
   *
   * @throws SQLException also if it is none of those
   */
  static JdbcDialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "sqlite" -> SQLITE;
      case "h2" -> H2;
      case "postgresql" -> POSTGRESQL;
      case "mysql", "mariadb" -> MYSQL;
      default ->
          throw new SQLException(
              "The database is "
                  + product
                  + ", which is none of "
                  + List.of(values())
                  + ": give the one whose upsert it understands to JdbcTable.dialect");
    };
  }

  private static String onConflict(String table, String key, List<String> columns) {
    String updates =
        columns.isEmpty()
            ? "NOTHING"
            : columns.stream()
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", ", "UPDATE SET ", ""));
    return into("INSERT INTO", table, key, columns, "")
        + " ON CONFLICT ("
        + key
        + ") DO "
        + updates;
  }

  private static String into(
      String verb, String table, String key, List<String> columns, String between) {
    StringBuilder names = new StringBuilder(key);
    columns.forEach(column -> names.append(", ").append(column));
    return verb
        + " "
        + table
        + " ("
        + names
        + ")"
        + between
        + " VALUES (?"
        + ", ?".repeat(columns.size())
        + ")";
  }
}
