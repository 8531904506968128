package io.github.thermae.internal.writebehind;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.internal.store.Owed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue of some of the keys, which one thread delivers: so operations on a key are delivered
 * one after the other, in order.
 *
 * <pre>
 *   append, replace ->  WAITING  -- take -->  UNDER_WAY  -- end -->  DELIVERED, COALESCED, GIVEN_UP
 *                        ^    |                   |
 *                 commit |    | hold              | later, again
 *                        |    v                   v
 *                        HELD                  WAITING, first in its line as before
 * </pre>
 *
 * A batch holds one operation of a key at the most. After a call that did nothing the batches
 * become smaller, down to one operation, so that what spoils a batch is found; with each success
 * they grow again. Thread-safe.
 */
final class Stripe {
  private static final long FOR_EVER = Long.MAX_VALUE;

  /** After so many failures closing need not wait for the next attempt. */
  private static final int HOPELESS = 3;

  private final int batchSize;
  private final long maxDelayNanos;
  private final boolean isCoalescing;
  private final Backoff pauses;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Map<Object, Line> lines = new HashMap<>();

  /** Lines whose first operation may be taken: those that have failed, then by their age. */
  @GuardedBy("lock")
  private final TreeSet<Line> ready =
      new TreeSet<>(
          Comparator.<Line>comparingInt(line -> line.first().tries > 0 ? 0 : 1)
              .thenComparingLong(line -> line.first().number));

  /** Lines whose first operation has failed and waits. */
  @GuardedBy("lock")
  private final PriorityQueue<Line> delayed =
      new PriorityQueue<>(Comparator.comparingLong(line -> line.first().notBeforeNanos));

  /** How large a batch may be now. */
  @GuardedBy("lock")
  private int limit;

  @GuardedBy("lock")
  private long pausedUntilNanos = System.nanoTime();

  /** Batches that did nothing, one after the other. */
  @GuardedBy("lock")
  private int fruitless;

  /** How many do not want to wait for full batches. */
  @GuardedBy("lock")
  private int hurried;

  @GuardedBy("lock")
  private boolean isSuspended;

  @GuardedBy("lock")
  private boolean isEnded;

  @GuardedBy("lock")
  private int underWay;

  @GuardedBy("lock")
  private long lastNumber;

  Stripe(int batchSize, long maxDelayNanos, boolean isCoalescing, Backoff pauses) {
    this.batchSize = batchSize;
    this.limit = batchSize;
    this.maxDelayNanos = maxDelayNanos;
    this.isCoalescing = isCoalescing;
    this.pauses = pauses;
  }

  // ------------------------------------------------------------------ queueing

  /** Whether an operation on the key would take no more room. */
  boolean wouldCoalesce(Object sharedKey) {
    lock.lock();
    try {
      return replaceable(sharedKey) != null;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private @Nullable Slot replaceable(Object sharedKey) {
    Line line = isCoalescing ? lines.get(sharedKey) : null;
    Slot last = line == null ? null : line.last();
    return last != null && last.state == Slot.State.WAITING ? last : null;
  }

  /**
   * The operation on a locked key whose place the next one can take, kept from being taken until
   * {@link #replace} or {@link #letGo}. Null if there is none.
   */
  @Nullable Slot hold(Object sharedKey) {
    lock.lock();
    try {
      Slot held = replaceable(sharedKey);
      if (held != null) {
        held.state = Slot.State.HELD;
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing came of it. */
  void letGo(Slot held) {
    lock.lock();
    try {
      held.state = Slot.State.WAITING;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A later operation has taken the place of one that was held. */
  void replace(Slot held, Owed newer) {
    lock.lock();
    try {
      held.owed = newer;
      held.attempts = 0;
      held.mustBeAlone = false;
      held.state = Slot.State.WAITING;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One more operation, the last on its key. */
  void append(Owed owed, long nowNanos) {
    lock.lock();
    try {
      Line line = lines.computeIfAbsent(owed.sharedKey(), Line::new);
      line.add(new Slot(++lastNumber, owed, nowNanos));
      if (line.size() == 1) {
        ready.add(line);
        if (ready.size() == 1 || ready.size() >= limit) {
          changed.signalAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The newest operation on a key that is not delivered yet, or null. */
  @Nullable Owed newest(Object sharedKey) {
    lock.lock();
    try {
      Line line = lines.get(sharedKey);
      Slot last = line == null ? null : line.last();
      return last == null ? null : last.owed;
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ taking

  /** The next batch, when it is due; empty when the stripe has ended. */
  List<Slot> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isEnded) {
        long now = System.nanoTime();
        long wait = waitNanos(now);
        List<Slot> batch = wait > 0 ? List.of() : takeReady();
        if (!batch.isEmpty()) {
          underWay += batch.size();
          return batch;
        }
        if (wait == FOR_EVER || wait <= 0) {
          // If all that is ready is held, who holds it will tell.
          changed.await();
        } else {
          long unused = changed.awaitNanos(wait);
        }
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private long waitNanos(long now) {
    if (isSuspended) {
      return FOR_EVER;
    }
    wakeDelayed(now);
    long untilDelayed = delayed.isEmpty() ? FOR_EVER : delayed.peek().first().notBeforeNanos - now;
    long untilReady = ready.isEmpty() ? FOR_EVER : untilDue(ready.first().first(), now);
    long wait = Math.min(untilDelayed, untilReady);
    return wait == FOR_EVER ? wait : Math.max(wait, pausedUntilNanos - now);
  }

  @GuardedBy("lock")
  private void wakeDelayed(long now) {
    while (!delayed.isEmpty() && delayed.peek().first().notBeforeNanos - now <= 0) {
      ready.add(delayed.remove());
    }
  }

  @GuardedBy("lock")
  private long untilDue(Slot oldest, long now) {
    boolean isDue = hurried > 0 || ready.size() >= limit || oldest.tries > 0;
    return isDue ? 0 : oldest.queuedNanos + maxDelayNanos - now;
  }

  @GuardedBy("lock")
  private List<Slot> takeReady() {
    List<Slot> batch = new ArrayList<>();
    boolean isFull = false;
    for (Iterator<Line> lines = ready.iterator(); lines.hasNext() && !isFull; ) {
      Slot slot = lines.next().first();
      boolean fits = slot.state == Slot.State.WAITING && (!slot.mustBeAlone || batch.isEmpty());
      if (fits) {
        lines.remove();
        slot.state = Slot.State.UNDER_WAY;
        batch.add(slot);
        isFull = slot.mustBeAlone || batch.size() >= limit;
      }
    }
    // Not before: the order of what is ready depends on it.
    batch.forEach(slot -> slot.tries++);
    return batch;
  }

  // ------------------------------------------------------------------ after a call

  /** The end of operations; the next ones on their keys come up. */
  void end(List<Slot> slots, Slot.State how) {
    lock.lock();
    try {
      underWay -= slots.size();
      slots.forEach(slot -> end(slot, how));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void end(Slot slot, Slot.State how) {
    Line line = lineOf(slot);
    line.removeFirst();
    slot.state = how;
    if (line.isEmpty()) {
      lines.remove(line.sharedKey);
    } else {
      ready.add(line);
    }
  }

  @GuardedBy("lock")
  private Line lineOf(Slot slot) {
    Line line = lines.get(slot.owed.sharedKey());
    if (line == null || line.first() != slot) {
      throw new IllegalStateException("not the first of its key: " + slot.owed);
    }
    return line;
  }

  /**
   * Operations that are to be tried again.
   *
   * @param delayNanos how long each has to wait by itself, beside what the stripe waits
   */
  void again(List<Slot> slots, long delayNanos) {
    lock.lock();
    try {
      underWay -= slots.size();
      long now = System.nanoTime();
      for (Slot slot : slots) {
        slot.state = Slot.State.WAITING;
        slot.notBeforeNanos = now + delayNanos;
        if (delayNanos > 0) {
          delayed.add(lineOf(slot));
        } else {
          ready.add(lineOf(slot));
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Of these, those behind which a later operation on the key waits, so that they are not needed.
   */
  List<Slot> overtaken(List<Slot> slots) {
    if (!isCoalescing) {
      return List.of();
    }
    lock.lock();
    try {
      List<Slot> overtaken = new ArrayList<>();
      for (Slot slot : slots) {
        Slot later = lineOf(slot).second();
        if (later != null) {
          slot.overtakenBy(later);
          overtaken.add(slot);
        }
      }
      return overtaken;
    } finally {
      lock.unlock();
    }
  }

  /** The writer has taken something. */
  void succeeded() {
    lock.lock();
    try {
      fruitless = 0;
      limit = Math.min(batchSize, limit * 2);
    } finally {
      lock.unlock();
    }
  }

  /** The writer has taken nothing of so many operations. */
  void failed(int operations) {
    lock.lock();
    try {
      if (operations > 1) {
        limit = Math.max(1, Math.min(limit, operations) / 2);
      } else {
        fruitless++;
      }
      // One that fails alone says nothing of the others, two in a row do.
      boolean pauses = operations > 1 || fruitless > 1;
      pausedUntilNanos =
          System.nanoTime() + (pauses ? this.pauses.nanosAfter(Math.max(1, fruitless)) : 0);
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ at the bound

  /**
   * Takes the operation away that has waited longest, if there is one that is not under way.
   *
   * @return what was taken away, or null
   */
  @Nullable Owed dropOldest() {
    lock.lock();
    try {
      Line oldest = firstWaiting(ready);
      if (oldest == null) {
        oldest = firstWaiting(delayed);
      }
      if (oldest == null) {
        return null;
      }
      Slot dropped = oldest.first();
      boolean unused = ready.remove(oldest) || delayed.remove(oldest);
      end(dropped, Slot.State.GIVEN_UP);
      return dropped.owed;
    } finally {
      lock.unlock();
    }
  }

  /** When the one that would be taken next was queued, in epoch milliseconds. */
  long frontSinceMillis() {
    lock.lock();
    try {
      Line front = ready.isEmpty() ? delayed.peek() : ready.first();
      return front == null ? FOR_EVER : front.first().owed.sinceMillis();
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Line firstWaiting(Iterable<Line> lines) {
    for (Line line : lines) {
      if (line.first().state == Slot.State.WAITING) {
        return line;
      }
    }
    return null;
  }

  /** When the oldest was queued, in epoch milliseconds; looks at every key. */
  long oldestSinceMillis() {
    lock.lock();
    try {
      long oldest = FOR_EVER;
      for (Line line : lines.values()) {
        oldest = Math.min(oldest, line.first().owed.sinceMillis());
      }
      return oldest;
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ all of it

  /** Everything that is here. */
  List<Slot> all() {
    lock.lock();
    try {
      List<Slot> all = new ArrayList<>();
      for (Line line : lines.values()) {
        line.all().forEach(all::add);
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  int underWay() {
    lock.lock();
    try {
      return underWay;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is nothing but what has failed again and again. */
  boolean isHopeless() {
    lock.lock();
    try {
      return underWay == 0
          && (fruitless >= HOPELESS
              || lines.values().stream().allMatch(line -> line.first().attempts >= HOPELESS));
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return lines.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody waits for it to be empty, or does so no more. */
  void hurry(boolean isHurried) {
    lock.lock();
    try {
      hurried += isHurried ? 1 : -1;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void suspend(boolean suspended) {
    lock.lock();
    try {
      isSuspended = suspended;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isSuspended() {
    lock.lock();
    try {
      return isSuspended;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is taken. */
  void end() {
    lock.lock();
    try {
      isEnded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps, but not past the end. */
  void sleep(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (left > 0 && !isEnded) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEnded() {
    lock.lock();
    try {
      return isEnded;
    } finally {
      lock.unlock();
    }
  }
}
