package io.github.thermae.internal.writebehind;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much waits, and how much may (I8), in operations and bytes. Room for operations is taken
 * before they are made; their bytes are known and added when they are, so what many threads bring
 * at once may pass the bound in bytes by what each of them brings; and an operation that was to
 * take the place of one that has been taken meanwhile passes the bound by itself. Thread-safe.
 */
final class QueueRoom {
  private final long maxOperations;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();

  @GuardedBy("lock")
  private long operations;

  @GuardedBy("lock")
  private long bytes;

  QueueRoom(long maxOperations, long maxBytes) {
    this.maxOperations = maxOperations;
    this.maxBytes = maxBytes;
  }

  boolean tryTake(int wanted) {
    lock.lock();
    try {
      boolean fits = fits(wanted);
      operations += fits ? wanted : 0;
      return fits;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean fits(int wanted) {
    return operations + wanted <= maxOperations && bytes < maxBytes;
  }

  /** As {@link #tryTake}, after a wait of so long at the most; an interrupted thread waits not. */
  boolean take(int wanted, long nanos) {
    long left = nanos;
    lock.lock();
    try {
      while (!fits(wanted)) {
        if (left <= 0) {
          return false;
        }
        left = freed.awaitNanos(left);
      }
      operations += wanted;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** What earlier runs have left is there, whatever the bounds are now. */
  void add(long moreOperations, long moreBytes) {
    lock.lock();
    try {
      operations += moreOperations;
      bytes += moreBytes;
      if (moreOperations < 0 || moreBytes < 0) {
        freed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  long operations() {
    lock.lock();
    try {
      return operations;
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return String.format(
        "%,d operations of %,d, %,d bytes of %,d", operations(), maxOperations, bytes(), maxBytes);
  }
}
