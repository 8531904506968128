package io.github.thermae.recovery;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * A table in a real database behind a cache; each batch is a transaction. Now and then it fails, as
 * databases do. Thread-safe.
 */
final class SqlTable implements CacheWriter<String, String> {
  private static final int FAILS_EVERY = 7;

  private final Connection connection;
  private @Nullable ObjLongConsumer<String> onApplied;
  private int calls;

  SqlTable(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS orders (k VARCHAR(40) PRIMARY KEY, n BIGINT)");
    }
    connection.setAutoCommit(false);
  }

  void onApplied(ObjLongConsumer<String> listener) {
    onApplied = listener;
  }

  synchronized Map<String, String> all() throws SQLException {
    Map<String, String> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT k, n FROM orders")) {
      while (rows.next()) {
        all.put(rows.getString(1), rows.getString(2));
      }
    }
    return all;
  }

  @Override
  public void write(Cache.Entry<? extends String, ? extends String> entry) {
    writeAll(new ArrayList<>(List.of(entry)));
  }

  @Override
  public void delete(Object key) {
    deleteAll(new ArrayList<>(List.of(key)));
  }

  @Override
  public synchronized void writeAll(
      Collection<Cache.Entry<? extends String, ? extends String>> entries) {
    failNowAndThen();
    try {
      for (Cache.Entry<? extends String, ? extends String> entry : entries) {
        deleteRow(entry.getKey());
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
          insert.setString(1, entry.getKey());
          insert.setLong(2, Long.parseLong(entry.getValue()));
          insert.executeUpdate();
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new CacheWriterException(e);
    }
    entries.forEach(entry -> applied(entry.getKey(), Long.parseLong(entry.getValue())));
    entries.clear();
  }

  @Override
  public synchronized void deleteAll(Collection<?> keys) {
    failNowAndThen();
    try {
      for (Object key : keys) {
        deleteRow((String) key);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new CacheWriterException(e);
    }
    keys.forEach(key -> applied((String) key, 0));
    keys.clear();
  }

  private void deleteRow(String key) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM orders WHERE k = ?")) {
      delete.setString(1, key);
      delete.executeUpdate();
    }
  }

  private void applied(String key, long number) {
    if (onApplied != null) {
      onApplied.accept(key, number);
    }
  }

  private void failNowAndThen() {
    if (++calls % FAILS_EVERY == 0) {
      throw new CacheWriterException("this database fails now and then");
    }
  }
}
