package io.github.thermae.writebehind.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Loads a cache's entries from a table, several with one statement. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class JdbcCacheLoader<K, V> implements CacheLoader<K, V> {
  /** Not too many for any database. */
  private static final int KEYS_AT_ONCE = 100;

  private final Jdbc jdbc;
  private final JdbcTable<K, V> table;

  /**
   * A loader.
   *
   * @param source gives a connection for each load, best from a pool
   */
  public JdbcCacheLoader(DataSource source, JdbcTable<K, V> table) {
    this.jdbc = new Jdbc(source, table);
    this.table = table;
  }

  /** A factory, as cache configurations want it. */
  public static <K, V> Factory<JdbcCacheLoader<K, V>> factoryOf(
      DataSource source, JdbcTable<K, V> table) {
    return () -> new JdbcCacheLoader<>(source, table);
  }

  @Override
  public @Nullable V load(K key) {
    // Whatever it looks like when it is read back, as numbers with another scale do, it is this
    // key.
    return rows(List.of(key)).values().stream().findFirst().orElse(null);
  }

  @Override
  public Map<K, V> loadAll(Iterable<? extends K> keys) {
    List<K> wanted = new ArrayList<>();
    keys.forEach(wanted::add);
    Map<K, V> found = rows(wanted);
    Map<K, V> loaded = new HashMap<>();
    for (K key : wanted) {
      V value = found.get(key);
      if (value != null) {
        loaded.put(key, value);
      }
    }
    if (loaded.size() < found.size()) {
      addUnlike(wanted, loaded);
    }
    return loaded;
  }

  /** Rows whose keys are not read back as they were asked for are looked up one by one. */
  private void addUnlike(List<K> wanted, Map<K, V> loaded) {
    for (K key : wanted) {
      V value = loaded.containsKey(key) ? null : load(key);
      if (value != null) {
        loaded.put(key, value);
      }
    }
  }

  private Map<K, V> rows(List<K> wanted) {
    try {
      return wanted.isEmpty()
          ? Map.of()
          : jdbc.read((connection, dialect) -> select(connection, dialect, wanted));
    } catch (SQLException | IllegalStateException e) {
      throw new CacheLoaderException("Rows of " + table + " could not be loaded: " + e, e);
    }
  }

  private Map<K, V> select(Connection connection, JdbcDialect dialect, List<K> keys)
      throws SQLException {
    Map<K, V> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
      List<K> part = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
      try (PreparedStatement statement = connection.prepareStatement(table.select(part.size()))) {
        for (int i = 0; i < part.size(); i++) {
          table.bindKey(statement, i + 1, part.get(i), dialect);
        }
        collect(statement, dialect, found);
      }
    }
    return found;
  }

  private void collect(PreparedStatement statement, JdbcDialect dialect, Map<K, V> found)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        V value = table.value(rows, dialect);
        if (value != null) {
          found.put(table.key(rows, dialect), value);
        }
      }
    }
  }
}
