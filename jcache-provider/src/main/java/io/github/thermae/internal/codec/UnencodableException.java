package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.codec.NoEncodedFormException;

/** A value that by its codec's word has no bytes and may stay in memory without. */
public final class UnencodableException extends ThermaeException {
  private static final long serialVersionUID = 1L;

  UnencodableException(String message, NoEncodedFormException cause) {
    super(message, cause);
  }
}
