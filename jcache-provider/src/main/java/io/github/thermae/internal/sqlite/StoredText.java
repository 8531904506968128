package io.github.thermae.internal.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A string in a column without loss: TEXT where it is well-formed and holds no NUL, else a BLOB of
 * its UTF-16 units, most significant byte first. SQLite would merge strings that differ only in an
 * unpaired surrogate, and tools end a TEXT at its first NUL.
 */
final class StoredText {
  private StoredText() {}

  static void bind(PreparedStatement statement, int parameter, String text) throws SQLException {
    if (isPlain(text)) {
      statement.setString(parameter, text);
    } else {
      // Java's own UTF-16 encoder replaces unpaired surrogates.
      statement.setBytes(parameter, utf16(text));
    }
  }

  /** The string of a column's value, or null if no string was stored there. */
  static @Nullable String read(@Nullable Object column) {
    if (column instanceof String text) {
      return text;
    }
    if (column instanceof byte[] bytes && bytes.length % Character.BYTES == 0) {
      char[] units = new char[bytes.length / Character.BYTES];
      for (int i = 0; i < units.length; i++) {
        units[i] = (char) ((bytes[2 * i] << 8) | (bytes[2 * i + 1] & 0xFF));
      }
      return new String(units);
    }
    return null;
  }

  /** The bytes under a check value; different strings have different bytes. */
  static byte[] checkedBytes(String text) {
    return isPlain(text) ? text.getBytes(StandardCharsets.UTF_8) : utf16(text);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0 || Character.isLowSurrogate(unit)) {
        return false;
      }
      if (Character.isHighSurrogate(unit)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static byte[] utf16(String text) {
    byte[] bytes = new byte[text.length() * Character.BYTES];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }
}
