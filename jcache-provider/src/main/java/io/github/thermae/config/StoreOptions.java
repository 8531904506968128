package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a manager keeps its caches, and within which bounds. Immutable; checked when built.
 *
 * <p>The same settings can be given as text, in the {@code Properties} of {@code getCacheManager}
 * or as system properties, under the names below with the prefix {@code thermae.}; {@link
 * #toProperties} gives that form:
 *
 * <pre>{@code
 * StoreOptions options = StoreOptions.builder().path("data/app.db").warmMaxBytes(64 << 20).build();
 * CacheManager manager =
 *     Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
 * }</pre>
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><td>{@value #PATH}</td><td>none: memory only</td><td>the SQLite file</td></tr>
 * <tr><td>{@value #PERSIST_MODE}</td><td>{@code write-through} with a path, else {@code memory}</td>
 *     <td>see {@link PersistMode}</td></tr>
 * <tr><td>{@value #SYNCHRONOUS}</td><td>{@code normal}</td><td>see {@link Synchronous}</td></tr>
 * <tr><td>{@value #FLUSH_INTERVAL}</td><td>{@code 1s}</td><td>how long a change waits at most until
 *     it is saved: what a {@code lazy} store writes, and in every store with a file the deadlines
 *     and the recency that reads have moved</td></tr>
 * <tr><td>{@value #FLUSH_BATCH}</td><td>{@code 1000}</td><td>so many waiting entries are saved before
 *     the interval is over</td></tr>
 * <tr><td>{@value #QUEUE_MAX_ENTRIES}, {@value #QUEUE_MAX_BYTES}</td><td>{@code 100000}, {@code
 *     64MB}</td><td>the flush queue's bound; at it, writers help to flush</td></tr>
 * <tr><td>{@value #WARM_MAX_BYTES}</td><td>{@code 100MB}</td><td>the warm tier's bound for all caches
 *     of the store; {@code 0} switches it off</td></tr>
 * <tr><td>{@value #COLD_MAX_BYTES}</td><td>none</td><td>the bound of the file's used pages; past it the
 *     least recently used rows leave</td></tr>
 * <tr><td>{@value #PRELOAD}</td><td>{@code 0}</td><td>entries per cache that are loaded into the hot
 *     tier in the background after opening, the most recently used first</td></tr>
 * <tr><td>{@value #SHUTDOWN_HOOK}</td><td>{@code true}</td><td>whether the end of the JVM (SIGTERM,
 *     {@code System.exit}) flushes a {@code lazy} store</td></tr>
 * <tr><td>{@value #ALLOWED_CLASSES}</td><td>none</td><td>patterns of classes that may be read from the
 *     file beside those that a cache declares: {@code com.acme.**}, separated by commas</td></tr>
 * <tr><td>{@value #ENCRYPTION_PASSWORD_FILE}, {@value #ENCRYPTION_PASSWORD_ENV}, {@value
 *     #ENCRYPTION_PASSWORD}</td><td>none: not encrypted</td><td>a file that holds the password, an
 *     environment variable that does, or the password itself; one of them. See {@link
 *     EncryptionOptions}</td></tr>
 * <tr><td>{@value #ENCRYPTION_KDF}</td><td>{@code argon2id}</td><td>see {@link KeyDerivation}</td></tr>
 * <tr><td>{@code defaults.<x>}</td><td></td><td>for all caches, see {@link CacheOptions}</td></tr>
 * <tr><td>{@code caches.<name>.<x>}</td><td></td><td>for one cache, or with stars in the name for
 *     all it fits</td></tr>
 * </table>
 */
public final class StoreOptions {
  /** What all names start with in properties. */
  public static final String PREFIX = "thermae.";

  /** The name of {@link Builder#path(Path)}. */
  public static final String PATH = "store.path";

  /** The name of {@link Builder#persistMode}. */
  public static final String PERSIST_MODE = "store.persist-mode";

  /** The name of {@link Builder#synchronous}. */
  public static final String SYNCHRONOUS = "store.synchronous";

  /** The name of {@link Builder#flushInterval}. */
  public static final String FLUSH_INTERVAL = "store.flush-interval";

  /** The name of {@link Builder#flushBatch}. */
  public static final String FLUSH_BATCH = "store.flush-batch";

  /** The name of {@link Builder#queueMaxEntries}. */
  public static final String QUEUE_MAX_ENTRIES = "store.queue.max-entries";

  /** The name of {@link Builder#queueMaxBytes}. */
  public static final String QUEUE_MAX_BYTES = "store.queue.max-bytes";

  /** The name of {@link Builder#warmMaxBytes}. */
  public static final String WARM_MAX_BYTES = "store.warm.max-bytes";

  /** The name of {@link Builder#coldMaxBytes}. */
  public static final String COLD_MAX_BYTES = "store.cold.max-bytes";

  /** The name of {@link Builder#preload}. */
  public static final String PRELOAD = "store.preload";

  /** The name of {@link Builder#shutdownHook}. */
  public static final String SHUTDOWN_HOOK = "store.shutdown-hook";

  /** The name of {@link Builder#allowedClasses}. */
  public static final String ALLOWED_CLASSES = "store.allowed-classes";

  /** The password of an encrypted store, as text; the two below keep it out of the settings. */
  public static final String ENCRYPTION_PASSWORD = "store.encryption.password";

  /** The name of {@link EncryptionOptions#passwordFile}. */
  public static final String ENCRYPTION_PASSWORD_FILE = "store.encryption.password-file";

  /** The name of {@link EncryptionOptions#passwordEnvironment}. */
  public static final String ENCRYPTION_PASSWORD_ENV = "store.encryption.password-env";

  /** The name of {@link EncryptionOptions#withKeyDerivation}. */
  public static final String ENCRYPTION_KDF = "store.encryption.kdf";

  /**
   * Where {@link #toProperties} puts {@link EncryptionOptions} that no text can stand for: a
   * password given as {@code char[]}, a callback, or the password's text. The value is the object.
   */
  public static final String ENCRYPTION = "store.encryption";

  /** The flush interval where none is set: one second. */
  public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(1);

  /** The flush batch where none is set: {@value} entries. */
  public static final int DEFAULT_FLUSH_BATCH = 1_000;

  /** The flush queue's bound where none is set: {@value} entries. */
  public static final long DEFAULT_QUEUE_MAX_ENTRIES = 100_000;

  /** The flush queue's bound where none is set: {@value} bytes, or an eighth of a small heap. */
  public static final long DEFAULT_QUEUE_MAX_BYTES = 64L << 20;

  /** The warm tier's bound where none is set: {@value} bytes, or a quarter of a small heap. */
  public static final long DEFAULT_WARM_MAX_BYTES = 100L << 20;

  /** The least bound of the cold tier: {@value} bytes; an empty file has pages too. */
  public static final long LEAST_COLD_MAX_BYTES = 1L << 20;

  private static final Duration SHORTEST_FLUSH_INTERVAL = Duration.ofMillis(1);

  /** So that an interval can be counted in nanoseconds, and one that never ends is refused. */
  private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofDays(365);

  private static final List<StoreSetting> ONLY_WITH_A_FILE =
      List.of(
          StoreSetting.SYNCHRONOUS,
          StoreSetting.FLUSH_INTERVAL,
          StoreSetting.FLUSH_BATCH,
          StoreSetting.QUEUE_MAX_ENTRIES,
          StoreSetting.QUEUE_MAX_BYTES,
          StoreSetting.COLD_MAX_BYTES,
          StoreSetting.ENCRYPTION_PASSWORD_FILE,
          StoreSetting.ENCRYPTION_PASSWORD_ENV);

  // What was set, null where nothing was; StoreSetting makes text of it.
  final @Nullable Path path;
  final @Nullable PersistMode persistMode;
  final @Nullable Synchronous synchronous;
  final @Nullable Duration flushInterval;
  final @Nullable Integer flushBatch;
  final @Nullable Long queueMaxEntries;
  final @Nullable Long queueMaxBytes;
  final @Nullable Long warmMaxBytes;
  final @Nullable Long coldMaxBytes;
  final @Nullable Integer preload;
  final @Nullable Boolean shutdownHook;
  final List<String> allowedClasses;
  private final @Nullable EncryptionOptions encryption;
  private final CacheOptions defaults;
  private final Map<String, CacheOptions> caches;

  private StoreOptions(Builder builder) {
    this.path = builder.path;
    this.persistMode = builder.persistMode;
    this.synchronous = builder.synchronous;
    this.flushInterval = builder.flushInterval;
    this.flushBatch = builder.flushBatch;
    this.queueMaxEntries = builder.queueMaxEntries;
    this.queueMaxBytes = builder.queueMaxBytes;
    this.warmMaxBytes = builder.warmMaxBytes;
    this.coldMaxBytes = builder.coldMaxBytes;
    this.preload = builder.preload;
    this.shutdownHook = builder.shutdownHook;
    this.allowedClasses = builder.allowedClasses;
    this.encryption = builder.encryption();
    this.defaults = builder.defaults;
    this.caches = Map.copyOf(builder.caches);
    if (path == null) {
      checkWithoutFile();
    } else if (persistMode == PersistMode.MEMORY) {
      throw Checks.error(
          "%s is memory, but %s is %s: leave the path out, or use write-through or lazy",
          PERSIST_MODE, PATH, path);
    }
  }

  private void checkWithoutFile() {
    if (persistMode() != PersistMode.MEMORY) {
      throw Checks.error(
          "%s is %s, but %s is not set: give the file a path, or use memory",
          PERSIST_MODE, Values.textOf(persistMode()), PATH);
    }
    ONLY_WITH_A_FILE.forEach(this::requireNotSet);
    if (encryption != null) {
      throw Checks.error(
          "%s is set, but %s is not: give the file a path, or leave the password out",
          encryption.source().setting(), PATH);
    }
    if (preload() > 0) {
      requireNotSet(StoreSetting.PRELOAD);
    }
  }

  private void requireNotSet(StoreSetting setting) {
    Optional<String> text = setting.textOf(this);
    if (text.isPresent()) {
      throw Checks.error(
          "%s is %s, but %s is not set: give the file a path, or leave the setting out",
          setting.key(), text.get(), PATH);
    }
  }

  /** Nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** The file, or empty to keep everything in memory. */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /** What a write promises: what was set, else write-through with a path and memory without. */
  public PersistMode persistMode() {
    PersistMode byPath = path == null ? PersistMode.MEMORY : PersistMode.WRITE_THROUGH;
    return persistMode == null ? byPath : persistMode;
  }

  /** When SQLite waits for the disk. */
  public Synchronous synchronous() {
    return synchronous == null ? Synchronous.NORMAL : synchronous;
  }

  /** How long a change waits at most until the flusher saves it; from 1 ms to 365 days. */
  public Duration flushInterval() {
    return flushInterval == null ? DEFAULT_FLUSH_INTERVAL : flushInterval;
  }

  /** How many waiting entries the flusher saves before its interval is over; at least 1. */
  public int flushBatch() {
    return flushBatch == null ? DEFAULT_FLUSH_BATCH : flushBatch;
  }

  /** The bound of the flush queue in entries, at least 1. */
  public long queueMaxEntries() {
    return queueMaxEntries == null ? DEFAULT_QUEUE_MAX_ENTRIES : queueMaxEntries;
  }

  /** The bound of the flush queue in encoded bytes, at least 1. */
  public long queueMaxBytes() {
    return queueMaxBytes == null ? ofHeap(DEFAULT_QUEUE_MAX_BYTES, 8) : queueMaxBytes;
  }

  /** The bound of the warm tier in bytes; 0 means that there is none. */
  public long warmMaxBytes() {
    return warmMaxBytes == null ? ofHeap(DEFAULT_WARM_MAX_BYTES, 4) : warmMaxBytes;
  }

  /** A default that must not fill a small heap. */
  private static long ofHeap(long bytes, int parts) {
    return Math.min(bytes, Runtime.getRuntime().maxMemory() / parts);
  }

  /**
   * The bound of the file's used pages in bytes, at least {@value #LEAST_COLD_MAX_BYTES}; empty if
   * only the disk bounds it.
   */
  public OptionalLong coldMaxBytes() {
    return coldMaxBytes == null ? OptionalLong.empty() : OptionalLong.of(coldMaxBytes);
  }

  /** How many entries of each cache are loaded into the hot tier after opening; 0 for none. */
  public int preload() {
    return preload == null ? 0 : preload;
  }

  /** Whether a lazy store is flushed when the JVM ends by SIGTERM or {@code System.exit}. */
  public boolean shutdownHook() {
    return shutdownHook == null || shutdownHook;
  }

  /** Patterns of class names; see {@link Builder#allowedClasses}. */
  public List<String> allowedClasses() {
    return allowedClasses;
  }

  /** The password of the file, or empty if it is not encrypted. */
  public Optional<EncryptionOptions> encryption() {
    return Optional.ofNullable(encryption);
  }

  /** The text of where the password is found, if that is what this setting names. */
  @Nullable String encryptionText(String setting) {
    PasswordSource source = encryption == null ? null : encryption.source();
    return source != null && source.setting().equals(setting) ? source.text() : null;
  }

  /** What is set for all caches. */
  public CacheOptions defaults() {
    return defaults;
  }

  /** What is set for single caches by name, and for templates such as {@code eco.*}. */
  public Map<String, CacheOptions> caches() {
    return caches;
  }

  /**
   * What holds for a cache: its own options, then those of the most specific template that fits its
   * name, then the defaults.
   *
   * @throws ThermaeException if two templates fit equally well
   */
  public CacheOptions cache(String name) {
    return caches
        .getOrDefault(name, CacheOptions.NONE)
        .orElse(
            NamePattern.mostSpecific(name, caches.keySet(), pattern -> "the options of the store")
                .map(caches::get)
                .orElse(CacheOptions.NONE))
        .orElse(defaults);
  }

  /**
   * Checks that a manager with these options can share a store that another one has opened: what is
   * set here for the whole store must be what the store runs with. What is not set here fits
   * always. Each manager has its own classes, defaults and {@link #preload}.
   *
   * @throws ThermaeException naming the setting and both values
   */
  public void requireFits(StoreOptions running) {
    for (StoreSetting setting : StoreSetting.values()) {
      setting
          .sharedTextOf(running)
          .ifPresent(found -> requireSame(setting, found, running.path().orElseThrow()));
    }
  }

  private void requireSame(StoreSetting setting, String found, Path file) {
    Optional<String> asked = setting.textOf(this);
    if (asked.isPresent() && !asked.get().equals(found)) {
      throw Checks.error(
          "%s is %s, but another manager has already opened %s with %s: use the same value in both",
          setting.key(), asked.get(), file, found);
    }
  }

  /** These options with another file. */
  StoreOptions withPath(Path newPath) {
    Builder builder = toBuilder();
    builder.path = newPath;
    return builder.build();
  }

  /** The same, and classes that match these patterns may be read too. */
  StoreOptions alsoAllowing(List<String> patterns) {
    Builder builder = toBuilder();
    builder.allowedClasses =
        Stream.concat(allowedClasses.stream(), patterns.stream()).distinct().toList();
    return builder.build();
  }

  private Builder toBuilder() {
    Builder builder = new Builder();
    builder.path = path;
    builder.persistMode = persistMode;
    builder.synchronous = synchronous;
    builder.flushInterval = flushInterval;
    builder.flushBatch = flushBatch;
    builder.queueMaxEntries = queueMaxEntries;
    builder.queueMaxBytes = queueMaxBytes;
    builder.warmMaxBytes = warmMaxBytes;
    builder.coldMaxBytes = coldMaxBytes;
    builder.preload = preload;
    builder.shutdownHook = shutdownHook;
    builder.allowedClasses = allowedClasses;
    builder.encryption = encryption;
    builder.defaults = defaults;
    builder.caches.putAll(caches);
    return builder;
  }

  /**
   * What was set, as text under the names above; what was left open is left out. A password is not
   * among the text: see {@link #ENCRYPTION}.
   */
  public Properties toProperties() {
    Properties properties = new Properties();
    if (encryption != null && encryption.source().text() == null) {
      properties.put(PREFIX + ENCRYPTION, encryption);
    }
    for (StoreSetting setting : StoreSetting.values()) {
      setting.textOf(this).ifPresent(text -> put(properties, setting.key(), text));
    }
    putCache(properties, CacheSetting.DEFAULTS, defaults);
    caches.forEach((name, cache) -> putCache(properties, CacheSetting.CACHES + name + ".", cache));
    return properties;
  }

  private static void putCache(Properties properties, String place, CacheOptions options) {
    for (CacheSetting setting : CacheSetting.values()) {
      setting.textOf(options).ifPresent(text -> put(properties, place + setting.key(), text));
    }
  }

  private static void put(Properties properties, String name, String text) {
    properties.setProperty(PREFIX + name, text);
  }

  /** The settings as name = value, for logs. */
  @Override
  public String toString() {
    return new TreeMap<>(toProperties()).toString();
  }

  /** Collects settings. Every method checks its value at once. Not thread-safe. */
  public static final class Builder {
    private @Nullable Path path;
    private @Nullable PersistMode persistMode;
    private @Nullable Synchronous synchronous;
    private @Nullable Duration flushInterval;
    private @Nullable Integer flushBatch;
    private @Nullable Long queueMaxEntries;
    private @Nullable Long queueMaxBytes;
    private @Nullable Long warmMaxBytes;
    private @Nullable Long coldMaxBytes;
    private @Nullable Integer preload;
    private @Nullable Boolean shutdownHook;
    private List<String> allowedClasses = List.of();
    private @Nullable EncryptionOptions encryption;
    private @Nullable KeyDerivation keyDerivation;
    private CacheOptions defaults = CacheOptions.NONE;
    private final Map<String, CacheOptions> caches = new TreeMap<>();

    private Builder() {}

    /** The SQLite file; relative to the working directory, parent folders are made. */
    public Builder path(Path file) {
      if (file.toString().isEmpty()) {
        throw Checks.error("%s is empty: name a file, or leave the setting out", PATH);
      }
      this.path = file;
      return this;
    }

    /** The SQLite file, as text. */
    public Builder path(String file) {
      try {
        return path(Path.of(file));
      } catch (InvalidPathException e) {
        throw new ThermaeException(PATH + " is not a path: " + e.getMessage(), e);
      }
    }

    /** What a write promises; must fit the path. */
    public Builder persistMode(PersistMode mode) {
      this.persistMode = mode;
      return this;
    }

    /** When SQLite waits for the disk; needs a path. */
    public Builder synchronous(Synchronous value) {
      this.synchronous = value;
      return this;
    }

    /**
     * How long a change waits at most until the flusher saves it: what a lazy store writes, and in
     * every store with a file the deadlines and the recency that reads have moved. From 1 ms to 365
     * days; needs a path.
     */
    public Builder flushInterval(Duration interval) {
      Checks.between(FLUSH_INTERVAL, interval, SHORTEST_FLUSH_INTERVAL, LONGEST_FLUSH_INTERVAL);
      this.flushInterval = interval;
      return this;
    }

    /**
     * How many waiting entries the flusher saves before its interval is over; at least 1, needs a
     * path.
     */
    public Builder flushBatch(int entries) {
      Checks.atLeast(FLUSH_BATCH, entries, 1);
      this.flushBatch = entries;
      return this;
    }

    /**
     * How many entries wait at most to be saved; at the bound, writers help to flush, and nothing
     * is lost. At least 1, needs a path.
     */
    public Builder queueMaxEntries(long entries) {
      Checks.atLeast(QUEUE_MAX_ENTRIES, entries, 1);
      this.queueMaxEntries = entries;
      return this;
    }

    /** The same bound in encoded bytes; whichever is reached first holds. */
    public Builder queueMaxBytes(long bytes) {
      Checks.atLeast(QUEUE_MAX_BYTES, bytes, 1);
      this.queueMaxBytes = bytes;
      return this;
    }

    /** The bound of the warm tier in bytes, for all caches of the store together; 0 for none. */
    public Builder warmMaxBytes(long bytes) {
      Checks.atLeast(WARM_MAX_BYTES, bytes, 0);
      this.warmMaxBytes = bytes;
      return this;
    }

    /**
     * The bound of the database file's used pages in bytes, for all caches of the store together;
     * past it the least recently used rows leave. At least {@value #LEAST_COLD_MAX_BYTES}, needs a
     * path.
     */
    public Builder coldMaxBytes(long bytes) {
      Checks.atLeast(COLD_MAX_BYTES, bytes, LEAST_COLD_MAX_BYTES);
      this.coldMaxBytes = bytes;
      return this;
    }

    /**
     * How many entries of each cache are loaded into the hot tier in the background after opening,
     * the most recently used first; 0 for none. Needs a path if above 0.
     */
    public Builder preload(int entries) {
      Checks.atLeast(PRELOAD, entries, 0);
      this.preload = entries;
      return this;
    }

    /**
     * Whether a JVM shutdown hook (SIGTERM, {@code System.exit}) flushes a lazy store that was not
     * closed. Without it, and on kill -9, what was written since the last completed flush is lost.
     */
    public Builder shutdownHook(boolean flushes) {
      this.shutdownHook = flushes;
      return this;
    }

    /**
     * Classes that may be read from the file, beside the key and value types that a cache declares,
     * what their fields reach, and the JDK's value and collection types. {@code com.acme.Order} is
     * a class, {@code com.acme.*} a package, {@code com.acme.**} a package and those below it.
     */
    public Builder allowedClasses(String... patterns) {
      return allowedClasses(List.of(patterns));
    }

    /** The same, as a list. */
    public Builder allowedClasses(List<String> patterns) {
      this.allowedClasses = List.copyOf(patterns);
      return this;
    }

    /** The password of the file, which then is encrypted; needs a path. */
    public Builder encryption(EncryptionOptions options) {
      this.encryption = options;
      return this;
    }

    /** A setting that tells where the password is; there is one at the most. */
    Builder passwordBy(PasswordSource source) {
      if (encryption != null) {
        throw Checks.error(
            "%s and %s are both set: one of them is enough",
            encryption.source().setting(), source.setting());
      }
      return encryption(new EncryptionOptions(source, null));
    }

    Builder keyDerivation(KeyDerivation derivation) {
      this.keyDerivation = derivation;
      return this;
    }

    private @Nullable EncryptionOptions encryption() {
      if (keyDerivation == null) {
        return encryption;
      }
      if (encryption == null) {
        throw Checks.error(
            "%s is %s, but there is no password: set %s, or leave it out",
            ENCRYPTION_KDF, Values.textOf(keyDerivation), ENCRYPTION_PASSWORD_FILE);
      }
      return encryption.withKeyDerivation(keyDerivation);
    }

    /** What holds for all caches that have no setting of their own. */
    public Builder defaults(CacheOptions options) {
      this.defaults = options;
      return this;
    }

    /** The hot tier's bound of every cache that has none of its own, in entries, at least 1. */
    public Builder defaultHotMaxEntries(long entries) {
      return defaults(defaults.andHotMaxEntries(entries));
    }

    /**
     * The hot tier's bound of every cache that has none of its own, in bytes, at least 1; see
     * {@link CacheOptions#hotMaxBytes}. In place of a bound in entries: both are an error.
     */
    public Builder defaultHotMaxBytes(long bytes) {
      return defaults(defaults.andHotMaxBytes(bytes));
    }

    /** How many rows every cache has that has no bound of its own, at least 1. */
    public Builder defaultColdMaxEntries(long entries) {
      return defaults(defaults.withColdMaxEntries(entries));
    }

    /** How large values of every cache are written that has no setting of its own. */
    public Builder defaultCompression(Compression compression) {
      return defaults(defaults.withCompression(compression));
    }

    /** The life of entries since they were written, for caches without an expiry policy. */
    public Builder defaultTtl(Duration life) {
      return defaults(defaults.withTtl(life));
    }

    /** What holds for one cache, or with stars in the name for all it fits: {@code eco.*}. */
    public Builder cache(String name, CacheOptions options) {
      this.caches.put(name, options);
      return this;
    }

    /**
     * The options.
     *
     * @throws ThermaeException if two settings contradict each other; the message names both
     */
    public StoreOptions build() {
      return new StoreOptions(this);
    }
  }
}
