package io.github.thermae.writebehind.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Java values in columns. An {@code Instant} is a TIMESTAMP WITH TIME ZONE, an enum its name; in
 * SQLite, which has no such types, dates, times, UUIDs and decimals are their text (in a column
 * that is declared TEXT: SQLite makes floating-point numbers of decimals in others).
 */
final class JdbcValues {
  private static final Set<Class<?>> TEXT_IN_SQLITE =
      Set.of(
          BigDecimal.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          UUID.class);

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          long.class,
          Long.class,
          int.class,
          Integer.class,
          short.class,
          Short.class,
          byte.class,
          Byte.class,
          boolean.class,
          Boolean.class,
          double.class,
          Double.class,
          float.class,
          Float.class,
          byte[].class);

  private JdbcValues() {}

  /** Whether values of the type can be in a column. */
  static boolean isKnown(Class<?> type) {
    return type.isEnum() || PLAIN.contains(type) || TEXT_IN_SQLITE.contains(type);
  }

  static void bind(
      PreparedStatement statement, int parameter, @Nullable Object value, JdbcDialect dialect)
      throws SQLException {
    if (value == null) {
      statement.setNull(parameter, Types.NULL);
    } else if (value instanceof Enum<?> constant) {
      statement.setString(parameter, constant.name());
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(parameter, bytes);
    } else if (isText(value.getClass(), dialect)) {
      statement.setString(
          parameter,
          value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
    } else if (value instanceof Instant instant) {
      statement.setObject(parameter, instant.atOffset(ZoneOffset.UTC));
    } else {
      statement.setObject(parameter, value);
    }
  }

  private static boolean isText(Class<?> type, JdbcDialect dialect) {
    return (dialect == JdbcDialect.SQLITE && TEXT_IN_SQLITE.contains(type))
        || (dialect == JdbcDialect.MYSQL && type == UUID.class);
  }

  static @Nullable Object read(ResultSet row, int column, Class<?> type, JdbcDialect dialect)
      throws SQLException {
    Object value = readAs(row, column, type, dialect);
    return row.wasNull() ? null : value;
  }

  private static @Nullable Object readAs(
      ResultSet row, int column, Class<?> type, JdbcDialect dialect) throws SQLException {
    if (type == String.class) {
      return row.getString(column);
    } else if (type == long.class || type == Long.class) {
      return row.getLong(column);
    } else if (type == int.class || type == Integer.class) {
      return row.getInt(column);
    } else if (type == short.class || type == Short.class) {
      return row.getShort(column);
    } else if (type == byte.class || type == Byte.class) {
      return row.getByte(column);
    } else if (type == boolean.class || type == Boolean.class) {
      return row.getBoolean(column);
    } else if (type == double.class || type == Double.class) {
      return row.getDouble(column);
    } else if (type == float.class || type == Float.class) {
      return row.getFloat(column);
    } else if (type == byte[].class) {
      return row.getBytes(column);
    } else if (type.isEnum()) {
      String name = row.getString(column);
      return name == null ? null : constant(type, name);
    } else if (isText(type, dialect)) {
      String text = row.getString(column);
      return text == null ? null : parser(type).apply(text);
    } else if (type == Instant.class) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    } else if (type == BigDecimal.class) {
      return row.getBigDecimal(column);
    }
    return row.getObject(column, type);
  }

  private static Object constant(Class<?> type, String name) throws SQLException {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new SQLException("'" + name + "' is no constant of " + type.getName());
  }

  private static Function<String, Object> parser(Class<?> type) {
    if (type == BigDecimal.class) {
      return BigDecimal::new;
    } else if (type == Instant.class) {
      return Instant::parse;
    } else if (type == LocalDate.class) {
      return LocalDate::parse;
    } else if (type == LocalTime.class) {
      return LocalTime::parse;
    } else if (type == LocalDateTime.class) {
      return LocalDateTime::parse;
    } else if (type == OffsetDateTime.class) {
      return OffsetDateTime::parse;
    }
    return UUID::fromString;
  }
}
