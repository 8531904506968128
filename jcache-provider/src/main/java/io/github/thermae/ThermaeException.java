package io.github.thermae;

import org.jspecify.annotations.Nullable;

/**
 * The root of what this library throws of its own accord. The message says what was expected, what
 * was found, in which cache or file, and what to do.
 *
 * <p>Methods of {@code javax.cache} throw {@code javax.cache.CacheException} instead, with this
 * exception as its cause.
 */
public class ThermaeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public ThermaeException(String message) {
    super(message);
  }

  /** An error that another one caused. */
  public ThermaeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
