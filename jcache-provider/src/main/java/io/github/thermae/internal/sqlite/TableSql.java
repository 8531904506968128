package io.github.thermae.internal.sqlite;

import java.util.List;

/** The statements over one cache's table. The texts are the keys under which sessions keep them. */
record TableSql(
    List<String> create,
    String find,
    String findManyStart,
    String put,
    String delete,
    String touch,
    String retouch,
    String exchange,
    String used,
    String clear,
    String count,
    String countRows,
    String recencyIndex,
    String oldestUse,
    String leastRecentlyUsed,
    String mostRecentlyUsed,
    String keysAfter,
    String firstKeys,
    String nextKeys,
    String expiredAfter,
    String idOf,
    String readById,
    String copyToQuarantine,
    String deleteById,
    String drop) {

  /** How many keys one statement looks for at the most. */
  static final int FIND_MANY_MAX = 1_000;

  private static final String VERIFIED =
      "schema, version, expires_at, updated_at, \"check\", value";

  static TableSql of(CacheEntry cache) {
    // Only names that TableName made come here: none holds a quote.
    String table = "\"" + cache.table() + "\"";
    String index = "\"thermae_key_" + cache.id() + "\"";
    String recencyIndex = "\"thermae_recency_" + cache.id() + "\"";
    String expiryIndex = "\"thermae_expiry_" + cache.id() + "\"";
    return new TableSql(
        List.of(
            "CREATE TABLE IF NOT EXISTS "
                + table
                + " (id INTEGER PRIMARY KEY, key NOT NULL, schema, version, expires_at, updated_at,"
                + " accessed_at, \"check\", value)",
            "CREATE UNIQUE INDEX IF NOT EXISTS " + index + " ON " + table + " (key)",
            "CREATE INDEX IF NOT EXISTS "
                + expiryIndex
                + " ON "
                + table
                + " (expires_at) WHERE expires_at IS NOT NULL"),
        "SELECT " + VERIFIED + ", id FROM " + table + " WHERE key = ?",
        "SELECT " + VERIFIED + ", id, key FROM " + table + " WHERE key IN (",
        "INSERT INTO "
            + table
            + " (key, schema, version, expires_at, updated_at, accessed_at, \"check\", value)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
            + " schema = excluded.schema, version = excluded.version,"
            + " expires_at = excluded.expires_at, updated_at = excluded.updated_at,"
            + " accessed_at = excluded.accessed_at, \"check\" = excluded.\"check\","
            + " value = excluded.value",
        "DELETE FROM " + table + " WHERE key = ?",
        "UPDATE "
            + table
            + " SET expires_at = ?, \"check\" = ?, accessed_at = ? WHERE key = ? AND version = ?"
            + " AND schema = ?",
        "UPDATE "
            + table
            + " SET expires_at = ?, \"check\" = ?, accessed_at = ?, schema = ?, value = ?"
            + " WHERE key = ? AND version = ? AND schema = ?",
        "UPDATE "
            + table
            + " SET \"check\" = ?, schema = ?, value = ?"
            + " WHERE key = ? AND version = ? AND \"check\" = ?",
        "UPDATE " + table + " SET accessed_at = ? WHERE key = ?",
        "DELETE FROM " + table,
        "SELECT count(*) FROM " + table + " WHERE expires_at IS NULL OR expires_at > ?",
        "SELECT count(*) FROM " + table,
        "CREATE INDEX IF NOT EXISTS " + recencyIndex + " ON " + table + " (accessed_at)",
        "SELECT accessed_at FROM " + table + " ORDER BY accessed_at LIMIT 1",
        "SELECT key FROM " + table + " ORDER BY accessed_at LIMIT ?",
        "SELECT key FROM " + table + " ORDER BY accessed_at DESC LIMIT ?",
        "SELECT id, key, \"check\" FROM " + table + " WHERE id > ? ORDER BY id LIMIT ?",
        "SELECT key FROM " + table + " INDEXED BY " + index + " ORDER BY key LIMIT ?",
        "SELECT key FROM " + table + " INDEXED BY " + index + " WHERE key > ? ORDER BY key LIMIT ?",
        "SELECT expires_at, id, key FROM "
            + table
            + " WHERE expires_at IS NOT NULL AND (expires_at, id) > (?, ?) AND expires_at <= ?"
            + " ORDER BY expires_at, id LIMIT ?",
        "SELECT id FROM " + table + " WHERE key = ? AND version = ?",
        "SELECT " + VERIFIED + ", key FROM " + table + " WHERE id = ?",
        "INSERT INTO thermae_quarantine (cache, key, value, schema, version, expires_at, updated_at,"
            + " reason, quarantined_at) SELECT ?, key, value, schema, version, expires_at,"
            + " updated_at, ?, ? FROM "
            + table
            + " WHERE id = ?",
        "DELETE FROM " + table + " WHERE id = ?",
        "DROP TABLE IF EXISTS " + table);
  }

  /** Few different numbers, so that few statements are kept: powers of four, up to the maximum. */
  static int findManyParameters(int keys) {
    int parameters = 4;
    while (parameters < keys) {
      parameters *= 4;
    }
    return Math.min(parameters, FIND_MANY_MAX);
  }

  /** The statement that looks for this many keys. */
  String findMany(int parameters) {
    return findManyStart + "?" + ", ?".repeat(parameters - 1) + ")";
  }
}
