package io.github.thermae.config;

import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.codec.Codec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * A cache's configuration with what JSR-107 does not know: the bounds of the hot and the cold tier,
 * the codec, and the form of large values in the file. Immutable; checked when built. {@code
 * MutableConfiguration} works as well, with the manager's defaults for the rest.
 *
 * <pre>{@code
 * Cache<String, User> users =
 *     manager.createCache(
 *         "users",
 *         ThermaeConfiguration.builder(String.class, User.class)
 *             .hotMaxEntries(10_000)
 *             .ttl(Duration.ofHours(1))
 *             .build());
 * }</pre>
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class ThermaeConfiguration<K, V> implements CompleteConfiguration<K, V> {
  private static final long serialVersionUID = 1L;

  /**
   * Bounds are at least 1. They are plain numbers here, because an OptionalLong is not serialized.
   */
  private static final long NOT_SET = 0;

  private final MutableConfiguration<K, V> jsr107;
  private final long hotMaxEntries;
  private final long hotMaxBytes;
  private final long coldMaxEntries;
  private final @Nullable String codec;
  private final @Nullable Compression compression;
  private final int compressionMinBytes;
  private final boolean expirySet;
  private final boolean hotOnly;

  /** Lost in serialization: the name is kept, which is enough for a codec of one's own class. */
  private final transient @Nullable Codec codecObject;

  private ThermaeConfiguration(
      MutableConfiguration<K, V> jsr107,
      CacheOptions bounds,
      boolean expirySet,
      boolean hotOnly,
      @Nullable Codec codecObject) {
    this.jsr107 = new MutableConfiguration<>(jsr107);
    this.hotMaxEntries = bounds.hotMaxEntries().orElse(NOT_SET);
    this.hotMaxBytes = bounds.hotMaxBytes().orElse(NOT_SET);
    this.coldMaxEntries = bounds.coldMaxEntries().orElse(NOT_SET);
    this.codec = bounds.codec().orElse(null);
    this.compression = bounds.compression().orElse(null);
    this.compressionMinBytes = bounds.compressionMinBytes().orElse((int) NOT_SET);
    this.expirySet = expirySet;
    this.hotOnly = hotOnly;
    this.codecObject = codecObject;
  }

  /**
   * A configuration with declared types. They are checked at run time, and in a store with a file
   * they, and what their fields reach, are the classes that may be read from it.
   */
  public static <K, V> Builder<K, V> builder(Class<K> keyType, Class<V> valueType) {
    return new Builder<>(new MutableConfiguration<K, V>().setTypes(keyType, valueType));
  }

  /** A configuration that starts as a copy of another one; what is set then replaces that. */
  public static <K, V> Builder<K, V> builder(CompleteConfiguration<K, V> start) {
    Builder<K, V> builder = new Builder<>(new MutableConfiguration<>(start));
    if (start instanceof ThermaeConfiguration<K, V> ours) {
      builder.inherited = ours.bounds();
      builder.expirySet = ours.expirySet;
      builder.hotOnly = ours.hotOnly;
      builder.codecObject = ours.codecObject;
    }
    return builder;
  }

  /**
   * The bound of the hot tier in entries. Empty if it is in bytes; if that is empty too, the
   * manager's is used.
   */
  public OptionalLong hotMaxEntries() {
    return bound(hotMaxEntries);
  }

  /**
   * The bound of the hot tier in bytes: of keys and values as encoded, plus a fixed overhead per
   * entry. Empty if it is in entries; if that is empty too, the manager's is used.
   */
  public OptionalLong hotMaxBytes() {
    return bound(hotMaxBytes);
  }

  /** The bound of the rows in the file, or empty to use the manager's. */
  public OptionalLong coldMaxEntries() {
    return bound(coldMaxEntries);
  }

  /**
   * How values are written: the setting name of a {@link BuiltInCodec} or the name of a class that
   * implements {@link Codec}. Empty to use the manager's.
   */
  public Optional<String> codec() {
    return Optional.ofNullable(codec);
  }

  /** The codec, where it was given as an object; {@link #codec} is its class then. */
  public Optional<Codec> codecObject() {
    return Optional.ofNullable(codecObject);
  }

  /** How large values are written to the file, or empty to use the manager's. */
  public Optional<Compression> compression() {
    return Optional.ofNullable(compression);
  }

  /** From how many bytes on a value is compressed, or empty to use the manager's. */
  public OptionalInt compressionMinBytes() {
    return compressionMinBytes == NOT_SET
        ? OptionalInt.empty()
        : OptionalInt.of(compressionMinBytes);
  }

  /**
   * Whether entries are in the hot tier only: nothing is encoded, nothing goes down a tier or into
   * the file, and what is evicted is gone.
   */
  public boolean isHotOnly() {
    return hotOnly;
  }

  private static OptionalLong bound(long value) {
    return value == NOT_SET ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private CacheOptions bounds() {
    return new CacheOptions(
        hotMaxEntries(),
        hotMaxBytes(),
        coldMaxEntries(),
        Optional.empty(),
        Optional.empty(),
        codec(),
        compression(),
        compressionMinBytes());
  }

  /**
   * Whether the cache brings an expiry policy of its own, so that the manager's is not used. A
   * plain {@code MutableConfiguration} that is eternal cannot be told from one that says nothing.
   */
  public boolean isExpirySet() {
    return expirySet || !jsr107.getExpiryPolicyFactory().equals(EternalExpiryPolicy.factoryOf());
  }

  @Override
  public Class<K> getKeyType() {
    return jsr107.getKeyType();
  }

  @Override
  public Class<V> getValueType() {
    return jsr107.getValueType();
  }

  @Override
  public boolean isStoreByValue() {
    return jsr107.isStoreByValue();
  }

  @Override
  public boolean isReadThrough() {
    return jsr107.isReadThrough();
  }

  @Override
  public boolean isWriteThrough() {
    return jsr107.isWriteThrough();
  }

  @Override
  public boolean isStatisticsEnabled() {
    return jsr107.isStatisticsEnabled();
  }

  @Override
  public boolean isManagementEnabled() {
    return jsr107.isManagementEnabled();
  }

  /** The listeners, unmodifiable. */
  @Override
  public Iterable<CacheEntryListenerConfiguration<K, V>> getCacheEntryListenerConfigurations() {
    Set<CacheEntryListenerConfiguration<K, V>> listeners = new LinkedHashSet<>();
    jsr107.getCacheEntryListenerConfigurations().forEach(listeners::add);
    return Collections.unmodifiableSet(listeners);
  }

  @Override
  public @Nullable Factory<CacheLoader<K, V>> getCacheLoaderFactory() {
    return jsr107.getCacheLoaderFactory();
  }

  @Override
  public @Nullable Factory<CacheWriter<? super K, ? super V>> getCacheWriterFactory() {
    return jsr107.getCacheWriterFactory();
  }

  @Override
  public Factory<ExpiryPolicy> getExpiryPolicyFactory() {
    return jsr107.getExpiryPolicyFactory();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ThermaeConfiguration<?, ?> that
        && bounds().equals(that.bounds())
        && expirySet == that.expirySet
        && hotOnly == that.hotOnly
        && codecObject == that.codecObject
        && jsr107.equals(that.jsr107);
  }

  @Override
  public int hashCode() {
    return jsr107.hashCode() * 31 + bounds().hashCode();
  }

  /**
   * Collects a configuration. Not thread-safe.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   */
  public static final class Builder<K, V> {
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private final MutableConfiguration<K, V> jsr107;

    /** What the configuration that this one starts from has; what is set here wins. */
    private CacheOptions inherited = CacheOptions.NONE;

    private CacheOptions bounds = CacheOptions.NONE;
    private boolean expirySet;
    private boolean hotOnly;
    private @Nullable Codec codecObject;

    private Builder(MutableConfiguration<K, V> jsr107) {
      this.jsr107 = jsr107;
    }

    /** How many objects the hot tier holds; at least 1. */
    public Builder<K, V> hotMaxEntries(long entries) {
      bounds = bounds.andHotMaxEntries(entries);
      return this;
    }

    /**
     * The bound of the hot tier in bytes in place of the one in entries: setting both is an error.
     * An entry counts with its key and value as encoded, plus a fixed overhead. At least 1.
     */
    public Builder<K, V> hotMaxBytes(long bytes) {
      bounds = bounds.andHotMaxBytes(bytes);
      return this;
    }

    /**
     * How many rows the cache has in the file; past it the least recently used leave. At least 1. A
     * configuration may be used with any store: one without a file has no rows and ignores this.
     */
    public Builder<K, V> coldMaxEntries(long entries) {
      bounds = bounds.withColdMaxEntries(entries);
      return this;
    }

    /** How values are written. Rows that another codec has written stay readable. */
    public Builder<K, V> codec(BuiltInCodec codec) {
      return codec(codec.settingName());
    }

    /**
     * Values are written by this class, which has a public constructor without parameters and is
     * found in the class loader of the manager.
     */
    public Builder<K, V> codec(Class<? extends Codec> codec) {
      return codec(codec.getName());
    }

    /**
     * Values are written by this object, which the cache does not own. For codecs that need to know
     * something; the class's name is kept with the rows, which are unreadable without such an
     * object.
     */
    public Builder<K, V> codec(Codec codec) {
      Builder<K, V> named = codec(codec.getClass().getName());
      named.codecObject = codec;
      return named;
    }

    /**
     * How values are written, as the setting {@code codec} names it: {@code kryo}, {@code json},
     * {@code message-pack}, {@code bytes}, {@code java}, or the name of a class that implements
     * {@link Codec}.
     */
    public Builder<K, V> codec(String name) {
      bounds = bounds.withCodec(name);
      codecObject = null;
      return this;
    }

    /**
     * How large values are written to the file. Like the bound above, ignored by a store without
     * one; caches that share a table write as the first of them says, and read either form.
     */
    public Builder<K, V> compression(Compression form) {
      bounds = bounds.withCompression(form);
      return this;
    }

    /**
     * From how many bytes on a value is compressed; at least {@value
     * CacheOptions#LEAST_COMPRESSION_MIN_BYTES}.
     */
    public Builder<K, V> compressionMinBytes(int bytes) {
      bounds = bounds.withCompressionMinBytes(bytes);
      return this;
    }

    /**
     * Whether readers and writers get copies of what can change (the default) or the object itself.
     */
    public Builder<K, V> storeByValue(boolean byValue) {
      jsr107.setStoreByValue(byValue);
      return this;
    }

    /**
     * Entries live in the hot tier only, whatever the store: for values or keys that have no
     * encoded form, such as live objects. What is evicted from it is gone. By reference only, since
     * a copy would have to be made of bytes.
     */
    public Builder<K, V> hotOnly(boolean only) {
      hotOnly = only;
      return this;
    }

    /** The life of an entry since it was last written; positive. */
    public Builder<K, V> ttl(Duration life) {
      Checks.positive("ttl", life);
      return expiry(ModifiedExpiryPolicy.factoryOf(millis(life)));
    }

    /** The life of an entry since it was last used; positive. */
    public Builder<K, V> expireAfterAccess(Duration life) {
      Checks.positive("expire-after-access", life);
      return expiry(TouchedExpiryPolicy.factoryOf(millis(life)));
    }

    /** Entries stay until they are removed, whatever the manager's default. */
    public Builder<K, V> eternal() {
      return expiry(EternalExpiryPolicy.factoryOf());
    }

    /** Any expiry policy. */
    public Builder<K, V> expiry(Factory<? extends ExpiryPolicy> factory) {
      jsr107.setExpiryPolicyFactory(factory);
      expirySet = true;
      return this;
    }

    /** Values that are missing are read with this loader. */
    public Builder<K, V> readThrough(Factory<? extends CacheLoader<K, V>> factory) {
      jsr107.setCacheLoaderFactory(factory).setReadThrough(true);
      return this;
    }

    /** Every write goes to this writer first. */
    public Builder<K, V> writeThrough(
        Factory<? extends CacheWriter<? super K, ? super V>> factory) {
      jsr107.setCacheWriterFactory(factory).setWriteThrough(true);
      return this;
    }

    /** One more listener. */
    public Builder<K, V> listener(CacheEntryListenerConfiguration<K, V> listener) {
      jsr107.addCacheEntryListenerConfiguration(listener);
      return this;
    }

    /** Without a listener that was added before. */
    public Builder<K, V> withoutListener(CacheEntryListenerConfiguration<K, V> listener) {
      jsr107.removeCacheEntryListenerConfiguration(listener);
      return this;
    }

    /** Whether hits, misses and the like are counted. */
    public Builder<K, V> statistics(boolean enabled) {
      jsr107.setStatisticsEnabled(enabled);
      return this;
    }

    /** Whether the configuration is shown as an MXBean. */
    public Builder<K, V> management(boolean enabled) {
      jsr107.setManagementEnabled(enabled);
      return this;
    }

    /** The configuration. */
    public ThermaeConfiguration<K, V> build() {
      if (hotOnly && jsr107.isStoreByValue()) {
        throw new IllegalArgumentException(
            "A cache that is hot only encodes nothing, so it cannot hold copies: set"
                + " storeByValue(false)");
      }
      return new ThermaeConfiguration<>(
          jsr107, bounds.orElse(inherited), expirySet, hotOnly, codecObject);
    }

    /** What is too long to count is eternal, and what is too short is not nothing. */
    private static javax.cache.expiry.Duration millis(Duration life) {
      return life.compareTo(LONGEST) > 0
          ? javax.cache.expiry.Duration.ETERNAL
          : new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, Math.max(1, life.toMillis()));
    }
  }
}
