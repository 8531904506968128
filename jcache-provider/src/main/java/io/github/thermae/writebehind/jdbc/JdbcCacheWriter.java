package io.github.thermae.writebehind.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.sql.DataSource;

/**
 * Writes a cache's entries to a table: each batch is one JDBC batch in one transaction, done whole
 * or not at all. A value replaces the row of its key (an upsert), so writing it again changes
 * nothing, as write-behind wants it. May be used write-through as well. Thread-safe.
 *
 * <p>A batch that is committed must be safe: H2 in a file writes half a second later unless its URL
 * says {@code WRITE_DELAY=0}.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class JdbcCacheWriter<K, V> implements CacheWriter<K, V> {
  private final Jdbc jdbc;
  private final JdbcTable<K, V> table;

  /**
   * A writer.
   *
   * @param source gives a connection for each batch, best from a pool
   */
  public JdbcCacheWriter(DataSource source, JdbcTable<K, V> table) {
    this.jdbc = new Jdbc(source, table);
    this.table = table;
  }

  /** A factory, as cache configurations want it. */
  public static <K, V> Factory<JdbcCacheWriter<K, V>> factoryOf(
      DataSource source, JdbcTable<K, V> table) {
    return () -> new JdbcCacheWriter<>(source, table);
  }

  @Override
  public void write(Cache.Entry<? extends K, ? extends V> entry) {
    upsert(List.of(entry));
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends K, ? extends V>> entries) {
    if (!entries.isEmpty()) {
      upsert(entries);
      entries.clear();
    }
  }

  @Override
  public void delete(Object key) {
    remove(List.of(key));
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    if (!keys.isEmpty()) {
      remove(keys);
      keys.clear();
    }
  }

  private void upsert(Collection<? extends Cache.Entry<? extends K, ? extends V>> entries) {
    try {
      int unused =
          jdbc.inTransaction((connection, dialect) -> upsert(connection, dialect, entries));
    } catch (SQLException e) {
      throw failure("written to", entries.size(), e);
    }
  }

  private int upsert(
      Connection connection,
      JdbcDialect dialect,
      Collection<? extends Cache.Entry<? extends K, ? extends V>> entries)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(table.upsert(dialect))) {
      for (Cache.Entry<? extends K, ? extends V> entry : entries) {
        table.bind(statement, entry.getKey(), entry.getValue(), dialect);
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private void remove(Collection<?> keys) {
    try {
      int unused = jdbc.inTransaction((connection, dialect) -> remove(connection, dialect, keys));
    } catch (SQLException e) {
      throw failure("deleted from", keys.size(), e);
    }
  }

  private int remove(Connection connection, JdbcDialect dialect, Collection<?> keys)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(table.delete())) {
      for (Object key : keys) {
        table.bindKey(statement, 1, key, dialect);
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private CacheWriterException failure(String what, int rows, SQLException e) {
    return new CacheWriterException(
        rows + " rows could not be " + what + " " + table + ": " + e.getMessage(), e);
  }
}
