package io.github.thermae.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is set for caches of a store: for all of them ({@code defaults.*}) or for one ({@code
 * caches.<name>.*}). What is empty here is looked for in the defaults, then in the library's own
 * defaults. Immutable.
 *
 * @param hotMaxEntries {@code hot.max-entries}: how many objects the hot tier holds, at least 1
 * @param ttl {@code ttl}: the life of an entry since it was last written; {@link #ETERNAL} or
 *     positive. Used where a cache brings no expiry policy of its own
 * @param expireAfterAccess {@code expire-after-access}: the life of an entry since it was last
 *     used; cannot be set together with {@code ttl}
 */
public record CacheOptions(
    OptionalLong hotMaxEntries, Optional<Duration> ttl, Optional<Duration> expireAfterAccess) {
  /** Nothing set. */
  public static final CacheOptions NONE =
      new CacheOptions(OptionalLong.empty(), Optional.empty(), Optional.empty());

  /** A life without end. */
  public static final Duration ETERNAL = Duration.ofSeconds(Long.MAX_VALUE);

  /** The hot tier's bound where none is set: {@value} entries. */
  public static final long DEFAULT_HOT_MAX_ENTRIES = 1_000_000;

  /** Checks every value. */
  public CacheOptions {
    if (hotMaxEntries.isPresent()) {
      Checks.atLeast("hot.max-entries", hotMaxEntries.getAsLong(), 1);
    }
    ttl.ifPresent(d -> Checks.positive("ttl", d));
    expireAfterAccess.ifPresent(d -> Checks.positive("expire-after-access", d));
    if (ttl.isPresent() && expireAfterAccess.isPresent()) {
      throw Checks.error(
          "ttl is %s and expire-after-access is %s: set one of them, not both",
          ttl.get(), expireAfterAccess.get());
    }
  }

  /** These options, and what they leave open from others. */
  public CacheOptions orElse(CacheOptions others) {
    boolean expiryIsSet = ttl.isPresent() || expireAfterAccess.isPresent();
    return new CacheOptions(
        hotMaxEntries.isPresent() ? hotMaxEntries : others.hotMaxEntries,
        expiryIsSet ? ttl : others.ttl,
        expiryIsSet ? expireAfterAccess : others.expireAfterAccess);
  }

  /** These options with a bound of the hot tier. */
  public CacheOptions withHotMaxEntries(long entries) {
    return new CacheOptions(OptionalLong.of(entries), ttl, expireAfterAccess);
  }

  /** These options with a life since the last write, in place of any other. */
  public CacheOptions withTtl(Duration life) {
    return new CacheOptions(hotMaxEntries, Optional.of(life), Optional.empty());
  }

  /** These options with a life since the last use, in place of any other. */
  public CacheOptions withExpireAfterAccess(Duration life) {
    return new CacheOptions(hotMaxEntries, Optional.empty(), Optional.of(life));
  }
}
