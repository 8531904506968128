package io.github.thermae.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is set for caches of a store: for all of them ({@code defaults.*}) or for one ({@code
 * caches.<name>.*}). What is empty here is looked for in the defaults, then in the library's own
 * defaults. Immutable.
 *
 * <p>More settings will come. Start from {@link #NONE} and use the methods {@code with...}: the
 * constructor grows with the settings.
 *
 * @param hotMaxEntries {@code hot.max-entries}: how many objects the hot tier holds, at least 1
 * @param hotMaxBytes {@code hot.max-bytes}: the bound of the hot tier in bytes in place of the one
 *     in entries, at least 1. An entry counts with its key and value as encoded, plus a fixed
 *     overhead. Cannot be set together with {@code hot.max-entries}
 * @param coldMaxEntries {@code cold.max-entries}: how many rows the cache has in the file, at least
 *     1; past it the least recently used leave. A store without a file has no rows and ignores it
 * @param ttl {@code ttl}: the life of an entry since it was last written; {@link #ETERNAL} or
 *     positive. Used where a cache brings no expiry policy of its own
 * @param expireAfterAccess {@code expire-after-access}: the life of an entry since it was last
 *     used; cannot be set together with {@code ttl}
 * @param compression {@code compression}: how large values are written to the file
 * @param compressionMinBytes {@code compression.min-bytes}: from how many bytes on a value is
 *     compressed, at least {@value #LEAST_COMPRESSION_MIN_BYTES}; smaller ones are written as they
 *     are
 */
public record CacheOptions(
    OptionalLong hotMaxEntries,
    OptionalLong hotMaxBytes,
    OptionalLong coldMaxEntries,
    Optional<Duration> ttl,
    Optional<Duration> expireAfterAccess,
    Optional<Compression> compression,
    OptionalInt compressionMinBytes) {
  /** Nothing set. */
  public static final CacheOptions NONE =
      new CacheOptions(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

  /** A life without end. */
  public static final Duration ETERNAL = Duration.ofSeconds(Long.MAX_VALUE);

  /** The hot tier's bound where none is set: {@value} entries. */
  public static final long DEFAULT_HOT_MAX_ENTRIES = 1_000_000;

  /** From where on values are compressed where nothing is set: {@value} bytes. */
  public static final int DEFAULT_COMPRESSION_MIN_BYTES = 1_024;

  /** The least size from which values are compressed: {@value} bytes; below, it never pays. */
  public static final int LEAST_COMPRESSION_MIN_BYTES = 64;

  /** Checks every value. */
  public CacheOptions {
    Checks.atLeast("hot.max-entries", hotMaxEntries, 1);
    Checks.atLeast("hot.max-bytes", hotMaxBytes, 1);
    Checks.atLeast("cold.max-entries", coldMaxEntries, 1);
    compressionMinBytes.ifPresent(
        b -> Checks.atLeast("compression.min-bytes", b, LEAST_COMPRESSION_MIN_BYTES));
    ttl.ifPresent(d -> Checks.positive("ttl", d));
    expireAfterAccess.ifPresent(d -> Checks.positive("expire-after-access", d));
    if (hotMaxEntries.isPresent() && hotMaxBytes.isPresent()) {
      throw Checks.notBoth(
          "hot.max-entries", hotMaxEntries.getAsLong(), "hot.max-bytes", hotMaxBytes.getAsLong());
    }
    if (ttl.isPresent() && expireAfterAccess.isPresent()) {
      throw Checks.notBoth("ttl", ttl.get(), "expire-after-access", expireAfterAccess.get());
    }
  }

  /** These options, and what they leave open from others. */
  public CacheOptions orElse(CacheOptions others) {
    boolean hotIsSet = hotMaxEntries.isPresent() || hotMaxBytes.isPresent();
    boolean expiryIsSet = ttl.isPresent() || expireAfterAccess.isPresent();
    return new CacheOptions(
        hotIsSet ? hotMaxEntries : others.hotMaxEntries,
        hotIsSet ? hotMaxBytes : others.hotMaxBytes,
        coldMaxEntries.isPresent() ? coldMaxEntries : others.coldMaxEntries,
        expiryIsSet ? ttl : others.ttl,
        expiryIsSet ? expireAfterAccess : others.expireAfterAccess,
        compression.isPresent() ? compression : others.compression,
        compressionMinBytes.isPresent() ? compressionMinBytes : others.compressionMinBytes);
  }

  // ------------------------------------------------------------------ in place of what was set

  /** These options with a bound of the hot tier in entries, in place of any other. */
  public CacheOptions withHotMaxEntries(long entries) {
    return withoutHotBound().andHotMaxEntries(entries);
  }

  /** These options with a bound of the hot tier in bytes, in place of any other. */
  public CacheOptions withHotMaxBytes(long bytes) {
    return withoutHotBound().andHotMaxBytes(bytes);
  }

  /** These options with a bound of the rows. */
  public CacheOptions withColdMaxEntries(long entries) {
    return new CacheOptions(
        hotMaxEntries,
        hotMaxBytes,
        OptionalLong.of(entries),
        ttl,
        expireAfterAccess,
        compression,
        compressionMinBytes);
  }

  /** These options with a life since the last write, in place of any other. */
  public CacheOptions withTtl(Duration life) {
    return withoutLife().andTtl(life);
  }

  /** These options with a life since the last use, in place of any other. */
  public CacheOptions withExpireAfterAccess(Duration life) {
    return withoutLife().andExpireAfterAccess(life);
  }

  /** These options with a form of large values. */
  public CacheOptions withCompression(Compression form) {
    return new CacheOptions(
        hotMaxEntries,
        hotMaxBytes,
        coldMaxEntries,
        ttl,
        expireAfterAccess,
        Optional.of(form),
        compressionMinBytes);
  }

  /** These options with a size from which values are compressed. */
  public CacheOptions withCompressionMinBytes(int bytes) {
    return new CacheOptions(
        hotMaxEntries,
        hotMaxBytes,
        coldMaxEntries,
        ttl,
        expireAfterAccess,
        compression,
        OptionalInt.of(bytes));
  }

  private CacheOptions withoutHotBound() {
    return new CacheOptions(
        OptionalLong.empty(),
        OptionalLong.empty(),
        coldMaxEntries,
        ttl,
        expireAfterAccess,
        compression,
        compressionMinBytes);
  }

  private CacheOptions withoutLife() {
    return new CacheOptions(
        hotMaxEntries,
        hotMaxBytes,
        coldMaxEntries,
        Optional.empty(),
        Optional.empty(),
        compression,
        compressionMinBytes);
  }

  // ------------------------------------------------------------------ beside what was set

  /** As {@link #withHotMaxEntries}, but a bound in bytes is a contradiction. */
  CacheOptions andHotMaxEntries(long entries) {
    return new CacheOptions(
        OptionalLong.of(entries),
        hotMaxBytes,
        coldMaxEntries,
        ttl,
        expireAfterAccess,
        compression,
        compressionMinBytes);
  }

  /** As {@link #withHotMaxBytes}, but a bound in entries is a contradiction. */
  CacheOptions andHotMaxBytes(long bytes) {
    return new CacheOptions(
        hotMaxEntries,
        OptionalLong.of(bytes),
        coldMaxEntries,
        ttl,
        expireAfterAccess,
        compression,
        compressionMinBytes);
  }

  /** As {@link #withTtl}, but a life since the last use is a contradiction. */
  CacheOptions andTtl(Duration life) {
    return new CacheOptions(
        hotMaxEntries,
        hotMaxBytes,
        coldMaxEntries,
        Optional.of(life),
        expireAfterAccess,
        compression,
        compressionMinBytes);
  }

  /** As {@link #withExpireAfterAccess}, but a life since the last write is a contradiction. */
  CacheOptions andExpireAfterAccess(Duration life) {
    return new CacheOptions(
        hotMaxEntries,
        hotMaxBytes,
        coldMaxEntries,
        ttl,
        Optional.of(life),
        compression,
        compressionMinBytes);
  }
}
