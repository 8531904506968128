package io.github.thermae.internal.store;

/**
 * The one clock of a store, in epoch milliseconds. Deadlines are compared with it; it never goes
 * back while the process runs, so a step of the wall clock expires nothing early and makes nothing
 * immortal.
 */
@FunctionalInterface
public interface StoreClock {
  long millis();

  /** Wall time at the start of the process, moved on by the monotonic clock. */
  static StoreClock system() {
    long wallMillis = System.currentTimeMillis();
    long startNanos = System.nanoTime();
    return () -> wallMillis + (System.nanoTime() - startNanos) / 1_000_000;
  }
}
