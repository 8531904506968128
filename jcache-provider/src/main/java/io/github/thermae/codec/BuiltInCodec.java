package io.github.thermae.codec;

import java.util.Locale;
import java.util.Optional;

/** The codecs that come with Thermae. */
public enum BuiltInCodec {
  /** Compact bytes, fast; graphs with cycles come back as they were. The default. */
  KRYO,

  /**
   * JSON text, for people and tools: {@code json_extract} works on the value column. Reads what
   * still fits after a class has changed. Needs {@code com.fasterxml.jackson.core:jackson-core}.
   */
  JSON,

  /** The same data in a compact binary form; {@code jsonb} in settings is the same. */
  MESSAGE_PACK,

  /** Values are {@code byte[]}, stored as they are; others are refused. */
  BYTES,

  /** Java serialization behind a filter. */
  JAVA;

  private static final String ALIAS_OF_MESSAGE_PACK = "jsonb";

  /** The name in settings: lower case, with hyphens. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The codec of a name in settings, in any case. */
  public static Optional<BuiltInCodec> of(String settingName) {
    String name = settingName.trim().toLowerCase(Locale.ROOT);
    if (name.equals(ALIAS_OF_MESSAGE_PACK)) {
      return Optional.of(MESSAGE_PACK);
    }
    for (BuiltInCodec codec : values()) {
      if (codec.settingName().equals(name)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }
}
