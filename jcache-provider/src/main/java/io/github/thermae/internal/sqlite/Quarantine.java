package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.EncodedKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The table {@code thermae_quarantine}: rows that could not be verified or decoded, moved out of
 * their cache and kept for people to look at. Bounded to {@value #ROWS_MAX} rows; the oldest leave.
 * All methods are to be called in a transaction.
 */
final class Quarantine {
  /** Enough to see what happened; a file that is damaged all over must not grow by it. */
  static final int ROWS_MAX = 1_000;

  private static final String TRIM =
      "DELETE FROM thermae_quarantine WHERE id <= (SELECT max(id) FROM thermae_quarantine) - "
          + ROWS_MAX;

  private Quarantine() {}

  /**
   * Moves a row that failed its check, if it still does; another thread may have replaced it
   * meanwhile. The row is judged by the key in the table itself: where only the index is damaged,
   * the row that it wrongly led to is another key's good row and stays.
   *
   * @return whether the row was moved
   */
  static boolean moveDamaged(Session session, CacheEntry cache, TableSql sql, long rowId)
      throws SQLException {
    if (!isDamaged(session, cache, sql, rowId)) {
      return false;
    }
    move(session, cache, sql, rowId, "the row does not fit its check value");
    return true;
  }

  /** Moves a row that could not be decoded, if the key still has this version. */
  static boolean moveVersion(
      Session session, CacheEntry cache, TableSql sql, EncodedKey key, long version, String reason)
      throws SQLException {
    long rowId;
    PreparedStatement select = session.statement(sql.idOf());
    KeyColumn.bind(select, 1, key);
    select.setLong(2, version);
    try (ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        return false;
      }
      rowId = rows.getLong(1);
    }
    move(session, cache, sql, rowId, reason);
    return true;
  }

  private static boolean isDamaged(Session session, CacheEntry cache, TableSql sql, long rowId)
      throws SQLException {
    PreparedStatement select = session.statement(sql.readById());
    select.setLong(1, rowId);
    try (ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        return false;
      }
      EncodedKey key = KeyColumn.read(rows.getObject(7));
      return key == null || RowColumns.read(rows, cache.id(), key) == null;
    }
  }

  private static void move(
      Session session, CacheEntry cache, TableSql sql, long rowId, String reason)
      throws SQLException {
    PreparedStatement copy = session.statement(sql.copyToQuarantine());
    StoredText.bind(copy, 1, cache.name());
    copy.setString(2, reason);
    copy.setLong(3, System.currentTimeMillis());
    copy.setLong(4, rowId);
    copy.executeUpdate();
    PreparedStatement delete = session.statement(sql.deleteById());
    delete.setLong(1, rowId);
    delete.executeUpdate();
    session.statement(TRIM).executeUpdate();
  }
}
