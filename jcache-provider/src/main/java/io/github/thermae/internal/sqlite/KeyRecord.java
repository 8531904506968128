package io.github.thermae.internal.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The record of keys of a sealed file, in {@code thermae_meta}. */
final class KeyRecord {
  /** A file may say that its keys are a gigabyte; a thousand keys take less than this. */
  static final int BYTES_MAX = 64 * 1024;

  private static final String NAME = "keys";

  private static final String SELECT =
      "SELECT value FROM thermae_meta WHERE name = ? AND length(value) <= " + BYTES_MAX;

  private KeyRecord() {}

  static void insert(Session session, byte[] keys) throws SQLException {
    PreparedStatement insert = session.statement("INSERT INTO thermae_meta VALUES (?, ?)");
    insert.setString(1, NAME);
    insert.setBytes(2, keys);
    insert.executeUpdate();
  }

  static byte[] read(Session session) throws SQLException {
    PreparedStatement select = session.statement(SELECT);
    select.setString(1, NAME);
    try (ResultSet rows = select.executeQuery()) {
      if (rows.next() && rows.getObject(1) instanceof byte[] keys) {
        return keys;
      }
      throw new SQLException("the keys in thermae_meta are missing or damaged");
    }
  }

  static boolean replace(Session session, byte[] keys) throws SQLException {
    PreparedStatement update =
        session.statement("UPDATE thermae_meta SET value = ? WHERE name = ?");
    update.setBytes(1, keys);
    update.setString(2, NAME);
    if (update.executeUpdate() != 1) {
      throw new SQLException("the keys in thermae_meta are missing");
    }
    return true;
  }
}
