package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one asynchronous listener: delivered one after the other, in the order in which
 * they were added, by a thread of the executor.
 *
 * <p>Bounded (I8): {@link #awaitRoom} holds operations back, outside their key's lock, while more
 * than {@value #MAX_WAITING} events wait. Threads that are inside a listener are never held back:
 * two listeners that write the cache could wait for each other.
 */
final class AsyncDelivery {
  /** Past this many events operations wait for the listener. */
  static final int MAX_WAITING = 16_384;

  private static final Logger LOG = LoggerFactory.getLogger(AsyncDelivery.class);

  /** Set in a thread that is inside an asynchronous listener. */
  private static final ThreadLocal<@Nullable Boolean> DELIVERING = new ThreadLocal<>();

  private final String cacheName;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  @GuardedBy("lock")
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean scheduled;

  AsyncDelivery(String cacheName, Executor executor) {
    this.cacheName = cacheName;
    this.executor = executor;
  }

  /** Adds an event; the caller holds its key's lock, so this does not wait. */
  void add(Runnable delivery) {
    lock.lock();
    try {
      waiting.add(delivery);
      if (!scheduled) {
        scheduled = true;
        executor.execute(this::deliverAll);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the queue is within its bound; the caller holds no key lock. */
  void awaitRoom() {
    lock.lock();
    try {
      while (waiting.size() > MAX_WAITING && mayWait()) {
        room.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** False in a thread that is inside a listener. */
  static boolean mayWait() {
    return DELIVERING.get() == null && !OrderedDelivery.isInsideListener();
  }

  private void deliverAll() {
    DELIVERING.set(true);
    try {
      for (Runnable next = next(); next != null; next = next()) {
        deliver(next);
      }
    } finally {
      DELIVERING.remove();
    }
  }

  private void deliver(Runnable delivery) {
    try {
      delivery.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("A listener of cache '{}' failed", cacheName, e);
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = waiting.poll();
      scheduled = next != null;
      room.signalAll();
      return next;
    } finally {
      lock.unlock();
    }
  }
}
