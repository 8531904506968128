package io.github.thermae.internal.sqlite;

import java.util.function.IntSupplier;

/**
 * How long a leader waits for others before it commits. Those whom the last commit acknowledged are
 * often on their way back with the next piece of work; where a commit forces the disk, one forced
 * write for all of them is worth more than the wait. Who was alone the last time does not wait, and
 * nobody does where commits are cheap. Not thread-safe.
 *
 * <p>PostgreSQL's {@code commit_delay} has the same idea.
 */
final class Company {
  /** At the most so much of a commit's own time is spent on waiting for others. */
  private static final int SHARE = 2;

  /** A switch of threads takes about as long, so less is not worth a wait. */
  private static final long WORTH_NANOS = 20_000;

  private static final long MAX_NANOS = 2_000_000;

  private int expected;
  private long lastNanos;

  /**
   * Notes the last commit.
   *
   * @param others the threads that may come back soon, and those that wait already
   * @param nanos how long it took
   */
  void committed(int others, long nanos) {
    expected = others;
    lastNanos = nanos;
  }

  /** Returns when as many are present as are expected, or when that has taken long enough. */
  @SuppressWarnings("ThreadPriorityCheck") // a nap would last longer than the wait is worth
  void gather(IntSupplier present) {
    long patience = Math.min(lastNanos / SHARE, MAX_NANOS);
    if (expected == 0 || patience < WORTH_NANOS) {
      return;
    }
    long start = System.nanoTime();
    while (present.getAsInt() < expected && System.nanoTime() - start < patience) {
      Thread.yield();
    }
  }
}
