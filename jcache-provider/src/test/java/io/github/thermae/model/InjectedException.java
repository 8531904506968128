package io.github.thermae.model;

import io.github.thermae.ThermaeException;
import org.jspecify.annotations.Nullable;

/** What a cold tier throws because a test wanted it to. */
final class InjectedException extends ThermaeException {
  private static final long serialVersionUID = 1L;

  InjectedException(String call) {
    super("injected: " + call + " fails");
  }

  /** Whether this failure, or what caused it, was injected. */
  static boolean isCauseOf(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InjectedException) {
        return true;
      }
    }
    return false;
  }
}
