package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;

/**
 * Values to bytes and back. Implementations owe: an encoded value decodes to an equal one that
 * shares no mutable state with it; a value ends where its bytes end; lengths and depth are capped
 * by what the bytes can hold; use by many threads at once.
 */
public interface ValueCodec {
  /** Names the format in a row, so that it can be read by another codec's time; see ValueFormat. */
  int schema();

  /**
   * The bytes of a value.
   *
   * @throws ThermaeException if the value's class cannot be stored here; the message names class,
   *     cache and what to do
   */
  byte[] encode(Object value);

  /**
   * A new object from bytes.
   *
   * @throws DecodeException for whatever is wrong with them; never another exception or error
   */
  Object decode(byte[] bytes);
}
