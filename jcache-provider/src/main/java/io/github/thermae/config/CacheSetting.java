package io.github.thermae.config;

import java.util.Optional;
import java.util.OptionalLong;

/** The settings of a cache: their names, and how text becomes an option and back. */
enum CacheSetting {
  /** The bound of the hot tier in entries. */
  HOT_MAX_ENTRIES("hot.max-entries") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.andHotMaxEntries(Values.number(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return text(options.hotMaxEntries());
    }
  },

  /** The bound of the hot tier in bytes. */
  HOT_MAX_BYTES("hot.max-bytes") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.andHotMaxBytes(Values.bytes(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return text(options.hotMaxBytes());
    }
  },

  /** The bound of the rows. */
  COLD_MAX_ENTRIES("cold.max-entries") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withColdMaxEntries(Values.number(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return text(options.coldMaxEntries());
    }
  },

  /** The life of an entry since it was written. */
  TTL("ttl") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.andTtl(Values.life(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.ttl().map(Values::text);
    }
  },

  /** The life of an entry since it was used. */
  EXPIRE_AFTER_ACCESS("expire-after-access") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.andExpireAfterAccess(Values.life(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.expireAfterAccess().map(Values::text);
    }
  },

  /** How values are written. */
  CODEC("codec") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withCodec(text);
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.codec();
    }
  },

  /** How large values are written. */
  COMPRESSION("compression") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withCompression(Values.constant(Compression.class, text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.compression().map(Values::textOf);
    }
  },

  /** From which size on. */
  COMPRESSION_MIN_BYTES("compression.min-bytes") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withCompressionMinBytes(Values.smallBytes(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.compressionMinBytes().stream().mapToObj(Integer::toString).findFirst();
    }
  };

  /** Where settings for all caches stand. */
  static final String DEFAULTS = "defaults.";

  /** Where settings for one cache stand, followed by its name and a dot. */
  static final String CACHES = "caches.";

  private final String key;

  CacheSetting(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  /**
   * The options with this setting read from text, beside what was read before: two lives, or two
   * bounds of the hot tier, are a contradiction.
   */
  abstract CacheOptions apply(CacheOptions options, String text);

  /** The text of this setting, if it is set. */
  abstract Optional<String> textOf(CacheOptions options);

  private static Optional<String> text(OptionalLong value) {
    return value.isPresent() ? Optional.of(Long.toString(value.getAsLong())) : Optional.empty();
  }
}
