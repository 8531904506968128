package io.github.thermae.config;

import io.github.thermae.codec.BuiltInCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

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
 * @param compression {@code compression}: how large values are written to the file
 * @param compressionMinBytes {@code compression-min-bytes}: from how many bytes on a value is
 *     compressed, at least {@value #LEAST_COMPRESSION_MIN_BYTES}; smaller ones are written as they
 *     are
 * @param jsr107 what JSR-107 has in a cache's configuration
 * @param writeBehind {@code write-behind.*}: whether and how the cache's writer is behind it
 */
public record CacheOptions(
    OptionalLong hotMaxEntries,
    OptionalLong hotMaxBytes,
    OptionalLong coldMaxEntries,
    Optional<Duration> ttl,
    Optional<Duration> expireAfterAccess,
    Optional<String> codec,
    Optional<Compression> compression,
    OptionalInt compressionMinBytes,
    Jsr107Options jsr107,
    WriteBehindOptions writeBehind) {
  /** Nothing set. */
  public static final CacheOptions NONE =
      new CacheOptions(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Jsr107Options.NONE,
          WriteBehindOptions.NONE);

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
        b -> Checks.atLeast("compression-min-bytes", b, LEAST_COMPRESSION_MIN_BYTES));
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
        codec.isPresent() ? codec : others.codec,
        compression.isPresent() ? compression : others.compression,
        compressionMinBytes.isPresent() ? compressionMinBytes : others.compressionMinBytes,
        jsr107.orElse(others.jsr107),
        writeBehind.orElse(others.writeBehind));
  }

  // ------------------------------------------------------------------ in place of what was set

  /** These options with a bound of the hot tier in entries, in place of any other. */
  public CacheOptions withHotMaxEntries(long entries) {
    return with(
        draft -> {
          draft.hotMaxEntries = OptionalLong.of(entries);
          draft.hotMaxBytes = OptionalLong.empty();
        });
  }

  /** These options with a bound of the hot tier in bytes, in place of any other. */
  public CacheOptions withHotMaxBytes(long bytes) {
    return with(
        draft -> {
          draft.hotMaxEntries = OptionalLong.empty();
          draft.hotMaxBytes = OptionalLong.of(bytes);
        });
  }

  /** These options with a bound of the rows. */
  public CacheOptions withColdMaxEntries(long entries) {
    return with(draft -> draft.coldMaxEntries = OptionalLong.of(entries));
  }

  /** These options with a life since the last write, in place of any other. */
  public CacheOptions withTtl(Duration life) {
    return with(
        draft -> {
          draft.ttl = Optional.of(life);
          draft.expireAfterAccess = Optional.empty();
        });
  }

  /** These options with a life since the last use, in place of any other. */
  public CacheOptions withExpireAfterAccess(Duration life) {
    return with(
        draft -> {
          draft.ttl = Optional.empty();
          draft.expireAfterAccess = Optional.of(life);
        });
  }

  /** These options with a codec, by the name of a built-in one or of a class. */
  public CacheOptions withCodec(String name) {
    return with(draft -> draft.codec = Optional.of(name));
  }

  /** These options with a form of large values. */
  public CacheOptions withCompression(Compression form) {
    return with(draft -> draft.compression = Optional.of(form));
  }

  /** These options with a size from which values are compressed. */
  public CacheOptions withCompressionMinBytes(int bytes) {
    return with(draft -> draft.compressionMinBytes = OptionalInt.of(bytes));
  }

  /** These options with other ones for JSR-107's own configuration. */
  public CacheOptions withJsr107(Jsr107Options options) {
    return with(draft -> draft.jsr107 = options);
  }

  /** These options with what is set of write-behind, and the rest of it as it was. */
  public CacheOptions withWriteBehind(WriteBehindOptions options) {
    return with(draft -> draft.writeBehind = options.orElse(draft.writeBehind));
  }

  // ------------------------------------------------------------------ beside what was set

  /** As {@link #withHotMaxEntries}, but a bound in bytes is a contradiction. */
  CacheOptions andHotMaxEntries(long entries) {
    return with(draft -> draft.hotMaxEntries = OptionalLong.of(entries));
  }

  /** As {@link #withHotMaxBytes}, but a bound in entries is a contradiction. */
  CacheOptions andHotMaxBytes(long bytes) {
    return with(draft -> draft.hotMaxBytes = OptionalLong.of(bytes));
  }

  /** As {@link #withTtl}, but a life since the last use is a contradiction. */
  CacheOptions andTtl(Duration life) {
    return with(draft -> draft.ttl = Optional.of(life));
  }

  /** As {@link #withExpireAfterAccess}, but a life since the last write is a contradiction. */
  CacheOptions andExpireAfterAccess(Duration life) {
    return with(draft -> draft.expireAfterAccess = Optional.of(life));
  }

  private CacheOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** These options while one of them is changed. */
  private static final class Draft {
    private OptionalLong hotMaxEntries;
    private OptionalLong hotMaxBytes;
    private OptionalLong coldMaxEntries;
    private Optional<Duration> ttl;
    private Optional<Duration> expireAfterAccess;
    private Optional<String> codec;
    private Optional<Compression> compression;
    private OptionalInt compressionMinBytes;
    private Jsr107Options jsr107;
    private WriteBehindOptions writeBehind;

    Draft(CacheOptions from) {
      hotMaxEntries = from.hotMaxEntries;
      hotMaxBytes = from.hotMaxBytes;
      coldMaxEntries = from.coldMaxEntries;
      ttl = from.ttl;
      expireAfterAccess = from.expireAfterAccess;
      codec = from.codec;
      compression = from.compression;
      compressionMinBytes = from.compressionMinBytes;
      jsr107 = from.jsr107;
      writeBehind = from.writeBehind;
    }

    CacheOptions options() {
      return new CacheOptions(
          hotMaxEntries,
          hotMaxBytes,
          coldMaxEntries,
          ttl,
          expireAfterAccess,
          codec,
          compression,
          compressionMinBytes,
          jsr107,
          writeBehind);
    }
  }
}
