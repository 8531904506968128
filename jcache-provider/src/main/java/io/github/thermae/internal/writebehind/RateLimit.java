package io.github.thermae.internal.writebehind;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * So many operations in a second, all stripes together. A batch goes at once if its turn has come,
 * and the next one waits for as long as this one is worth. Thread-safe.
 */
final class RateLimit {
  private final long nanosPerOperation;

  @GuardedBy("this")
  private long nextNanos = System.nanoTime();

  /** A limit; 0 for none. */
  RateLimit(int operationsPerSecond) {
    this.nanosPerOperation = operationsPerSecond == 0 ? 0 : 1_000_000_000L / operationsPerSecond;
  }

  /** Books a turn for so many operations; says how long to wait for it. */
  long bookNanos(int operations) {
    if (nanosPerOperation == 0) {
      return 0;
    }
    synchronized (this) {
      long now = System.nanoTime();
      long turn = nextNanos - now > 0 ? nextNanos : now;
      nextNanos = turn + nanosPerOperation * operations;
      return turn - now;
    }
  }
}
