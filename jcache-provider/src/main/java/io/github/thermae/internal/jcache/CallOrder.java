package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs asynchronous calls that have a key in common in the order in which they came, and others at
 * the same time. Thread-safe.
 *
 * <p>Keys are told apart by {@value #LANES} lanes, chosen by their hash code. A call takes a turn
 * in the lanes of all its keys, in one step; it is given to a thread when all turns before it, in
 * any of these lanes, are over. Nobody waits in a thread for a turn. As all turns are taken in one
 * step, there is no circle of calls before each other.
 *
 * <p>Bounded by {@link CallsInFlight}.
 */
final class CallOrder {
  private static final int LANES = 256;
  private static final int[] ALL = IntStream.range(0, LANES).toArray();

  private final CallsInFlight calls;
  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();

  /** The newest turn of each lane, unless it is over. */
  @GuardedBy("lock")
  private final @Nullable Turn<?>[] newest = new Turn<?>[LANES];

  CallOrder(CallsInFlight calls, Executor threads) {
    this.calls = calls;
    this.threads = threads;
  }

  /** The lanes of a call that is about these keys. */
  static int[] lanesOf(Collection<?> keys) {
    return keys.stream().mapToInt(CallOrder::laneOf).distinct().toArray();
  }

  private static int laneOf(Object key) {
    int h = key.hashCode() * 0x9E3779B9;
    return (h ^ (h >>> 16)) & (LANES - 1);
  }

  /** The lanes of a call that comes after all others. */
  static int[] allLanes() {
    return ALL;
  }

  /** Runs a call's operation when its turn has come. */
  <R extends @Nullable Object> void submit(int[] lanes, AsyncCall<R> call, Supplier<R> operation) {
    Turn<R> turn = new Turn<>(lanes, call, operation);
    if (isFirst(turn)) {
      threads.execute(turn);
    }
  }

  private boolean isFirst(Turn<?> turn) {
    lock.lock();
    try {
      for (int lane : turn.lanes) {
        Turn<?> before = newest[lane];
        if (before != null) {
          before.followers.add(turn);
          turn.ahead++;
        }
        newest[lane] = turn;
      }
      return turn.ahead == 0;
    } finally {
      lock.unlock();
    }
  }

  /** The turns that have come now that this one is over. */
  private List<Turn<?>> followers(Turn<?> over) {
    lock.lock();
    try {
      for (int lane : over.lanes) {
        if (newest[lane] == over) {
          newest[lane] = null;
        }
      }
      List<Turn<?>> come = new ArrayList<>();
      for (Turn<?> follower : over.followers) {
        if (--follower.ahead == 0) {
          come.add(follower);
        }
      }
      return come;
    } finally {
      lock.unlock();
    }
  }

  /** A call's place in its lanes. */
  private final class Turn<R extends @Nullable Object> implements Runnable {
    final int[] lanes;
    private final AsyncCall<R> call;
    private final Supplier<R> operation;

    /** Guarded by the lock; one that follows in two lanes is in here twice. */
    final List<Turn<?>> followers = new ArrayList<>(1);

    /** Guarded by the lock: how many turns, lane by lane, come before this one. */
    int ahead;

    Turn(int[] lanes, AsyncCall<R> call, Supplier<R> operation) {
      this.lanes = lanes;
      this.call = call;
      this.operation = operation;
    }

    /** Delivers last: what depends on the stage may take its time, and may close the cache. */
    @Override
    public void run() {
      calls.perform(() -> call.perform(operation));
      followers(this).forEach(threads::execute);
      calls.done(1);
      call.deliver();
    }
  }
}
