package io.github.thermae.benchmarks;

import org.jspecify.annotations.Nullable;

/** Parts that exist from a benchmark's setup on. */
final class Opened {
  private Opened() {}

  static <T> T part(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the benchmark was not set up");
    }
    return part;
  }
}
