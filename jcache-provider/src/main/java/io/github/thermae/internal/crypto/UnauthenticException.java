package io.github.thermae.internal.crypto;

/** Bytes that were not sealed with these keys for this place. Says nothing more, on purpose. */
final class UnauthenticException extends Exception {
  private static final long serialVersionUID = 1L;

  UnauthenticException() {
    // No stack trace: a file can be full of such rows.
    super("not authentic", null, false, false);
  }
}
