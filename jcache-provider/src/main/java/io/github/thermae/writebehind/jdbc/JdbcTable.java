package io.github.thermae.writebehind.jdbc;

import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of a cache are rows of a table: the table, its key column, and the columns of the
 * value. Immutable.
 *
 * <pre>{@code
 * record Order(long id, String customer, BigDecimal total) {}
 *
 * JdbcTable<Long, Order> orders = JdbcTable.ofRecord("orders", "id", Long.class, Order.class);
 * }</pre>
 *
 * The key column must be the table's primary key, or unique. Names are used as they are given, so a
 * name that needs quotes is given with them.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class JdbcTable<K, V> {
  /** A name, or several with dots between; each plain, or in double quotes or backticks. */
  private static final Pattern NAME =
      Pattern.compile("(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"\0]+\"|`[^`\0]+`)");

  private static final Pattern TABLE =
      Pattern.compile(NAME.pattern() + "(?:\\." + NAME.pattern() + ")*");

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final String table;
  private final String keyColumn;
  private final Class<K> keyType;
  private final List<Column<V>> columns;
  private final Function<@Nullable Object[], V> maker;
  private final @Nullable JdbcDialect dialect;

  /**
   * A column of the value.
   *
   * @param component of a record; empty for the only column of other values
   */
  private record Column<V>(
      String component, String name, Class<?> type, Function<V, @Nullable Object> reader) {
    Column<V> named(String newName) {
      return new Column<>(component, newName, type, reader);
    }
  }

  private JdbcTable(
      String table,
      String keyColumn,
      Class<K> keyType,
      List<Column<V>> columns,
      Function<@Nullable Object[], V> maker,
      @Nullable JdbcDialect dialect) {
    this.table = table;
    this.keyColumn = keyColumn;
    this.keyType = keyType;
    this.columns = columns;
    this.maker = maker;
    this.dialect = dialect;
  }

  /**
   * Values are records with a column for each component, of the same name, with an underscore where
   * that has a hump: {@code placedAt} is {@code placed_at}. {@link #column} gives other names, as
   * for names that the database keeps for itself ({@code value}, {@code user}). A component whose
   * column is the key column is the key.
   *
   * @throws IllegalArgumentException if a name is none, or a type cannot be in a column: numbers,
   *     strings, booleans, enums, {@code byte[]}, {@code BigDecimal}, {@code UUID}, {@code Instant}
   *     and the local dates and times can
   */
  public static <K, V extends Record> JdbcTable<K, V> ofRecord(
      String table, String keyColumn, Class<K> keyType, Class<V> recordType) {
    List<Column<V>> columns = new ArrayList<>();
    for (RecordComponent component : recordType.getRecordComponents()) {
      String name = columnOf(component.getName());
      requireKnown(component.getType(), "component " + component.getName() + " of " + recordType);
      columns.add(
          new Column<>(
              component.getName(), name, component.getType(), value -> partOf(component, value)));
    }
    return new JdbcTable<>(
        requireName(TABLE, table),
        requireName(NAME, keyColumn),
        keyType(keyType),
        List.copyOf(columns),
        parts -> newRecord(recordType, parts),
        null);
  }

  /** Values are a column of text, such as JSON. */
  public static <K, V> JdbcTable<K, V> ofText(
      String table,
      String keyColumn,
      Class<K> keyType,
      String valueColumn,
      Function<? super V, String> toText,
      Function<String, ? extends V> fromText) {
    return ofColumn(table, keyColumn, keyType, valueColumn, String.class, toText, fromText);
  }

  /** Values are a column of bytes. */
  public static <K, V> JdbcTable<K, V> ofBytes(
      String table,
      String keyColumn,
      Class<K> keyType,
      String valueColumn,
      Function<? super V, byte[]> toBytes,
      Function<byte[], ? extends V> fromBytes) {
    return ofColumn(table, keyColumn, keyType, valueColumn, byte[].class, toBytes, fromBytes);
  }

  private static <K, V, C> JdbcTable<K, V> ofColumn(
      String table,
      String keyColumn,
      Class<K> keyType,
      String valueColumn,
      Class<C> type,
      Function<? super V, C> toColumn,
      Function<C, ? extends V> fromColumn) {
    Column<V> column =
        new Column<>("", requireName(NAME, valueColumn), type, value -> toColumn.apply(value));
    return new JdbcTable<>(
        requireName(TABLE, table),
        requireName(NAME, keyColumn),
        keyType(keyType),
        List.of(column),
        parts -> fromColumn.apply(type.cast(parts[0])),
        null);
  }

  /**
   * The same table with another column for a component of the record.
   *
   * @param name as the database wants it, in quotes where it needs them: {@code "\"value\""}
   * @throws IllegalArgumentException if the record has no such component, or the name is none
   */
  public JdbcTable<K, V> column(String component, String name) {
    List<Column<V>> renamed = new ArrayList<>();
    boolean isThere = false;
    for (Column<V> column : columns) {
      boolean isMeant = column.component().equals(component);
      isThere |= isMeant;
      renamed.add(isMeant ? column.named(requireName(NAME, name)) : column);
    }
    if (!isThere) {
      throw new IllegalArgumentException(
          "The values of "
              + this
              + " have no component '"
              + component
              + "', but "
              + columns.stream().map(Column::component).toList());
    }
    return new JdbcTable<>(table, keyColumn, keyType, List.copyOf(renamed), maker, dialect);
  }

  /** The same table in a database of this kind; without it the database is asked. */
  public JdbcTable<K, V> dialect(JdbcDialect kind) {
    return new JdbcTable<>(table, keyColumn, keyType, columns, maker, kind);
  }

  // ------------------------------------------------------------------ statements

  JdbcDialect dialectOf(Connection connection) throws SQLException {
    return dialect != null ? dialect : JdbcDialect.of(connection);
  }

  String upsert(JdbcDialect kind) {
    return kind.upsert(table, keyColumn, valueColumns().stream().map(Column::name).toList());
  }

  String delete() {
    return "DELETE FROM " + table + " WHERE " + keyColumn + " = ?";
  }

  String select(int keys) {
    StringBuilder names = new StringBuilder(keyColumn);
    columns.forEach(column -> names.append(", ").append(column.name()));
    return "SELECT "
        + names
        + " FROM "
        + table
        + " WHERE "
        + keyColumn
        + " IN (?"
        + ", ?".repeat(keys - 1)
        + ")";
  }

  private List<Column<V>> valueColumns() {
    return columns.stream().filter(column -> !isKey(column.name())).toList();
  }

  private boolean isKey(String column) {
    return unquoted(column).equalsIgnoreCase(unquoted(keyColumn));
  }

  private static String unquoted(String name) {
    boolean isQuoted = name.startsWith("\"") || name.startsWith("`");
    return isQuoted ? name.substring(1, name.length() - 1) : name;
  }

  void bindKey(PreparedStatement statement, int parameter, Object key, JdbcDialect kind)
      throws SQLException {
    JdbcValues.bind(statement, parameter, key, kind);
  }

  /** Binds what {@link #upsert} asks for. */
  void bind(PreparedStatement upsert, Object key, V value, JdbcDialect kind) throws SQLException {
    bindKey(upsert, 1, key, kind);
    int parameter = 2;
    for (Column<V> column : valueColumns()) {
      JdbcValues.bind(upsert, parameter++, column.reader().apply(value), kind);
    }
  }

  /** The key of a row of {@link #select}. */
  K key(ResultSet row, JdbcDialect kind) throws SQLException {
    Object key = JdbcValues.read(row, 1, keyType, kind);
    if (key == null) {
      throw new SQLException("Table " + table + " has a row without " + keyColumn);
    }
    return keyType.cast(key);
  }

  /** The value of a row of {@link #select}; null if the row has nothing that can be a value. */
  @Nullable V value(ResultSet row, JdbcDialect kind) throws SQLException {
    @Nullable Object[] parts = new @Nullable Object[columns.size()];
    boolean isEmpty = true;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = JdbcValues.read(row, i + 2, columns.get(i).type(), kind);
      isEmpty &= parts[i] == null;
    }
    return isEmpty && parts.length > 0 ? null : maker.apply(parts);
  }

  @Override
  public String toString() {
    return "table " + table;
  }

  // ------------------------------------------------------------------ records

  private static String columnOf(String component) {
    return HUMP.matcher(component).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object partOf(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The record " + value.getClass() + " cannot be read", e);
    }
  }

  private static <V extends Record> V newRecord(Class<V> type, @Nullable Object[] parts) {
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] == null && components[i].getType().isPrimitive()) {
        throw new IllegalStateException(
            "Column "
                + columnOf(components[i].getName())
                + " is NULL, but component "
                + components[i].getName()
                + " of "
                + type
                + " cannot be null");
      }
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("A row is no " + type + ": " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The record " + type + " cannot be made", e);
    }
  }

  // ------------------------------------------------------------------ checks

  private static String requireName(Pattern pattern, String name) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name of a table or column: letters, digits, _ and $ are expected, or a name"
              + " in quotes");
    }
    return name;
  }

  /** Keys are compared, and are objects: {@code long.class} means {@code Long}. */
  @SuppressWarnings("unchecked") // long.class is a Class<Long>
  private static <K> Class<K> keyType(Class<K> type) {
    if (type == byte[].class) {
      throw new IllegalArgumentException(
          "byte[] cannot be the type of keys, as two arrays are never equal: use text instead");
    }
    return (Class<K>) MethodType.methodType(requireKnown(type, "the key")).wrap().returnType();
  }

  private static <T> Class<T> requireKnown(Class<T> type, String what) {
    if (!JdbcValues.isKnown(type)) {
      throw new IllegalArgumentException(
          "The type of "
              + what
              + " is "
              + type.getName()
              + ", which cannot be in a column: use JdbcTable.ofText or ofBytes for such values");
    }
    return type;
  }
}
