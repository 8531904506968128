package io.github.thermae.internal.store;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of what caches owe to their writers: caches to the cold tier, with names that no user
 * can have.
 */
public final class OutboxTables {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxTables.class);
  private static final String RESERVED = "thermae:";
  private static final String QUEUE = RESERVED + "write-behind:";
  private static final String DEAD = RESERVED + "dead-letters:";

  private OutboxTables() {}

  /** Whether a name is kept from users: all that begin with {@code thermae:}. */
  public static boolean isReserved(String cacheName) {
    return cacheName.startsWith(RESERVED);
  }

  static ColdTable queue(ColdStore cold, TableOptions options) {
    return open(cold, QUEUE + options.cacheName(), options);
  }

  static ColdTable dead(ColdStore cold, TableOptions options) {
    return open(cold, DEAD + options.cacheName(), options);
  }

  private static ColdTable open(ColdStore cold, String name, TableOptions options) {
    return new CompressedTable(
        cold.open(name, traits()), name, options.compression(), options.compressionMinBytes());
  }

  private static TableTraits traits() {
    return new TableTraits(Long.class.getName(), "queued write", Long.class.getName());
  }

  /** How many operations wait for the writer of a cache. */
  static long owedBy(ColdStore cold, String cacheName) {
    return rows(cold, cold.cacheNames(), QUEUE + cacheName);
  }

  private static long rows(ColdStore cold, Set<String> names, String table) {
    return names.contains(table) ? cold.open(table, traits()).countRows() : 0;
  }

  /** Destroying a cache takes back nothing that it owes: the rows wait until it is made again. */
  static void dropIfEmpty(ColdStore cold, String cacheName) {
    Set<String> names = cold.cacheNames();
    long owed = rows(cold, names, QUEUE + cacheName);
    long letters = rows(cold, names, DEAD + cacheName);
    if (owed == 0 && letters == 0) {
      cold.drop(QUEUE + cacheName);
      cold.drop(DEAD + cacheName);
    } else {
      LOG.warn(
          "Store {}: cache '{}' was destroyed, but {} queued writes and {} dead letters of it stay"
              + " in the file. They are there again when a cache of that name is created with"
              + " write-behind",
          cold.path(),
          cacheName,
          owed,
          letters);
    }
  }
}
