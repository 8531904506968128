package io.github.thermae.codec;

/**
 * What a {@link Codec#encode} throws for a value that it knows cannot be written, and that may stay
 * in memory all the same. In a cache by reference the put succeeds: the value is in the hot tier
 * only and is gone when it is evicted; the row of an older value goes. It is counted as unstorable
 * and told in the log once. In a cache by value, where a copy would have to be made of the bytes,
 * the put fails as with any other exception.
 *
 * <p>Thrown for each such value anew, so it is cheap: it has no stack trace.
 */
public final class NoEncodedFormException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message says which value, and why. */
  public NoEncodedFormException(String message) {
    super(message, null, false, false);
  }
}
