package io.github.thermae.hibernate.internal.codec;

import org.jspecify.annotations.Nullable;

/** Bytes that are not those of a value of this mapping. Their entry is a miss. */
final class UnreadableStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableStateException(String message) {
    super(message);
  }

  UnreadableStateException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
