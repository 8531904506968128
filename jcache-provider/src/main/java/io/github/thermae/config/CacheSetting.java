package io.github.thermae.config;

import java.util.Optional;

/** The settings of a cache: their names, and how text becomes an option and back. */
enum CacheSetting {
  /** The bound of the hot tier. */
  HOT_MAX_ENTRIES("hot.max-entries") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withHotMaxEntries(Values.number(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.hotMaxEntries().isPresent()
          ? Optional.of(Long.toString(options.hotMaxEntries().getAsLong()))
          : Optional.empty();
    }
  },

  /** The life of an entry since it was written. */
  TTL("ttl") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return new CacheOptions(
          options.hotMaxEntries(), Optional.of(Values.duration(text)), options.expireAfterAccess());
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
      return new CacheOptions(
          options.hotMaxEntries(), options.ttl(), Optional.of(Values.duration(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.expireAfterAccess().map(Values::text);
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

  /** The options with this setting read from text; both lives are kept, so that a clash is seen. */
  abstract CacheOptions apply(CacheOptions options, String text);

  /** The text of this setting, if it is set. */
  abstract Optional<String> textOf(CacheOptions options);
}
