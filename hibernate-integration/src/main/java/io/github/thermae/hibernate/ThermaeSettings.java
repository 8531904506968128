package io.github.thermae.hibernate;

/**
 * The names of settings, as a session factory is given them: strings, numbers, or objects whose
 * {@code toString} is what a string would be.
 *
 * <p>{@code hibernate.thermae.store.<option>} is about the store, with the options of {@link
 * io.github.thermae.config.StoreOptions}: without {@code store.path} everything stays in memory.
 *
 * <p>What is set for regions is looked for in this order, and the first that is found holds:
 *
 * <ol>
 *   <li>{@code hibernate.thermae.<region with the prefix of
 *       hibernate.cache.region_prefix>.<option>}
 *   <li>{@code hibernate.thermae.<region>.<option>}
 *   <li>{@code hibernate.thermae.<type>.<option>}, where the type is {@code entity}, {@code
 *       immutable-entity} (then {@code entity}), {@code collection}, {@code naturalid} or {@code
 *       query}
 *   <li>{@code hibernate.thermae.<option>}
 * </ol>
 *
 * <p>The region of update timestamps has no options: it keeps all that it has.
 */
public final class ThermaeSettings {
  /** What all names start with. */
  public static final String PREFIX = "hibernate.thermae.";

  /** What the names of the store's settings start with. */
  public static final String STORE_PREFIX = PREFIX + "store.";

  /** How many items a region holds in the hot tier. */
  public static final String HOT_MAX_ENTRIES = "hot.max-entries";

  /** The bound of the hot tier in encoded bytes, in place of the one in entries. */
  public static final String HOT_MAX_BYTES = "hot.max-bytes";

  /** How many rows a region has in the file; without a file it has none. */
  public static final String COLD_MAX_ENTRIES = "cold.max-entries";

  /** The life of an item since it was cached. */
  public static final String TTL = "ttl";

  /** The life of an item since it was used. */
  public static final String EXPIRE_AFTER_ACCESS = "expire-after-access";

  /** How large values are written to the file. */
  public static final String COMPRESSION = "compression";

  /** From how many bytes on a value is compressed. */
  public static final String COMPRESSION_MIN_BYTES = "compression-min-bytes";

  /**
   * What becomes of a region's items at the next start: {@code discard} (where nothing is set),
   * {@code read-only}, {@code clean} or {@code crash-safe}. The database must not be changed by
   * others while the application is down, or the other three options must see to it.
   */
  public static final String RESTORE = "restore";

  /** Any text, such as the version of the schema: when it is another one, regions start empty. */
  public static final String GENERATION = "generation";

  /** Items that were cached longer ago, downtime included, are dropped at the start. */
  public static final String MAX_AGE_AFTER_RESTART = "max-age-after-restart";

  /**
   * {@code true}: before restored entities are used, their versions are compared with those in the
   * database; what has no version is dropped.
   */
  public static final String VERIFY = "verify";

  /**
   * How long a soft lock lives whose session is gone, for the whole factory: {@code 60s} where none
   * is set. While a session is in a transaction its locks do not end.
   */
  public static final String LOCK_TIMEOUT = "lock-timeout";

  /** How many items a region of entities, collections or natural ids holds in the hot tier. */
  public static final long DEFAULT_HOT_MAX_ENTRIES = 10_000;

  /** How many results a region of queries holds. */
  public static final long DEFAULT_QUERY_MAX_ENTRIES = 1_000;

  private ThermaeSettings() {}
}
