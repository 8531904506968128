package io.github.thermae.internal.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a cache's table: the cache's own name where that is a plain identifier, so that
 * people find it; else {@code cache_<id>}. SQLite folds ASCII case and JCache does not: where a
 * name is taken, {@code _<id>} is put behind it.
 */
final class TableName {
  /** Longer names are kept in {@code thermae_cache} only. */
  static final int LENGTH_MAX = 100;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.$-]{1," + LENGTH_MAX + "}");

  private TableName() {}

  /** A free name; to be called in the transaction that makes the table. */
  static String choose(Session session, String cacheName, long id) throws SQLException {
    String name = isPlain(cacheName) ? cacheName : "cache_" + id;
    while (isTaken(session, name)) {
      name = name + "_" + id;
    }
    return name;
  }

  private static boolean isPlain(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return PLAIN.matcher(name).matches()
        && !folded.startsWith("sqlite_")
        && !folded.startsWith("thermae_");
  }

  private static boolean isTaken(Session session, String name) throws SQLException {
    PreparedStatement select =
        session.statement("SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE");
    select.setString(1, name);
    try (ResultSet rows = select.executeQuery()) {
      return rows.next();
    }
  }
}
