package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;

/** Values are {@code byte[]}, and their bytes are themselves. Thread-safe. */
final class BytesCodec implements ValueCodec {
  private final CodecScope scope;

  BytesCodec(CodecScope scope) {
    this.scope = scope;
  }

  /**
   * Refuses a cache whose declared values can be no byte arrays.
   *
   * @throws ThermaeException if so
   */
  static void requireFits(String cacheName, Class<?> valueType) {
    if (!valueType.isAssignableFrom(byte[].class)) {
      throw new ThermaeException(
          ("The codec 'bytes' holds values of type byte[], but cache '%s' declares %s: declare"
                  + " byte[], or choose another codec")
              .formatted(cacheName, valueType.getTypeName()));
    }
  }

  @Override
  public int schema() {
    return ValueFormat.BYTES;
  }

  @Override
  public byte[] encode(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    throw new ThermaeException(
        ("The codec 'bytes' holds values of type byte[], but cache '%s' was given one of class %s:"
                + " encode it first, or choose another codec")
            .formatted(scope.cacheName(), value.getClass().getTypeName()));
  }

  @Override
  public Object decode(byte[] bytes) {
    return bytes.clone();
  }
}
