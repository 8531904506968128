package io.github.thermae.internal.writebehind;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.store.Buried;
import io.github.thermae.internal.store.Outbox;
import io.github.thermae.internal.store.Owed;
import io.github.thermae.internal.store.StoreClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the batches of stripes. What the writer has taken is owed no more; what it left in the
 * collection has failed, and is tried again, until it has failed by itself as often as it may and
 * becomes a dead letter. Nothing that is thrown ends the thread.
 */
final class Deliverer<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  /** How long to wait after the file could not be read or written. */
  private static final long FILE_FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int FAILURE_TEXT_MAX = 2_000;

  private final String cacheName;
  private final Outbox outbox;
  private final Target<K, V> target;
  private final StoreClock clock;
  private final Backoff backoff;
  private final RateLimit rate;
  private final int attemptsMax;
  private final Counters counters;
  private final DeadLetters<K, V> deadLetters;
  private final Releases releases;

  /** Delivered, but still in the file, which could not be written; taken away with the next. */
  private final List<Owed> undeleted = new ArrayList<>();

  /** Dead letters that these have overtaken. */
  private final List<Buried> unmarked = new ArrayList<>();

  /** In the file, but of no use to this program as it is; by what stands for the key. */
  private final Map<Object, List<Owed>> unread = new ConcurrentHashMap<>();

  /** One at a time takes rows away, so that those of {@link #undeleted} are taken too. */
  private final ReentrantLock deleting = new ReentrantLock();

  private volatile boolean isClosed;
  private volatile boolean fileFails;

  /** Gets told of places in the queue that have become free. */
  @FunctionalInterface
  interface Releases {
    void ended(List<Slot> slots);
  }

  @SuppressWarnings("TooManyParameters")
  Deliverer(
      String cacheName,
      Outbox outbox,
      Target<K, V> target,
      StoreClock clock,
      Backoff backoff,
      RateLimit rate,
      int attemptsMax,
      Counters counters,
      DeadLetters<K, V> deadLetters,
      Releases releases) {
    this.cacheName = cacheName;
    this.outbox = outbox;
    this.target = target;
    this.clock = clock;
    this.backoff = backoff;
    this.rate = rate;
    this.attemptsMax = attemptsMax;
    this.counters = counters;
    this.deadLetters = deadLetters;
    this.releases = releases;
  }

  /** From here on what the writer does makes no difference: what it had is given to it again. */
  void close() {
    isClosed = true;
  }

  /** Delivers until the stripe ends. */
  void run(Stripe stripe) {
    while (!stripe.isEnded()) {
      try {
        List<Slot> batch = stripe.take();
        if (!batch.isEmpty()) {
          deliver(stripe, batch);
        }
      } catch (InterruptedException e) {
        // Left by user code, or sent by the end, which the loop looks for.
      }
    }
  }

  private void deliver(Stripe stripe, List<Slot> batch) throws InterruptedException {
    List<Slot> open = new ArrayList<>(batch);
    try {
      deliverOpen(stripe, open);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      fileFailed(e);
      stripe.sleep(FILE_FAILED_NANOS);
    } finally {
      if (!open.isEmpty()) {
        stripe.again(open, 0);
      }
    }
  }

  /** Takes out of the list what has come to an end of any kind. */
  private void deliverOpen(Stripe stripe, List<Slot> open) throws InterruptedException {
    outbox.saveAll();
    Map<Slot, Object> values = new LinkedHashMap<>();
    Map<K, Slot> writes = new LinkedHashMap<>();
    Map<K, Slot> deletes = new LinkedHashMap<>();
    sort(stripe, open, values, writes, deletes);
    fileWorks();
    stripe.sleep(rate.bookNanos(open.size()));
    if (stripe.isEnded()) {
      return;
    }
    counters.retries.add(open.stream().filter(slot -> slot.tries > 1).count());
    if (!writes.isEmpty()) {
      Map<K, V> valuesByKey = new LinkedHashMap<>();
      writes.forEach((key, slot) -> valuesByKey.put(key, valueOf(values, slot)));
      call(stripe, open, writes, keys -> target.write(only(valuesByKey, keys)));
    }
    // The writer may have come back after the end: it is not called again.
    if (!deletes.isEmpty() && !isClosed) {
      call(stripe, open, deletes, target::delete);
    }
  }

  private static <K, V> Map<K, V> only(Map<K, V> all, Set<K> keys) {
    Map<K, V> some = new LinkedHashMap<>();
    keys.forEach(key -> some.put(key, all.get(key)));
    return some;
  }

  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  private V valueOf(Map<Slot, Object> values, Slot slot) {
    Object value = values.get(slot);
    if (value == null) {
      throw new IllegalStateException("a write has a value: " + slot.owed);
    }
    return (V) value;
  }

  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  private void sort(
      Stripe stripe,
      List<Slot> open,
      Map<Slot, Object> values,
      Map<K, Slot> writes,
      Map<K, Slot> deletes) {
    List<Slot> unreadable = new ArrayList<>();
    List<Outbox.Taken> taken = outbox.take(open.stream().map(slot -> slot.owed).toList());
    for (int i = 0; i < taken.size(); i++) {
      Slot slot = open.get(i);
      Outbox.Taken one = taken.get(i);
      Object value = one.value();
      if (slot.owed.isDeletion()) {
        deletes.put((K) slot.owed.key(), slot);
      } else if (value != null) {
        values.put(slot, value);
        writes.put((K) slot.owed.key(), slot);
      } else {
        unreadable.add(slot);
        unreadable(one);
      }
    }
    if (!unreadable.isEmpty()) {
      finish(stripe, open, unreadable, Slot.State.GIVEN_UP);
    }
  }

  /** Its row is in the quarantine if it is damaged, and stays where it is if not. */
  private void unreadable(Outbox.Taken taken) {
    unread.computeIfAbsent(taken.owed().sharedKey(), key -> new ArrayList<>()).add(taken.owed());
    counters.unreadable.increment();
    LOG.warn(
        "Cache '{}': a queued write cannot be read and is not delivered: {}",
        cacheName,
        taken.problem());
  }

  // ------------------------------------------------------------------ one call

  private void call(
      Stripe stripe,
      List<Slot> open,
      Map<K, Slot> slots,
      Function<Set<K>, Target.Undone<K>> writer) {
    Target.Undone<K> undone = called(writer, slots.keySet());
    if (isClosed) {
      return;
    }
    counters.batches.increment();
    List<Slot> done = new ArrayList<>();
    List<Slot> left = new ArrayList<>();
    slots.forEach((key, slot) -> (undone.keys().contains(key) ? left : done).add(slot));
    if (!done.isEmpty()) {
      delivered(stripe, open, done);
    }
    Throwable why = undone.why();
    if (why != null) {
      counters.failedBatches.increment();
      LOG.debug("Cache '{}': the writer failed", cacheName, why);
    }
    if (!left.isEmpty()) {
      failed(stripe, open, left, done.isEmpty(), textOf(why));
    }
  }

  private Target.Undone<K> called(Function<Set<K>, Target.Undone<K>> writer, Set<K> keys) {
    try {
      return writer.apply(keys);
    } catch (Throwable e) {
      // Checked ones too: writers are written in other languages as well.
      return new Target.Undone<>(Set.copyOf(keys), e);
    } finally {
      // What the user's code has left of it is not meant for us.
      boolean unused = Thread.interrupted();
    }
  }

  private static String textOf(@Nullable Throwable why) {
    Throwable cause = why == null || why.getCause() == null ? why : why.getCause();
    String text = String.valueOf(cause);
    return text.length() <= FAILURE_TEXT_MAX ? text : text.substring(0, FAILURE_TEXT_MAX);
  }

  private void delivered(Stripe stripe, List<Slot> open, List<Slot> done) {
    for (Slot slot : done) {
      (slot.owed.isDeletion() ? counters.deleted : counters.written).increment();
    }
    List<Owed> rows = new ArrayList<>();
    for (Slot slot : done) {
      rows.add(slot.owed);
      // Once it can be read again it would put an older value over this one.
      rows.addAll(unread.getOrDefault(slot.owed.sharedKey(), List.of()));
      unread.remove(slot.owed.sharedKey());
    }
    delete(rows, deadLetters.overtakenBy(done));
    finish(stripe, open, done, Slot.State.DELIVERED);
    stripe.succeeded();
  }

  /** Does something to dead letters while no other thread does. */
  <T> T whileLettersRest(Supplier<T> action) {
    deleting.lock();
    try {
      return action.get();
    } finally {
      deleting.unlock();
    }
  }

  /** A row that is to be taken away with the next ones. */
  void deleteLater(Owed owed) {
    deleting.lock();
    try {
      undeleted.add(owed);
    } finally {
      deleting.unlock();
    }
  }

  /** Takes rows away; those for which that fails go with the next ones, in one transaction. */
  void delete(List<Owed> owed, List<Buried> overtaken) {
    deleting.lock();
    try {
      undeleted.addAll(owed);
      unmarked.addAll(overtaken);
      outbox.supersede(overtaken);
      outbox.delivered(undeleted, unmarked);
      undeleted.clear();
      unmarked.clear();
    } catch (ThermaeException e) {
      fileFailed(e);
    } finally {
      deleting.unlock();
    }
  }

  private void finish(Stripe stripe, List<Slot> open, List<Slot> slots, Slot.State how) {
    stripe.end(slots, how);
    open.removeAll(slots);
    releases.ended(slots);
  }

  private void failed(
      Stripe stripe, List<Slot> open, List<Slot> left, boolean isWhole, String why) {
    List<Slot> overtaken = stripe.overtaken(left);
    if (!overtaken.isEmpty()) {
      // What overtakes it may not be in the file yet, where this one is.
      outbox.saveAll();
      counters.coalesced.add(overtaken.size());
      delete(overtaken.stream().map(slot -> slot.owed).toList(), List.of());
      finish(stripe, open, overtaken, Slot.State.COALESCED);
    }
    if (isWhole) {
      stripe.failed(left.size());
    }
    boolean isBlamed = !isWhole || left.size() == 1;
    for (Slot slot : left) {
      if (!overtaken.contains(slot) && isBlamed) {
        blamed(stripe, open, slot, left.size() == 1 && isWhole, why);
      }
    }
    // The others go back as they are: nobody knows which of them it was.
  }

  private void blamed(Stripe stripe, List<Slot> open, Slot slot, boolean wasAlone, String why) {
    slot.attempts++;
    if (slot.attempts >= attemptsMax && wasAlone && !deadLetters.isFull()) {
      bury(stripe, open, slot, why);
      return;
    }
    slot.mustBeAlone = slot.attempts >= attemptsMax;
    open.remove(slot);
    stripe.again(List.of(slot), backoff.nanosAfter(slot.attempts));
  }

  private void bury(Stripe stripe, List<Slot> open, Slot slot, String why) {
    // First: after a crash in between it is the newer one that is owed.
    delete(List.of(), deadLetters.overtakenBy(List.of(slot)));
    Buried letter;
    try {
      letter = outbox.bury(slot.owed, slot.attempts, why, clock.millis());
    } catch (ThermaeException e) {
      // Others must not wait for it.
      fileFailed(e);
      open.remove(slot);
      stripe.again(List.of(slot), backoff.nanosAfter(slot.attempts));
      return;
    }
    finish(stripe, open, List.of(slot), Slot.State.GIVEN_UP);
    deadLetters.buried(letter);
  }

  // ------------------------------------------------------------------ the file

  private void fileFailed(Throwable e) {
    if (!fileFails) {
      fileFails = true;
      LOG.warn(
          "Cache '{}': the queue of its writer cannot be kept in the file; it is tried again: {}",
          cacheName,
          e.toString());
    }
  }

  private void fileWorks() {
    if (fileFails) {
      fileFails = false;
      LOG.info("Cache '{}': the queue of its writer can be kept in the file again", cacheName);
    }
  }
}
