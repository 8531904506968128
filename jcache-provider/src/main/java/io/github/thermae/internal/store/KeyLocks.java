package io.github.thermae.internal.store;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The locks of one table's keys: a fixed number of stripes, chosen by a key's hash. Reentrant, so
 * that an entry processor may use its own key; {@code ReentrantLock}, so that a virtual thread that
 * waits is not pinned. Several stripes are only ever taken in ascending order.
 */
final class KeyLocks {
  /**
   * Few enough to cost little per table, many enough that a loader that runs for seconds rarely
   * stands in the way of another key. A power of two.
   */
  private static final int STRIPES = 1024;

  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  KeyLocks() {
    Arrays.setAll(locks, i -> new ReentrantLock());
  }

  /** The stripe of a hash. */
  int stripe(int hash) {
    int h = hash * 0x9E3779B9;
    return (h ^ (h >>> 16)) & (STRIPES - 1);
  }

  ReentrantLock at(int stripe) {
    return locks[stripe];
  }

  /** Takes the stripes, which must be ascending and distinct. */
  void lock(int[] stripes) {
    for (int stripe : stripes) {
      locks[stripe].lock();
    }
  }

  void unlock(int[] stripes) {
    for (int stripe : stripes) {
      locks[stripe].unlock();
    }
  }

  /** Runs while no other thread holds any key. */
  void exclusively(Runnable action) {
    for (ReentrantLock lock : locks) {
      lock.lock();
    }
    try {
      action.run();
    } finally {
      for (ReentrantLock lock : locks) {
        lock.unlock();
      }
    }
  }
}
