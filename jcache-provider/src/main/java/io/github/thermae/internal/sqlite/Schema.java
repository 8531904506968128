package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.ValueFormat;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file format, version {@value #VERSION}. The file is an ordinary SQLite database in WAL mode:
 *
 * <pre>
 * header        application_id = "THRM", or "THRS" if it is sealed, user_version = 1, UTF-8, auto_vacuum = INCREMENTAL
 *
 * thermae_meta          what concerns the whole store
 *   name                TEXT, the primary key
 *   value               INTEGER, or BLOB for 'keys'
 *                       'version_ceiling'  no row has a higher version (I4)
 *                       'cache_ceiling'    no cache has a higher id; ids are never given twice
 *                       'keys'             of a sealed file: its keys, locked by the password
 *
 * thermae_cache         one row per cache
 *   id                  INTEGER, the primary key
 *   name                the cache's name in stored form, see {@link StoredText}
 *   table               TEXT, the name of its table
 *   key_type            declared key type, stored form
 *   value_type          declared value type, stored form
 *   integer_key_type    the boxed type whose keys are INTEGER, or ''
 *   created_at          INTEGER, epoch milliseconds
 *   check               INTEGER, CRC32C over the columns before created_at
 *
 * thermae_class         what the class numbers in encoded bytes mean
 *   id                  INTEGER, the primary key
 *   name                class name, stored form
 *   shape               its fields and their types, stored form
 *   check               INTEGER, CRC32C over the columns before
 *
 * thermae_quarantine    rows that could not be verified or decoded; the newest {@value
 *                       Quarantine#ROWS_MAX} are kept
 *   id                  INTEGER, grows
 *   cache               the cache's name, stored form
 *   key, value, schema, version, expires_at, updated_at    as they stood in the table
 *   reason              TEXT
 *   quarantined_at      INTEGER, epoch milliseconds
 *
 * a table per cache, named by {@link TableName}
 *   id                  INTEGER, the primary key; the position for walking; kept when a row is replaced
 *   key                 TEXT, INTEGER or BLOB, unique; see {@link KeyColumn}
 *   schema              INTEGER, the format of the value, see {@link ValueFormat}
 *   version             INTEGER, grows with every write of the key (I4)
 *   expires_at          INTEGER, epoch milliseconds, or NULL for never; indexed where it is not NULL
 *   updated_at          INTEGER, epoch milliseconds
 *   accessed_at         INTEGER, epoch milliseconds
 *   check               INTEGER, see {@link RowCheck}
 *   value               BLOB, or TEXT where the format is text; last, so that the columns before it are read without its pages
 * </pre>
 *
 * <p>A sample: {@code SELECT * FROM "users" WHERE key = 'alice'} gives
 *
 * <pre>
 * id  key    schema  version  expires_at  updated_at     accessed_at    check                value
 * 1   alice  1       42       NULL        1795219200000  1795219200000  -812384719238471923  x'0102..'
 * </pre>
 *
 * Columns have no declared type, so no affinity: 1 and '1' stay two keys.
 */
final class Schema {
  /** {@code user_version} of files that this class describes. */
  static final int VERSION = 1;

  /** "THRM"; tells our files from those of other programs. */
  static final int APPLICATION_ID = 0x5448524D;

  /**
   * "THRS"; a file whose keys and values are sealed. Told from the header, so that it is refused
   * without a password, and a plain one with a password, before anything is written.
   */
  static final int SEALED_APPLICATION_ID = 0x54485253;

  /** The tables that every store has, and their definitions as SQLite keeps them. */
  private static final Map<String, String> TABLES =
      Map.of(
          "thermae_meta",
          "(name TEXT PRIMARY KEY, value) WITHOUT ROWID",
          "thermae_cache",
          "(id INTEGER PRIMARY KEY, name NOT NULL UNIQUE, \"table\" NOT NULL, key_type NOT NULL,"
              + " value_type NOT NULL, integer_key_type NOT NULL, created_at NOT NULL, \"check\" NOT"
              + " NULL)",
          "thermae_class",
          "(id INTEGER PRIMARY KEY, name NOT NULL, shape NOT NULL, \"check\" NOT NULL)",
          "thermae_quarantine",
          "(id INTEGER PRIMARY KEY, cache, key, value, schema, version, expires_at, updated_at,"
              + " reason, quarantined_at)");

  private Schema() {}

  /**
   * Makes the tables that every store has.
   *
   * @param keys of a file that is to be sealed, else null
   */
  static void create(Session session, byte @Nullable [] keys) throws SQLException {
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      session.execute("CREATE TABLE " + table.getKey() + " " + table.getValue());
    }
    session.execute(
        "INSERT INTO thermae_meta VALUES ('"
            + Ceiling.VERSION
            + "', 0), ('"
            + Ceiling.CACHE
            + "', 0)");
    if (keys != null) {
      KeyRecord.insert(session, keys);
    }
    session.execute(
        "PRAGMA application_id = " + (keys == null ? APPLICATION_ID : SEALED_APPLICATION_ID));
    session.execute("PRAGMA user_version = " + VERSION);
  }

  /**
   * Refuses a file in which these tables are defined otherwise: after a damage to the definitions
   * SQLite would go on with other names and types, and fail or err in the middle of some operation.
   */
  static void check(Path path, Session session) throws SQLException {
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      String found =
          session.queryText(
              "SELECT substr(sql, instr(sql, '(')) FROM sqlite_schema WHERE name = '"
                  + table.getKey()
                  + "'");
      if (!table.getValue().equals(found)) {
        throw FileHeader.refusal(
            path,
            String.format(
                "is damaged: table %s should be defined as %s, but %s",
                table.getKey(),
                table.getValue(),
                found.isEmpty() ? "is not there" : "is defined as " + found));
      }
    }
  }
}
