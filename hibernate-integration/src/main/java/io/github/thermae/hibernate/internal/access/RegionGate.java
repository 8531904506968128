package io.github.thermae.hibernate.internal.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds for all keys of an access: its generation, and the locks on all of it that statements
 * hold which change rows nobody has listed. Items of another generation are void, so to clear is to
 * count on, whatever the number of items. Thread-safe; reading the generation and passing an open
 * gate take no lock.
 */
final class RegionGate {
  private final List<RegionLock> open = new ArrayList<>();
  private final long leastNext;
  private volatile long generation;
  private volatile int openCount;
  private volatile long lastReleased;

  /**
   * An open gate.
   *
   * @param leastNext the generation is never between the first one and this
   */
  RegionGate(long firstGeneration, long leastNext) {
    this.generation = firstGeneration;
    this.leastNext = leastNext;
  }

  long generation() {
    return generation;
  }

  /** Makes all items void; who began before now caches nothing more. */
  synchronized void clear(long now) {
    // Before the generation moves: who sees the new one sees whom it is closed to.
    lastReleased = Math.max(lastReleased, now);
    nextGeneration();
  }

  @GuardedBy("this")
  private void nextGeneration() {
    generation = Math.max(generation + 1, leastNext);
  }

  /** Nobody caches anything until the lock is let go. */
  synchronized void acquire(RegionLock lock) {
    open.add(lock);
    // Before the generation moves: who sees the new one sees the lock as well.
    openCount = open.size();
    nextGeneration();
  }

  synchronized boolean release(RegionLock lock, long now) {
    if (!open.remove(lock)) {
      return false;
    }
    released(now);
    return true;
  }

  @GuardedBy("this")
  private void released(long now) {
    clear(now);
    // Last: who passes the open gate sees whom it is still closed to.
    openCount = open.size();
  }

  /** Whether somebody who began at a timestamp must not cache anything he has read. */
  boolean refuses(long began, long now) {
    return (openCount > 0 && isClosed(now)) || began <= lastReleased;
  }

  private synchronized boolean isClosed(long now) {
    if (open.removeIf(lock -> lock.isGone(now))) {
      released(now);
    }
    return openCount > 0;
  }

  /** The lock that this thread has just taken without saying for which session. */
  synchronized void assign(ThermaeTransaction transaction) {
    for (RegionLock lock : open) {
      if (lock.assign(transaction)) {
        transaction.holds(lock);
      }
    }
  }
}
