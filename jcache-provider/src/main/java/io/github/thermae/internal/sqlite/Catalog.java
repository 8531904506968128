package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.store.TableTraits;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code thermae_cache}: which caches the file has, and their tables. */
final class Catalog {
  private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

  private static final String SELECT =
      "SELECT id, name, \"table\", key_type, value_type, integer_key_type, \"check\" FROM"
          + " thermae_cache";

  private static final String INSERT =
      "INSERT INTO thermae_cache (id, name, \"table\", key_type, value_type, integer_key_type,"
          + " created_at, \"check\") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private Catalog() {}

  /** All caches by name. A damaged row is left out: its table must not pass for another cache's. */
  static Map<String, CacheEntry> load(Session session, Path path) throws SQLException {
    Map<String, CacheEntry> caches = new HashMap<>();
    try (ResultSet rows = session.statement(SELECT).executeQuery()) {
      while (rows.next()) {
        CacheEntry cache = read(rows);
        if (cache == null) {
          LOG.warn(
              "Store {}: row {} of thermae_cache is damaged (name {}); its cache starts empty, and"
                  + " its rows stay in the table {}",
              path,
              rows.getObject(1),
              rows.getObject(2),
              rows.getObject(3));
        } else {
          caches.put(cache.name(), cache);
        }
      }
    }
    return caches;
  }

  /** Makes a cache's table and its row here; to be called in a transaction. */
  static CacheEntry create(Session session, String name, TableTraits traits) throws SQLException {
    long id = Ceiling.raise(session, Ceiling.CACHE, 1) + 1;
    CacheEntry cache = new CacheEntry(id, name, TableName.choose(session, name, id), traits);
    removeRow(session, name);
    PreparedStatement insert = session.statement(INSERT);
    insert.setLong(1, id);
    StoredText.bind(insert, 2, name);
    insert.setString(3, cache.table());
    StoredText.bind(insert, 4, traits.keyType());
    StoredText.bind(insert, 5, traits.valueType());
    StoredText.bind(insert, 6, traits.integerKeyType());
    insert.setLong(7, System.currentTimeMillis());
    insert.setLong(8, check(cache));
    insert.executeUpdate();
    ensureTable(session, cache);
    return cache;
  }

  /** Makes the table if it is not there, as when someone dropped it by hand. */
  static void ensureTable(Session session, CacheEntry cache) throws SQLException {
    for (String statement : TableSql.of(cache).create()) {
      session.execute(statement);
    }
  }

  /** Removes a cache's table and its row here; to be called in a transaction. */
  static void drop(Session session, CacheEntry cache) throws SQLException {
    session.execute(TableSql.of(cache).drop());
    removeRow(session, cache.name());
  }

  private static void removeRow(Session session, String name) throws SQLException {
    PreparedStatement delete = session.statement("DELETE FROM thermae_cache WHERE name = ?");
    StoredText.bind(delete, 1, name);
    delete.executeUpdate();
  }

  private static @Nullable CacheEntry read(ResultSet row) throws SQLException {
    Object id = row.getObject(1);
    String name = StoredText.read(row.getObject(2));
    String table = StoredText.read(row.getObject(3));
    String keyType = StoredText.read(row.getObject(4));
    String valueType = StoredText.read(row.getObject(5));
    String integerKeyType = StoredText.read(row.getObject(6));
    Object check = row.getObject(7);
    if (!RowColumns.isInteger(id)
        || name == null
        || table == null
        || keyType == null
        || valueType == null
        || integerKeyType == null
        || !RowColumns.isInteger(check)) {
      return null;
    }
    CacheEntry cache =
        new CacheEntry(
            RowColumns.longOf(id),
            name,
            table,
            new TableTraits(keyType, valueType, integerKeyType));
    return check(cache) == RowColumns.longOf(check) ? cache : null;
  }

  private static long check(CacheEntry cache) {
    TableTraits traits = cache.traits();
    return RowCheck.ofTexts(
        cache.id(),
        cache.name(),
        cache.table(),
        traits.keyType(),
        traits.valueType(),
        traits.integerKeyType());
  }
}
