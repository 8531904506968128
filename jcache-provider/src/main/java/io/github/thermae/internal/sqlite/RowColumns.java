package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;
import io.github.thermae.internal.store.Row;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** A row to and from its columns. What comes out has been verified against its check value. */
final class RowColumns {
  private RowColumns() {}

  /** Binds what {@link TableSql#put()} asks for. */
  static void bind(PreparedStatement put, long cacheId, Row row) throws SQLException {
    KeyColumn.bind(put, 1, row.key());
    put.setInt(2, row.schema());
    put.setLong(3, row.version());
    bindDeadline(put, 4, row.deadlineMillis());
    put.setLong(5, row.updatedMillis());
    put.setLong(6, row.updatedMillis());
    put.setLong(7, RowCheck.of(cacheId, row));
    bindValue(put, 8, row);
  }

  /** Binds a row's value as its format has it: text, or bytes. */
  static void bindValue(PreparedStatement statement, int parameter, Row row) throws SQLException {
    if (ValueFormat.isText(row.schema())) {
      statement.setString(parameter, new String(row.value(), StandardCharsets.UTF_8));
    } else {
      statement.setBytes(parameter, row.value());
    }
  }

  static void bindDeadline(PreparedStatement statement, int parameter, long deadlineMillis)
      throws SQLException {
    if (deadlineMillis == Row.NEVER) {
      statement.setNull(parameter, Types.INTEGER);
    } else {
      statement.setLong(parameter, deadlineMillis);
    }
  }

  /**
   * The row that stands in the columns {@code schema, version, expires_at, updated_at, check,
   * value}, or null if it is not the row that was stored for this key in this cache. Nothing but
   * the types that were stored is let through: damage can turn any column into any type.
   */
  static @Nullable Row read(ResultSet columns, long cacheId, EncodedKey key) throws SQLException {
    Object schema = columns.getObject(1);
    Object version = columns.getObject(2);
    Object deadline = columns.getObject(3);
    Object updated = columns.getObject(4);
    Object check = columns.getObject(5);
    if (!(schema instanceof Integer format)
        || !isInteger(version)
        || !(deadline == null || isInteger(deadline))
        || !isInteger(updated)
        || !isInteger(check)) {
      return null;
    }
    byte[] bytes = value(columns.getObject(6), ValueFormat.isText(format));
    if (bytes == null) {
      return null;
    }
    Row row =
        new Row(
            key,
            bytes,
            format,
            longOf(version),
            deadline == null ? Row.NEVER : longOf(deadline),
            longOf(updated));
    return RowCheck.of(cacheId, row) == longOf(check) ? row : null;
  }

  private static byte @Nullable [] value(@Nullable Object column, boolean isText) {
    if (isText) {
      return column instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
    }
    return column instanceof byte[] bytes ? bytes : null;
  }

  /** Whether a column holds an INTEGER; sqlite-jdbc gives small ones as {@code Integer}. */
  static boolean isInteger(@Nullable Object column) {
    return column instanceof Integer || column instanceof Long;
  }

  static long longOf(Object column) {
    return ((Number) column).longValue();
  }
}
