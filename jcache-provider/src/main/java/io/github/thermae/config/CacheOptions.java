package io.github.thermae.config;

import io.github.thermae.codec.BuiltInCodec;
import java.time.Duration;
import java.util.Optional;
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
 * @param codec {@code codec}: how values are written; the setting name of a {@link BuiltInCodec},
 *     or the name of a class that implements {@link io.github.thermae.codec.Codec}
 */
public record CacheOptions(
    OptionalLong hotMaxEntries,
    OptionalLong hotMaxBytes,
    OptionalLong coldMaxEntries,
    Optional<Duration> ttl,
    Optional<Duration> expireAfterAccess,
    Optional<String> codec) {
  /** Nothing set. */
  public static final CacheOptions NONE =
      new CacheOptions(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** A life without end. */
  public static final Duration ETERNAL = Duration.ofSeconds(Long.MAX_VALUE);

  /** The hot tier's bound where none is set: {@value} entries. */
  public static final long DEFAULT_HOT_MAX_ENTRIES = 1_000_000;

  /** Checks every value. */
  public CacheOptions {
    Checks.atLeast("hot.max-entries", hotMaxEntries, 1);
    Checks.atLeast("hot.max-bytes", hotMaxBytes, 1);
    Checks.atLeast("cold.max-entries", coldMaxEntries, 1);
    ttl.ifPresent(d -> Checks.positive("ttl", d));
    expireAfterAccess.ifPresent(d -> Checks.positive("expire-after-access", d));
    codec = codec.map(CodecNames::checked);
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
        codec.isPresent() ? codec : others.codec);
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
        hotMaxEntries, hotMaxBytes, OptionalLong.of(entries), ttl, expireAfterAccess, codec);
  }

  /** These options with a life since the last write, in place of any other. */
  public CacheOptions withTtl(Duration life) {
    return withoutLife().andTtl(life);
  }

  /** These options with a life since the last use, in place of any other. */
  public CacheOptions withExpireAfterAccess(Duration life) {
    return withoutLife().andExpireAfterAccess(life);
  }

  /** These options with a codec, by the name of a built-in one or of a class. */
  public CacheOptions withCodec(String name) {
    return new CacheOptions(
        hotMaxEntries, hotMaxBytes, coldMaxEntries, ttl, expireAfterAccess, Optional.of(name));
  }

  private CacheOptions withoutHotBound() {
    return new CacheOptions(
        OptionalLong.empty(), OptionalLong.empty(), coldMaxEntries, ttl, expireAfterAccess, codec);
  }

  private CacheOptions withoutLife() {
    return new CacheOptions(
        hotMaxEntries, hotMaxBytes, coldMaxEntries, Optional.empty(), Optional.empty(), codec);
  }

  // ------------------------------------------------------------------ beside what was set

  /** As {@link #withHotMaxEntries}, but a bound in bytes is a contradiction. */
  CacheOptions andHotMaxEntries(long entries) {
    return new CacheOptions(
        OptionalLong.of(entries), hotMaxBytes, coldMaxEntries, ttl, expireAfterAccess, codec);
  }

  /** As {@link #withHotMaxBytes}, but a bound in entries is a contradiction. */
  CacheOptions andHotMaxBytes(long bytes) {
    return new CacheOptions(
        hotMaxEntries, OptionalLong.of(bytes), coldMaxEntries, ttl, expireAfterAccess, codec);
  }

  /** As {@link #withTtl}, but a life since the last use is a contradiction. */
  CacheOptions andTtl(Duration life) {
    return new CacheOptions(
        hotMaxEntries, hotMaxBytes, coldMaxEntries, Optional.of(life), expireAfterAccess, codec);
  }

  /** As {@link #withExpireAfterAccess}, but a life since the last write is a contradiction. */
  CacheOptions andExpireAfterAccess(Duration life) {
    return new CacheOptions(
        hotMaxEntries, hotMaxBytes, coldMaxEntries, ttl, Optional.of(life), codec);
  }
}
