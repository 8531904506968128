package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to synchronous listeners in the order of the operations on each key, in the
 * threads of those operations, and without holding the key's lock: a listener may use the cache.
 *
 * <ol>
 *   <li>Under the key's lock an operation takes its place in the key's line ({@link #join}).
 *   <li>After it has let go of the lock it waits until its event is delivered ({@link
 *       Place#await}). The first to come serves the line, its own event and those before it; the
 *       others wait.
 * </ol>
 *
 * A listener that writes the same key from within its call would wait for itself: that event is
 * left in the line, and served when the call has returned. A line lives only while it holds events,
 * of which there is one per thread and nested call at the most.
 */
final class OrderedDelivery {
  private final ConcurrentMap<Object, Line> lines = new ConcurrentHashMap<>();

  /** Takes the next place of a key; the caller holds the key's lock. */
  Place join(Object key, Runnable delivery) {
    Place[] place = new Place[1];
    lines.compute(
        key,
        (k, line) -> {
          Line joined = line == null ? new Line(key) : line;
          place[0] = new Place(joined, delivery);
          joined.waiting.add(place[0]);
          return joined;
        });
    return place[0];
  }

  /** An event in its line. */
  static final class Place {
    private final Line line;
    private final Runnable delivery;
    private @Nullable RuntimeException failure;
    private boolean served;

    private Place(Line line, Runnable delivery) {
      this.line = line;
      this.delivery = delivery;
    }

    /**
     * Returns when the event has been delivered; throws what its listener threw. The caller holds
     * no key lock.
     */
    void await() {
      line.serveUntil(this);
      if (failure != null) {
        throw failure;
      }
    }
  }

  private final class Line {
    private final Object key;
    private final Deque<Place> waiting = new ConcurrentLinkedDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private @Nullable Thread server;

    Line(Object key) {
      this.key = key;
    }

    void serveUntil(Place mine) {
      lock.lock();
      try {
        while (!mine.served) {
          if (server == Thread.currentThread()) {
            return;
          } else if (server == null) {
            serveNext();
          } else {
            changed.awaitUninterruptibly();
          }
        }
      } finally {
        lock.unlock();
      }
    }

    @GuardedBy("lock")
    private void serveNext() {
      Place next = waiting.element();
      server = Thread.currentThread();
      lock.unlock();
      try {
        next.delivery.run();
      } catch (RuntimeException e) {
        next.failure = e;
      } finally {
        lock.lock();
        next.served = true;
        server = null;
        waiting.remove();
        changed.signalAll();
        lines.computeIfPresent(key, (k, line) -> line.waiting.isEmpty() ? null : line);
      }
    }
  }
}
