package io.github.thermae.internal.writebehind;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.config.WhenFull;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.internal.store.Buried;
import io.github.thermae.internal.store.Outbox;
import io.github.thermae.internal.store.Owed;
import io.github.thermae.internal.store.StoreClock;
import io.github.thermae.writebehind.DeadLetter;
import io.github.thermae.writebehind.DeadLetterListener;
import io.github.thermae.writebehind.WriteBehindStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cache owes to its writer, and the threads that deliver it.
 *
 * <ul>
 *   <li>What is committed is delivered: in order on each key, never two operations on a key at
 *       once, at least once. In a store with a file that holds over restarts.
 *   <li>Bounded in operations and bytes (I8); values beyond {@value #BYTES_AT_HAND_MAX} bytes stay
 *       in the file, where there is one, until they are due.
 *   <li>A writer that hangs holds up its stripe of keys and nothing else, closing included.
 * </ul>
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class WriteBehindQueue<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBehindQueue.class);

  /** So much of the values is kept in memory, where there is a file. */
  private static final long BYTES_AT_HAND_MAX = 16L << 20;

  /** A stripe probes a writer that fails as often as this at least. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** How long to wait for the threads to end: those that the writer does not hold up. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final String cacheName;
  private final Outbox outbox;
  private final StoreClock clock;
  private final WriteBehindOptions options;
  private final QueueRoom room;
  private final Counters counters = new Counters();
  private final DeadLetters<K, V> deadLetters;
  private final Deliverer<K, V> deliverer;
  private final Stripe[] stripes;
  private final AtomicLong bytesAtHand = new AtomicLong();
  private final ReentrantLock progressLock = new ReentrantLock();

  /** Something has come to an end. */
  private final Condition progress = progressLock.newCondition();

  @GuardedBy("this")
  private final List<Thread> threads = new ArrayList<>();

  private final Object closing = new Object();

  @GuardedBy("closing")
  private @Nullable Long closeAtNanos;

  private volatile boolean isStarted;

  /**
   * A queue, with what earlier runs have left in it; delivers nothing yet.
   *
   * @param target the user's writer
   */
  public WriteBehindQueue(
      String cacheName,
      Outbox outbox,
      Target<K, V> target,
      WriteBehindOptions options,
      StoreClock clock) {
    this.cacheName = cacheName;
    this.outbox = outbox;
    this.clock = clock;
    this.options = options;
    this.room = new QueueRoom(options.queueMaxEntries(), options.queueMaxBytes());
    this.deadLetters = new DeadLetters<>(cacheName, outbox);
    Backoff backoff = Backoff.of(options.retryBackoff(), options.retryMaxBackoff());
    this.stripes = new Stripe[options.concurrency()];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] =
          new Stripe(
              options.batchSize(),
              options.maxDelay().toNanos(),
              options.isCoalescing(),
              backoff.atMost(LONGEST_PAUSE));
    }
    this.deliverer =
        new Deliverer<>(
            cacheName,
            outbox,
            target,
            clock,
            backoff,
            new RateLimit(options.rateLimit()),
            options.retryAttempts(),
            counters,
            deadLetters,
            this::ended);
    load();
  }

  private void load() {
    List<Owed> left = outbox.load(BYTES_AT_HAND_MAX);
    for (Owed owed : left) {
      Stripe stripe = stripeOf(owed.sharedKey());
      Slot earlier = stripe.hold(owed.sharedKey());
      if (earlier == null) {
        stripe.append(owed, System.nanoTime());
      } else {
        // It may have been under way when the process died; the later one will do for both.
        counters.coalesced.increment();
        deliverer.deleteLater(earlier.owed);
        release(earlier.owed);
        stripe.replace(earlier, owed);
      }
      room.add(1, owed.bytes());
      bytesAtHand.addAndGet(atHand(owed));
    }
    counters.unreadable.add(outbox.unreadable());
    if (!left.isEmpty()) {
      LOG.info("Cache '{}' owes its writer {} operations from before", cacheName, left.size());
    }
  }

  /** What of this is in the file. */
  public Outbox outbox() {
    return outbox;
  }

  QueueRoom room() {
    return room;
  }

  long nowMillis() {
    return clock.millis();
  }

  Stripe stripeOf(Object sharedKey) {
    // Other bits than those that choose the stripe of a key's lock make no difference here.
    return stripes[Math.floorMod((sharedKey.hashCode() * 0x9E3779B9) >>> 7, stripes.length)];
  }

  // ------------------------------------------------------------------ queueing

  /** How many operations may be queued in one step at the most. */
  public int mostAtOnce() {
    return (int) Math.min(Integer.MAX_VALUE, options.queueMaxEntries());
  }

  /**
   * Makes room for the operations that will come, as far as the options say; called without any
   * lock.
   *
   * @param sharedKeys their keys
   */
  public Queueing begin(Collection<?> sharedKeys) {
    int free = 0;
    for (Object sharedKey : sharedKeys) {
      free += stripeOf(sharedKey).wouldCoalesce(sharedKey) ? 1 : 0;
    }
    int wanted = sharedKeys.size() - free;
    return new Queueing(this, wanted > 0 && makeRoom(wanted) ? wanted : 0, free, false);
  }

  /**
   * For an operation of which nothing may come: no other is dropped for it, and it does not wait,
   * until something does. Then it waits with its key locked, which the writer does not need.
   */
  public Queueing beginConditional() {
    return new Queueing(this, 0, 0, true);
  }

  boolean makeRoom(int operations) {
    return switch (options.whenFull()) {
      case REJECT -> room.tryTake(operations);
      case BLOCK -> room.take(operations, nanos(options.blockTimeout()));
      case DROP_OLDEST -> dropUntilTaken(operations);
    };
  }

  private boolean dropUntilTaken(int operations) {
    List<Owed> dropped = new ArrayList<>();
    boolean taken = room.tryTake(operations);
    while (!taken) {
      Owed oldest = dropOldest();
      if (oldest == null) {
        break;
      }
      dropped.add(oldest);
      release(oldest);
      taken = room.tryTake(operations);
    }
    if (!dropped.isEmpty()) {
      deliverer.delete(dropped, List.of());
      tellDropped(dropped.size());
    }
    // Everything is under way: what is comes to an end.
    return taken || room.take(operations, nanos(options.blockTimeout()));
  }

  private @Nullable Owed dropOldest() {
    Stripe oldest = stripes[0];
    for (Stripe stripe : stripes) {
      oldest = stripe.frontSinceMillis() < oldest.frontSinceMillis() ? stripe : oldest;
    }
    Owed dropped = oldest.dropOldest();
    for (int i = 0; dropped == null && i < stripes.length; i++) {
      dropped = stripes[i].dropOldest();
    }
    return dropped;
  }

  private void tellDropped(int operations) {
    boolean isFirst = counters.dropped.sum() == 0;
    counters.dropped.add(operations);
    if (isFirst) {
      LOG.warn(
          "Cache '{}' owes its writer as much as it may ({}), and drops the oldest operations, as"
              + " write-behind.when-full says. Further ones are counted",
          cacheName,
          room);
    }
  }

  /** What to throw where there is no room. */
  CacheWriterException refusal() {
    counters.refused.increment();
    return new CacheWriterException(
        "Cache '"
            + cacheName
            + "' owes its writer as much as it may ("
            + room
            + ")"
            + (options.whenFull() == WhenFull.REJECT
                ? ""
                : ", and none of it was delivered within " + options.blockTimeout())
            + ". The write was refused and nothing was changed. See whether the writer works, or"
            + " raise write-behind.queue.max-entries and write-behind.queue.max-bytes.");
  }

  void commit(List<Queueing.Ticket> tickets) {
    long now = System.nanoTime();
    for (Queueing.Ticket ticket : tickets) {
      Slot held = ticket.held();
      Owed kept = kept(ticket.owed());
      Owed before = ticket.before();
      if (held != null && before != null) {
        counters.coalesced.increment();
        room.add(0, kept.bytes() - before.bytes());
        bytesAtHand.addAndGet(-atHand(before));
        ticket.stripe().replace(held, kept);
      } else {
        room.add(0, kept.bytes());
        ticket.stripe().append(kept, now);
      }
    }
  }

  /** The operation with its value, or without it if there is enough in memory and it is saved. */
  private Owed kept(Owed owed) {
    long bytes = atHand(owed);
    if (bytesAtHand.addAndGet(bytes) > BYTES_AT_HAND_MAX && outbox.savesAtOnce()) {
      bytesAtHand.addAndGet(-bytes);
      return owed.resting();
    }
    return owed;
  }

  private static long atHand(Owed owed) {
    return owed.restsInFile() || owed.isDeletion() ? 0 : owed.bytes();
  }

  void cancel(List<Queueing.Ticket> tickets, int roomLeft) {
    int unused = roomLeft;
    for (Queueing.Ticket ticket : tickets) {
      outbox.takeBack(ticket.owed(), ticket.before());
      Slot held = ticket.held();
      if (held == null) {
        unused++;
      } else {
        ticket.stripe().letGo(held);
      }
    }
    if (unused > 0) {
      room.add(-unused, 0);
    }
  }

  /** The newest operation on a key that has not been delivered, or null; under the key's lock. */
  public @Nullable Owed newest(Object sharedKey) {
    return stripeOf(sharedKey).newest(sharedKey);
  }

  // ------------------------------------------------------------------ threads

  /** Begins to deliver. */
  public synchronized void start() {
    isStarted = true;
    for (int i = 0; i < stripes.length; i++) {
      Stripe stripe = stripes[i];
      Thread thread =
          new Thread(() -> deliverer.run(stripe), "thermae-write-behind-" + cacheName + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Whether the current thread is one of those, so that it must not wait for them. */
  synchronized boolean isDelivering() {
    return threads.contains(Thread.currentThread());
  }

  private void ended(List<Slot> slots) {
    slots.forEach(slot -> release(slot.owed));
    progressLock.lock();
    try {
      progress.signalAll();
    } finally {
      progressLock.unlock();
    }
  }

  private void release(Owed owed) {
    room.add(-1, -owed.bytes());
    bytesAtHand.addAndGet(-atHand(owed));
  }

  // ------------------------------------------------------------------ for users

  /** See {@code WriteBehind.flush}. */
  public boolean flush(Duration timeout) {
    if (isDelivering()) {
      throw new IllegalStateException(
          "The writer of cache '" + cacheName + "' must not wait for itself");
    }
    List<Slot> waiting = all();
    boolean ended =
        await(() -> waiting.stream().allMatch(slot -> slot.newest().state.isEnd()), nanos(timeout));
    return ended && waiting.stream().noneMatch(slot -> slot.newest().state == Slot.State.GIVEN_UP);
  }

  private List<Slot> all() {
    List<Slot> all = new ArrayList<>();
    for (Stripe stripe : stripes) {
      all.addAll(stripe.all());
    }
    return all;
  }

  private boolean await(BooleanSupplier isOver, long nanos) {
    for (Stripe stripe : stripes) {
      stripe.hurry(true);
    }
    long left = nanos;
    progressLock.lock();
    try {
      while (!isOver.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        // Not everything that may end it is signalled, as that all is hopeless.
        long nap = Math.min(left, TimeUnit.MILLISECONDS.toNanos(50));
        left -= nap - Math.max(0, progress.awaitNanos(nap));
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      progressLock.unlock();
      for (Stripe stripe : stripes) {
        stripe.hurry(false);
      }
    }
  }

  private static long nanos(Duration timeout) {
    Duration longest = Duration.ofDays(365);
    return (timeout.compareTo(longest) > 0 ? longest : timeout).toNanos();
  }

  /** See {@code WriteBehind.pause}. */
  public void suspend(boolean suspended) {
    for (Stripe stripe : stripes) {
      stripe.suspend(suspended);
    }
  }

  /** See {@code WriteBehind.deadLetters}. */
  public List<DeadLetter<K, V>> deadLetters() {
    return deadLetters.all();
  }

  /** The dead letters, without their values. */
  public Collection<Buried> rawDeadLetters() {
    return deadLetters.raw();
  }

  /** A dead letter, without its value. */
  public @Nullable Buried deadLetter(long id) {
    return outbox.buried(id);
  }

  /** See {@code WriteBehind.requeue}; under the key's lock. */
  public boolean requeue(long id, Object sharedKey) {
    if (newest(sharedKey) != null) {
      return false;
    }
    // Looked for now: whoever delivers marks it before his operation leaves the queue.
    Buried letter = outbox.buried(id);
    if (letter == null || letter.isSuperseded()) {
      return false;
    }
    Owed again = deliverer.whileLettersRest(() -> outbox.exhume(letter, clock.millis()));
    room.add(1, again.bytes());
    bytesAtHand.addAndGet(atHand(again));
    stripeOf(sharedKey).append(again, System.nanoTime());
    return true;
  }

  /** See {@code WriteBehind.dropDeadLetter}. */
  public boolean dropDeadLetter(long id) {
    return deliverer.whileLettersRest(
        () -> {
          Buried letter = outbox.buried(id);
          if (letter != null) {
            outbox.forget(List.of(letter));
          }
          return letter != null;
        });
  }

  public void addListener(DeadLetterListener<? super K, ? super V> listener) {
    deadLetters.add(listener);
  }

  public void removeListener(DeadLetterListener<? super K, ? super V> listener) {
    deadLetters.remove(listener);
  }

  /** See {@code WriteBehind.discard}. */
  public long discard() {
    List<Owed> dropped = new ArrayList<>();
    // What comes meanwhile may stay; else it need not end.
    long most = room.operations();
    for (Owed owed = dropOldest();
        owed != null;
        owed = dropped.size() < most ? dropOldest() : null) {
      dropped.add(owed);
      release(owed);
    }
    counters.dropped.add(dropped.size());
    deliverer.delete(dropped, List.of());
    return dropped.size();
  }

  /** What there is and what has happened. */
  public WriteBehindStatistics statistics() {
    long underWay = 0;
    long oldest = Long.MAX_VALUE;
    for (Stripe stripe : stripes) {
      underWay += stripe.underWay();
      oldest = Math.min(oldest, stripe.oldestSinceMillis());
    }
    return new WriteBehindStatistics(
        room.operations(),
        room.bytes(),
        underWay,
        oldest == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - oldest),
        counters.batches.sum(),
        counters.written.sum(),
        counters.deleted.sum(),
        counters.coalesced.sum(),
        counters.failedBatches.sum(),
        counters.retries.sum(),
        counters.refused.sum(),
        counters.dropped.sum(),
        deadLetters.count(),
        counters.unreadable.sum() + outbox.damaged());
  }

  // ------------------------------------------------------------------ the end

  /** The time that closing may take begins now, for several caches at once. */
  public void beginClose() {
    synchronized (closing) {
      if (closeAtNanos == null) {
        closeAtNanos = System.nanoTime() + nanos(options.closeTimeout());
        if (options.closeTimeout().isZero()) {
          return;
        }
        // In memory what waits is lost, so that is no time for a pause.
        if (!outbox.isDurable()) {
          suspend(false);
        }
        for (Stripe stripe : stripes) {
          stripe.hurry(true);
        }
      }
    }
  }

  private long closingNanosLeft() {
    synchronized (closing) {
      return closeAtNanos == null ? 0 : closeAtNanos - System.nanoTime();
    }
  }

  /**
   * Delivers what it can within the time that the options give, and ends. Nothing is queued any
   * more.
   */
  public void close() {
    beginClose();
    if (isStarted && !isDelivering() && !options.closeTimeout().isZero()) {
      boolean unused = await(this::isOver, closingNanosLeft());
    }
    for (Stripe stripe : stripes) {
      stripe.end();
    }
    endThreads();
  }

  /** How many operations have not been delivered. */
  public long left() {
    return all().size();
  }

  /** How many dead letters end with the process. */
  public long unsavedDeadLetters() {
    return outbox.isDurable() ? 0 : deadLetters.count();
  }

  /** How many of those {@link #left} end with the process, as the file does not have them. */
  public long unsaved() {
    return all().stream().filter(slot -> !outbox.isInFile(slot.owed)).count();
  }

  /** What cannot be delivered now need not be waited for if it is in the file. */
  private boolean isOver() {
    boolean isOver = true;
    for (Stripe stripe : stripes) {
      boolean stays = outbox.isDurable() && (stripe.isHopeless() || stripe.isSuspended());
      isOver &= stripe.isEmpty() || stays;
    }
    return isOver;
  }

  private synchronized void endThreads() {
    joinAll();
    deliverer.close();
    // Only those are left that the writer holds up.
    threads.forEach(Thread::interrupt);
    joinAll();
    threads.removeIf(thread -> !thread.isAlive());
    if (threads.stream().anyMatch(thread -> thread != Thread.currentThread())) {
      LOG.warn(
          "Cache '{}' was closed while its writer did not return. What it was given is given to it"
              + " again",
          cacheName);
    }
  }

  @GuardedBy("this")
  private void joinAll() {
    long end = System.nanoTime() + GRACE_NANOS;
    boolean interrupted = false;
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (thread != Thread.currentThread() && left > 0) {
        try {
          thread.join(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
