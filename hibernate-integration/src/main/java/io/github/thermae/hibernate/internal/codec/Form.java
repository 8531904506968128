package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;

/** How the objects of one kind are written. Thread-safe. */
interface Form {
  /**
   * Writes an object of this kind.
   *
   * @throws NoEncodedFormException if it, or a part of it, cannot be written
   */
  void write(Object value, StateOutput out) throws NoEncodedFormException;

  /**
   * Reads an object of this kind.
   *
   * @throws RuntimeException if the bytes are not those of one
   */
  Object read(StateInput in);
}
