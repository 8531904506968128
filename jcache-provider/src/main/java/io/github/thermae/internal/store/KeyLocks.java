package io.github.thermae.internal.store;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The locks of one table's keys: a fixed number of stripes, chosen by a key's hash. Reentrant, so
 * that an entry processor may use its own key; {@code ReentrantLock}, so that a virtual thread that
 * waits is not pinned. Several stripes are only ever waited for in ascending order.
 */
final class KeyLocks {
  /**
   * Few enough to cost little per table, many enough that a loader that runs for seconds rarely
   * stands in the way of another key. A power of two.
   */
  private static final int STRIPES = 1024;

  /** How long a stripe may be busy before who wants all of them stands back. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final int ALL_TAKEN = -1;

  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  KeyLocks() {
    Arrays.setAll(locks, i -> new ReentrantLock());
  }

  /** The stripe of a hash. */
  static int stripe(int hash) {
    int h = hash * 0x9E3779B9;
    return (h ^ (h >>> 16)) & (STRIPES - 1);
  }

  ReentrantLock at(int stripe) {
    return locks[stripe];
  }

  ReentrantLock of(Object sharedKey) {
    return locks[stripe(sharedKey.hashCode())];
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

  /**
   * Runs while no other thread holds any key. Where one is held for long, as by a loader that takes
   * its time, this waits for it without standing in the way of the other keys.
   */
  void exclusively(Runnable action) {
    for (int busy = tryAll(); busy != ALL_TAKEN; busy = tryAll()) {
      awaitFree(locks[busy]);
    }
    try {
      action.run();
    } finally {
      unlockBelow(STRIPES);
    }
  }

  private static void awaitFree(ReentrantLock lock) {
    lock.lock();
    try {
      // Now it is free, and may be taken again together with the others.
    } finally {
      lock.unlock();
    }
  }

  /** The stripe that was busy for too long, after the others have been let go. */
  private int tryAll() {
    for (int i = 0; i < STRIPES; i++) {
      if (!tryPatiently(locks[i], PATIENCE_NANOS)) {
        unlockBelow(i);
        return i;
      }
    }
    return ALL_TAKEN;
  }

  private void unlockBelow(int end) {
    for (int i = 0; i < end; i++) {
      locks[i].unlock();
    }
  }

  /**
   * Returns when every operation that was under way has let go of its key, or when the time is up:
   * user code that hangs does not hang the caller.
   */
  void drain(long nanos) {
    long end = System.nanoTime() + nanos;
    for (ReentrantLock lock : locks) {
      if (tryPatiently(lock, end - System.nanoTime())) {
        lock.unlock();
      }
    }
  }

  /** As {@code tryLock(long, TimeUnit)}, in an interrupted thread too. */
  private static boolean tryPatiently(ReentrantLock lock, long nanos) {
    if (lock.tryLock()) {
      return true;
    }
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lock.tryLock(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
