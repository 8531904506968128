package io.github.thermae.internal.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A number of {@code thermae_meta} that only grows, and from which numbers are given once. */
final class Ceiling {
  /** The highest version ever claimed. */
  static final String VERSION = "version_ceiling";

  /** The highest id ever given to a cache. */
  static final String CACHE = "cache_ceiling";

  private Ceiling() {}

  /** Raises a ceiling and returns what it was before. To be called in a transaction. */
  static long raise(Session session, String name, long count) throws SQLException {
    long before = read(session, name);
    if (before > Long.MAX_VALUE - count) {
      throw new SQLException("the numbers of " + name + " are used up");
    }
    PreparedStatement raise = session.statement("UPDATE thermae_meta SET value = ? WHERE name = ?");
    raise.setLong(1, before + count);
    raise.setString(2, name);
    raise.executeUpdate();
    return before;
  }

  private static long read(Session session, String name) throws SQLException {
    PreparedStatement select = session.statement("SELECT value FROM thermae_meta WHERE name = ?");
    select.setString(1, name);
    try (ResultSet rows = select.executeQuery()) {
      if (rows.next()) {
        Object value = rows.getObject(1);
        if (value instanceof Integer || value instanceof Long) {
          long ceiling = ((Number) value).longValue();
          if (ceiling >= 0) {
            return ceiling;
          }
        }
      }
      throw new SQLException(name + " in thermae_meta is missing or damaged");
    }
  }
}
