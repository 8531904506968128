package io.github.thermae.internal.writebehind;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after so many failures: doubles, up to a longest, less up to a quarter. */
record Backoff(long firstNanos, long longestNanos) {
  private static final int DOUBLINGS_MAX = 40;

  static Backoff of(Duration first, Duration longest) {
    return new Backoff(first.toNanos(), Math.max(first.toNanos(), longest.toNanos()));
  }

  /** The same, but never longer than this. */
  Backoff atMost(Duration most) {
    return new Backoff(
        Math.min(firstNanos, most.toNanos()), Math.min(longestNanos, most.toNanos()));
  }

  /**
   * A wait.
   *
   * @param failures at least 1
   */
  long nanosAfter(int failures) {
    int doublings = Math.min(failures - 1, DOUBLINGS_MAX);
    long whole = firstNanos > longestNanos >> doublings ? longestNanos : firstNanos << doublings;
    // Those who failed together shall not all come again together.
    return whole - (long) (whole * ThreadLocalRandom.current().nextDouble() / 4);
  }
}
