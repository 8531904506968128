package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.DecodeException.Reason;
import org.jspecify.annotations.Nullable;

/** What comes out of a decoder, before it is believed. */
final class Decoded {
  private Decoded() {}

  /** A cache holds no nulls, so bytes that give one are not what was written. */
  static Object notNull(@Nullable Object value) {
    if (value == null) {
      throw new DecodeException(Reason.DAMAGED, "The encoded value is null");
    }
    return value;
  }
}
