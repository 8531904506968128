package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
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
 * A thread that is inside a listener never waits: whoever serves the line it would wait for may
 * wait for a line that this very thread serves, in this cache or in another one. An event that the
 * listener caused and that cannot be delivered at once is delivered, or waited for, when the
 * outermost operation's own event has been. So all events have been delivered when the outermost
 * operation returns, whatever its listeners did.
 *
 * <p>A line lives only while it holds events, of which there is one per thread and nested operation
 * at the most.
 */
final class OrderedDelivery {
  /** In a thread that is inside a listener: the events that wait for the outermost operation. */
  private static final ThreadLocal<@Nullable Deque<Place>> POSTPONED = new ThreadLocal<>();

  private final ConcurrentMap<Object, Line> lines = new ConcurrentHashMap<>();

  /** Whether this thread is inside a synchronous listener. */
  static boolean isInsideListener() {
    return POSTPONED.get() != null;
  }

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
    private @Nullable Throwable failure;
    private boolean served;

    private Place(Line line, Runnable delivery) {
      this.line = line;
      this.delivery = delivery;
    }

    /**
     * Returns when the event has been delivered, or has been postponed in a thread that is inside a
     * listener; throws what its listeners threw. The caller holds no key lock.
     */
    void await() {
      Deque<Place> postponed = POSTPONED.get();
      if (postponed == null) {
        awaitWithPostponed();
      } else if (line.serveIfFree(this)) {
        Failures failures = new Failures();
        addFailure(failures);
        failures.throwIfAny();
      } else {
        postponed.add(this);
      }
    }

    private void awaitWithPostponed() {
      Deque<Place> postponed = new ArrayDeque<>();
      Failures failures = new Failures();
      POSTPONED.set(postponed);
      try {
        for (Place next = this; next != null; next = postponed.poll()) {
          next.line.serveUntil(next);
          next.addFailure(failures);
        }
      } finally {
        POSTPONED.remove();
      }
      failures.throwIfAny();
    }

    private void addFailure(Failures failures) {
      if (failure != null) {
        failures.add(failure);
      }
    }
  }

  private final class Line {
    private final Object key;
    private final Deque<Place> waiting = new ConcurrentLinkedDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean beingServed;

    Line(Object key) {
      this.key = key;
    }

    /** Serves the line, or waits for those who do, until this place's turn has come and gone. */
    void serveUntil(Place mine) {
      lock.lock();
      try {
        while (!mine.served) {
          if (beingServed) {
            changed.awaitUninterruptibly();
          } else {
            serveNext();
          }
        }
      } finally {
        lock.unlock();
      }
    }

    /** The same without waiting: false if somebody else is serving the line. */
    boolean serveIfFree(Place mine) {
      lock.lock();
      try {
        while (!mine.served && !beingServed) {
          serveNext();
        }
        return mine.served;
      } finally {
        lock.unlock();
      }
    }

    @GuardedBy("lock")
    private void serveNext() {
      Place next = waiting.element();
      beingServed = true;
      lock.unlock();
      try {
        next.delivery.run();
      } catch (RuntimeException | Error e) {
        next.failure = e;
      } finally {
        lock.lock();
        next.served = true;
        beingServed = false;
        waiting.remove();
        changed.signalAll();
        lines.computeIfPresent(key, (k, line) -> line.waiting.isEmpty() ? null : line);
      }
    }
  }
}
