package io.github.thermae.config;

import io.github.thermae.codec.BuiltInCodec;
import java.util.List;
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

    @Override
    String defaultText(CacheOptions others) {
      return others.hotMaxBytes().isPresent()
          ? NOTHING
          : Long.toString(CacheOptions.DEFAULT_HOT_MAX_ENTRIES);
    }
  },

  /** The bound of the hot tier in bytes. */
  HOT_MAX_BYTES("hot.max-bytes") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.andHotMaxBytes(Values.memoryBytes(text));
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

    @Override
    String defaultText(CacheOptions others) {
      return Values.text(CacheOptions.ETERNAL);
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

    @Override
    String defaultText(CacheOptions others) {
      return Values.text(CacheOptions.ETERNAL);
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

    @Override
    String defaultText(CacheOptions others) {
      return BuiltInCodec.KRYO.settingName();
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

    @Override
    String defaultText(CacheOptions others) {
      return Values.textOf(Compression.NONE);
    }
  },

  /** From which size on. */
  COMPRESSION_MIN_BYTES("compression-min-bytes") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withCompressionMinBytes(Values.smallBytes(text));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.compressionMinBytes().stream().mapToObj(Integer::toString).findFirst();
    }

    @Override
    String defaultText(CacheOptions others) {
      return Integer.toString(CacheOptions.DEFAULT_COMPRESSION_MIN_BYTES);
    }
  },

  /** The class of keys. */
  KEY_TYPE("key-type") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withJsr107(options.jsr107().withKeyType(Checks.className(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.jsr107().keyType();
    }

    @Override
    String defaultText(CacheOptions others) {
      return Object.class.getName();
    }
  },

  /** The class of values. */
  VALUE_TYPE("value-type") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withJsr107(options.jsr107().withValueType(Checks.className(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.jsr107().valueType();
    }

    @Override
    String defaultText(CacheOptions others) {
      return Object.class.getName();
    }
  },

  /** Copies, or the object itself. */
  STORE_BY_VALUE("store-by-value") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withJsr107(options.jsr107().withStoreByValue(Values.truth(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.jsr107().storeByValue().map(Values::textOf);
    }

    @Override
    String defaultText(CacheOptions others) {
      return Boolean.toString(true);
    }
  },

  /** Whether hits and misses are counted. */
  STATISTICS("statistics") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withJsr107(options.jsr107().withStatistics(Values.truth(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.jsr107().statistics().map(Values::textOf);
    }
  },

  /** Whether the configuration is an MXBean. */
  MANAGEMENT("management") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withJsr107(options.jsr107().withManagement(Values.truth(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.jsr107().management().map(Values::textOf);
    }

    @Override
    String defaultText(CacheOptions others) {
      return Boolean.toString(false);
    }
  },

  /** What reads values that are missing. */
  LOADER("loader") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withJsr107(options.jsr107().withLoader(Checks.className(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.jsr107().loader();
    }
  },

  /** What every write goes to first. */
  WRITER("writer") {
    @Override
    CacheOptions apply(CacheOptions options, String text) {
      return options.withJsr107(options.jsr107().withWriter(Checks.className(text)));
    }

    @Override
    Optional<String> textOf(CacheOptions options) {
      return options.jsr107().writer();
    }
  };

  /** Where settings for all caches stand. */
  static final String DEFAULTS = "defaults.";

  /** Where settings for one cache stand, followed by its name and a dot. */
  static final String CACHES = "caches.";

  /** All settings. */
  static final List<CacheSetting> ALL = List.of(values());

  /** What is shown where nothing holds. */
  static final String NOTHING = "none";

  private final String key;

  CacheSetting(String key) {
    this.key = key;
  }

  /** The setting of a name, without the place. */
  static Optional<CacheSetting> of(String key) {
    return ALL.stream().filter(setting -> setting.key.equals(key)).findFirst();
  }

  String key() {
    return key;
  }

  /** Whether an expiry policy of the code stands in place of this setting. */
  boolean isExpiry() {
    return this == TTL || this == EXPIRE_AFTER_ACCESS;
  }

  /** Whether the text is the name of a class, which may be a short one. */
  boolean isClass() {
    return this == KEY_TYPE || this == VALUE_TYPE || this == LOADER || this == WRITER;
  }

  /** As {@link #defaultText}, for a cache that the code makes: it does not count statistics. */
  String defaultTextOfCode(CacheOptions others) {
    return this == STATISTICS ? Boolean.toString(false) : defaultText(others);
  }

  /**
   * What holds where nothing is set, as text.
   *
   * @param others the settings beside it: a bound in bytes stands in place of one in entries
   */
  String defaultText(CacheOptions others) {
    return NOTHING;
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
