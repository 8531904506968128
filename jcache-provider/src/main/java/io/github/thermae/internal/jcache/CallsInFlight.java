package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The asynchronous calls of a cache that were accepted and are not done: bounds them, and lets the
 * cache end when there are none. Thread-safe.
 *
 * <p>The bound (I8): past {@value #MAX} calls {@link #accept} waits for room, outside any lock, and
 * gives up after {@value #PATIENCE_SECONDS} seconds. A thread whose code a call may be waiting for
 * is let in at once, so that calls cannot wait for each other in a circle.
 */
final class CallsInFlight {
  /** Past this many calls a caller waits. */
  static final int MAX = 16_384;

  private static final long PATIENCE_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(CallsInFlight.class);

  /** In a thread that is inside the operation of an accepted call: the calls it belongs to. */
  private static final ThreadLocal<@Nullable CallsInFlight> PERFORMED = new ThreadLocal<>();

  private final Supplier<IllegalStateException> refusal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private int count;

  @GuardedBy("lock")
  private boolean refusing;

  /** What the last call does, where whoever closed the cache could not wait. */
  @GuardedBy("lock")
  private @Nullable Runnable end;

  /**
   * No calls.
   *
   * @param refusal tells a caller that the cache is closed
   */
  CallsInFlight(Supplier<IllegalStateException> refusal) {
    this.refusal = refusal;
  }

  /**
   * Accepts a call, for which {@link #done} is called in the end.
   *
   * @return false if there was no room
   * @throws IllegalStateException if no calls are accepted any more
   */
  boolean accept() {
    lock.lock();
    try {
      if (count >= MAX && UserCode.mayWait()) {
        awaitRoom();
        if (count >= MAX && !refusing) {
          return false;
        }
      }
      if (refusing) {
        throw refusal.get();
      }
      count++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits whether or not the thread is interrupted, as every operation of a cache works then. */
  @GuardedBy("lock")
  private void awaitRoom() {
    boolean interrupted = false;
    long giveUpNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (count >= MAX && !refusing && left > 0) {
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
        left = giveUpNanos - System.nanoTime();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs operations of accepted calls, which go on although the cache is being closed. */
  void perform(Runnable operations) {
    PERFORMED.set(this);
    try {
      operations.run();
    } finally {
      PERFORMED.remove();
    }
  }

  /** Whether the current thread is inside {@link #perform}. */
  boolean arePerformedHere() {
    return PERFORMED.get() == this;
  }

  /** Calls are done, but for telling their stages. */
  void done(int calls) {
    Runnable last;
    lock.lock();
    try {
      count -= calls;
      changed.signalAll();
      last = count == 0 ? end : null;
      end = last == null ? end : null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      runLast(last);
    }
  }

  private static void runLast(Runnable last) {
    try {
      last.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("Something of a cache that was closed by its own user code failed to close", e);
    }
  }

  /**
   * Accepts no more calls, and runs an action when all are done: here, after waiting, or in the
   * last call's thread if this one must not wait.
   */
  void finishThen(Runnable action) {
    lock.lock();
    try {
      refusing = true;
      changed.signalAll();
      if (count > 0 && !UserCode.mayWait()) {
        end = action;
        return;
      }
      while (count > 0) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }
}
