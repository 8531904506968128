package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.EncodedKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keys in their column: a {@code TEXT} key is TEXT, an {@code INTEGER} key INTEGER, a {@code
 * BINARY} key a BLOB. SQLite never holds values of different storage classes for equal, so kinds do
 * not collide.
 */
final class KeyColumn {
  private KeyColumn() {}

  static void bind(PreparedStatement statement, int parameter, EncodedKey key) throws SQLException {
    switch (key.kind()) {
      case TEXT -> statement.setString(parameter, key.text());
      case INTEGER -> statement.setLong(parameter, key.integer());
      case BINARY -> statement.setBytes(parameter, key.bytes());
    }
  }

  /** The key in a column's value, or null if no key was stored there. */
  static @Nullable EncodedKey read(@Nullable Object column) {
    if (column instanceof String text) {
      return EncodedKey.ofText(text);
    }
    if (column instanceof Integer || column instanceof Long) {
      return EncodedKey.ofInteger(((Number) column).longValue());
    }
    if (column instanceof byte[] bytes) {
      return EncodedKey.ofBinary(bytes);
    }
    return null;
  }
}
