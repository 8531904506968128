package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;

/**
 * Keys to canonical form and back. Implementations owe: equal keys (by {@code equals}) give equal
 * forms, unequal keys different ones; a decoded key equals the one that was encoded and has its
 * {@code hashCode}; use by many threads at once.
 */
public interface KeyCodec {
  /**
   * The canonical form of a key.
   *
   * @throws ThermaeException if the key's class cannot be a key here; the message names class,
   *     cache and what to do
   */
  EncodedKey encode(Object key);

  /**
   * A new key object.
   *
   * @throws DecodeException if the bytes are damaged, or their class is refused, changed or gone
   */
  Object decode(EncodedKey key);
}
