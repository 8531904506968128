package io.github.thermae.internal.jcache;

import org.jspecify.annotations.Nullable;

/** Does several things of which each may fail, loses no failure, and leaves nothing undone. */
public final class Failures {
  private @Nullable Throwable first;

  /** Does one of the things, and keeps what it throws. */
  public void collect(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      add(e);
    }
  }

  /** Adds what an action threw. */
  void add(Throwable failure) {
    if (first == null) {
      first = failure;
    } else if (first != failure) {
      first.addSuppressed(failure);
    }
  }

  /** The first failure, with the others as suppressed; null without any. */
  @Nullable Throwable first() {
    return first;
  }

  /** Throws the first failure, with the others as suppressed. */
  public void throwIfAny() {
    if (first instanceof Error error) {
      throw error;
    } else if (first instanceof RuntimeException failure) {
      throw failure;
    }
  }
}
