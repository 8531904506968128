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
 * <tr><td>{@value #WARM_MAX_BYTES}</td><td>{@code 100MB}</td><td>the warm tier's bound for all caches
 *     of the store; {@code 0} switches it off</td></tr>
 * <tr><td>{@value #ALLOWED_CLASSES}</td><td>none</td><td>patterns of classes that may be read from the
 *     file beside those that a cache declares: {@code com.acme.**}, separated by commas</td></tr>
 * <tr><td>{@code defaults.<x>}</td><td></td><td>for all caches, see {@link CacheOptions}</td></tr>
 * <tr><td>{@code caches.<name>.<x>}</td><td></td><td>for one cache</td></tr>
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

  /** The name of {@link Builder#warmMaxBytes}. */
  public static final String WARM_MAX_BYTES = "store.warm.max-bytes";

  /** The name of {@link Builder#allowedClasses}. */
  public static final String ALLOWED_CLASSES = "store.allowed-classes";

  /** The warm tier's bound where none is set: {@value} bytes. */
  public static final long DEFAULT_WARM_MAX_BYTES = 100L << 20;

  private final @Nullable Path path;
  private final @Nullable PersistMode persistMode;
  private final @Nullable Synchronous synchronous;
  private final OptionalLong warmMaxBytes;
  private final List<String> allowedClasses;
  private final CacheOptions defaults;
  private final Map<String, CacheOptions> caches;

  private StoreOptions(Builder builder) {
    this.path = builder.path;
    this.persistMode = builder.persistMode;
    this.synchronous = builder.synchronous;
    this.warmMaxBytes = builder.warmMaxBytes;
    this.allowedClasses = builder.allowedClasses;
    this.defaults = builder.defaults;
    this.caches = Map.copyOf(builder.caches);
    checkTogether();
  }

  private void checkTogether() {
    if (persistMode == PersistMode.WRITE_THROUGH && path == null) {
      throw Checks.error(
          "%s is write-through, but %s is not set: give the file a path, or use memory",
          PERSIST_MODE, PATH);
    }
    if (persistMode == PersistMode.MEMORY && path != null) {
      throw Checks.error(
          "%s is memory, but %s is %s: leave the path out, or use write-through",
          PERSIST_MODE, PATH, path);
    }
    if (synchronous != null && path == null) {
      throw Checks.error(
          "%s is %s, but %s is not set: without a file there is nothing to synchronize",
          SYNCHRONOUS, Values.text(synchronous), PATH);
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

  public PersistMode persistMode() {
    return path == null ? PersistMode.MEMORY : PersistMode.WRITE_THROUGH;
  }

  public Synchronous synchronous() {
    return synchronous == null ? Synchronous.NORMAL : synchronous;
  }

  /** The bound of the warm tier in bytes; 0 means that there is none. */
  public long warmMaxBytes() {
    return warmMaxBytes.orElse(DEFAULT_WARM_MAX_BYTES);
  }

  /** Patterns of class names; see {@link Builder#allowedClasses}. */
  public List<String> allowedClasses() {
    return allowedClasses;
  }

  /** What is set for all caches. */
  public CacheOptions defaults() {
    return defaults;
  }

  /** What is set for single caches, by name. */
  public Map<String, CacheOptions> caches() {
    return caches;
  }

  /** What holds for a cache: its own options, then the defaults. */
  public CacheOptions cache(String name) {
    return caches.getOrDefault(name, CacheOptions.NONE).orElse(defaults);
  }

  /**
   * Checks that a manager with these options can share a store that another one has opened: what is
   * set here for the whole store must be what the store runs with. What is not set here fits
   * always.
   *
   * @throws ThermaeException naming the setting and both values
   */
  public void requireFits(StoreOptions running) {
    if (synchronous != null && synchronous != running.synchronous()) {
      throw inUse(
          running, SYNCHRONOUS, Values.text(synchronous), Values.text(running.synchronous()));
    }
    if (warmMaxBytes.isPresent() && warmMaxBytes() != running.warmMaxBytes()) {
      throw inUse(running, WARM_MAX_BYTES, warmMaxBytes(), running.warmMaxBytes());
    }
  }

  private static ThermaeException inUse(
      StoreOptions running, String setting, Object asked, Object found) {
    return Checks.error(
        "%s is %s, but another manager has already opened %s with %s: use the same value in both",
        setting, asked, running.path().orElseThrow(), found);
  }

  /** These options with another file. */
  StoreOptions withPath(Path newPath) {
    Builder builder = toBuilder();
    builder.path = newPath;
    return builder.build();
  }

  private Builder toBuilder() {
    Builder builder = new Builder();
    builder.path = path;
    builder.persistMode = persistMode;
    builder.synchronous = synchronous;
    builder.warmMaxBytes = warmMaxBytes;
    builder.allowedClasses = allowedClasses;
    builder.defaults = defaults;
    builder.caches.putAll(caches);
    return builder;
  }

  /** What was set, as text under the names above; what was left open is left out. */
  public Properties toProperties() {
    Properties properties = new Properties();
    put(properties, PATH, path);
    put(properties, PERSIST_MODE, persistMode == null ? null : Values.text(persistMode));
    put(properties, SYNCHRONOUS, synchronous == null ? null : Values.text(synchronous));
    if (warmMaxBytes.isPresent()) {
      put(properties, WARM_MAX_BYTES, warmMaxBytes.getAsLong());
    }
    if (!allowedClasses.isEmpty()) {
      put(properties, ALLOWED_CLASSES, String.join(",", allowedClasses));
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

  private static void put(Properties properties, String name, @Nullable Object value) {
    if (value != null) {
      properties.setProperty(PREFIX + name, value.toString());
    }
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
    private OptionalLong warmMaxBytes = OptionalLong.empty();
    private List<String> allowedClasses = List.of();
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

    /** The bound of the warm tier in bytes, for all caches of the store together; 0 for none. */
    public Builder warmMaxBytes(long bytes) {
      Checks.atLeast(WARM_MAX_BYTES, bytes, 0);
      this.warmMaxBytes = OptionalLong.of(bytes);
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

    /** What holds for all caches that have no setting of their own. */
    public Builder defaults(CacheOptions options) {
      this.defaults = options;
      return this;
    }

    /** The hot tier's bound of every cache that has none of its own, in entries, at least 1. */
    public Builder defaultHotMaxEntries(long entries) {
      return defaults(defaults.withHotMaxEntries(entries));
    }

    /** The life of entries since they were written, for caches without an expiry policy. */
    public Builder defaultTtl(Duration life) {
      return defaults(defaults.withTtl(life));
    }

    /** What holds for one cache. */
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
