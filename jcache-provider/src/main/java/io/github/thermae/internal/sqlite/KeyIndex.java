package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.EncodedKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the index of a table's keys, in pages and without touching the rows. A key that a
 * lookup would find is on one of the pages, or the page where it should be is damaged.
 *
 * <p>Inside a page SQLite steps from entry to entry, so nothing is passed over. Between pages it
 * looks for the last key again, as a lookup does. A damaged last key would lead it astray; so each
 * page is read one entry further than it goes, and the order of all of them is checked.
 */
final class KeyIndex {
  /** A millisecond or two, for which one of the readers is in use. */
  static final int PAGE_KEYS = 2_000;

  /**
   * Keys in order.
   *
   * @param keys empty at the end
   */
  record Page(List<EncodedKey> keys, boolean isDamaged) {
    private static final Page DAMAGED = new Page(List.of(), true);

    EncodedKey last() {
      return keys.get(keys.size() - 1);
    }
  }

  private KeyIndex() {}

  static Page after(Session session, TableSql sql, @Nullable EncodedKey last) throws SQLException {
    PreparedStatement select = session.statement(last == null ? sql.firstKeys() : sql.nextKeys());
    int parameter = 1;
    if (last != null) {
      KeyColumn.bind(select, parameter++, last);
    }
    select.setInt(parameter, PAGE_KEYS + 1);
    try (ResultSet rows = select.executeQuery()) {
      return read(rows, last);
    }
  }

  private static Page read(ResultSet rows, @Nullable EncodedKey last) throws SQLException {
    List<EncodedKey> keys = new ArrayList<>();
    EncodedKey before = last;
    while (rows.next()) {
      Object column = rows.getObject(1);
      EncodedKey key = KeyColumn.read(column);
      if (key == null
          || !isSound(rows, column, key)
          || (before != null && compare(before, key) >= 0)) {
        return Page.DAMAGED;
      }
      keys.add(key);
      before = key;
    }
    return new Page(keys.size() > PAGE_KEYS ? keys.subList(0, PAGE_KEYS) : keys, false);
  }

  /** Text that is not UTF-8 is read with replacement characters, and would be bound with them. */
  private static boolean isSound(ResultSet rows, Object column, EncodedKey key)
      throws SQLException {
    return !(column instanceof String text)
        || text.indexOf('\uFFFD') < 0
        || Arrays.equals(rows.getBytes(1), key.bytes());
  }

  /** The order of SQLite's columns without a type: INTEGER, TEXT, BLOB. */
  private static int compare(EncodedKey one, EncodedKey other) {
    if (one.kind() != other.kind()) {
      return Integer.compare(rank(one), rank(other));
    }
    return one.kind() == EncodedKey.Kind.INTEGER
        ? Long.compare(one.integer(), other.integer())
        : Arrays.compareUnsigned(one.bytes(), other.bytes());
  }

  private static int rank(EncodedKey key) {
    return switch (key.kind()) {
      case INTEGER -> 0;
      case TEXT -> 1;
      case BINARY -> 2;
    };
  }
}
