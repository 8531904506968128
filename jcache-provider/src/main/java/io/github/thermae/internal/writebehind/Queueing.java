package io.github.thermae.internal.writebehind;

import io.github.thermae.internal.store.HotEntry;
import io.github.thermae.internal.store.LockedKey;
import io.github.thermae.internal.store.Owed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one operation of the cache, or a batch of them, queues: all of it when {@link #commit} is
 * called, or nothing. For one thread; made before keys are locked, since it may wait for room (but
 * for an operation that may come to nothing, which waits when it is added), and closed after they
 * have been let go.
 */
public final class Queueing implements AutoCloseable {
  private static final Queueing NOTHING = new Queueing(null, 0, 0, false);

  private final @Nullable WriteBehindQueue<?, ?> queue;
  private final List<Ticket> tickets = new ArrayList<>(1);
  private final boolean isTakenWhenAdded;
  private int roomLeft;
  private int free;

  /**
   * One operation on its way into the queue.
   *
   * @param held whose place it takes, or null to become the last of its key
   */
  record Ticket(Stripe stripe, @Nullable Slot held, @Nullable Owed before, Owed owed) {}

  /**
   * What is to be queued.
   *
   * @param room how many operations there is room for
   * @param free how many needed no room a moment ago, so that they are not refused if the
   *     operations whose places they were to take have gone since
   * @param isTakenWhenAdded whether room was not looked for yet, as nothing may come of it
   */
  Queueing(@Nullable WriteBehindQueue<?, ?> queue, int room, int free, boolean isTakenWhenAdded) {
    this.queue = queue;
    this.roomLeft = room;
    this.free = free;
    this.isTakenWhenAdded = isTakenWhenAdded;
  }

  /** Of a cache without write-behind, or an operation that never writes. */
  public static Queueing nothing() {
    return NOTHING;
  }

  /**
   * Adds an operation on a locked key.
   *
   * @param entry the value that is to be written, or null for a deletion
   * @throws javax.cache.integration.CacheWriterException if there is no room
   */
  public void add(LockedKey key, @Nullable HotEntry entry) {
    WriteBehindQueue<?, ?> to = queue();
    Stripe stripe = to.stripeOf(key.sharedKey());
    Slot held = stripe.hold(key.sharedKey());
    if (held == null) {
      takeRoom(to);
    } else if (free > 0) {
      free--;
    }
    boolean isAdded = false;
    try {
      Owed before = held == null ? null : held.owed;
      Owed owed =
          before == null
              ? to.outbox().owe(key, entry, to.nowMillis())
              : to.outbox().oweInstead(before, key, entry);
      tickets.add(new Ticket(stripe, held, before, owed));
      isAdded = true;
    } finally {
      if (!isAdded && held != null) {
        stripe.letGo(held);
      } else if (!isAdded) {
        roomLeft++;
      }
    }
  }

  private void takeRoom(WriteBehindQueue<?, ?> to) {
    if (roomLeft > 0) {
      roomLeft--;
    } else if (free > 0) {
      free--;
      to.room().add(1, 0);
    } else if (isTakenWhenAdded ? !to.makeRoom(1) : !to.room().tryTake(1)) {
      throw to.refusal();
    }
  }

  private WriteBehindQueue<?, ?> queue() {
    if (queue == null) {
      throw new IllegalStateException("an operation that never writes has written");
    }
    return queue;
  }

  /** What is owed, to be saved together with the entries. */
  public List<Owed> owed() {
    if (tickets.isEmpty()) {
      return List.of();
    }
    return tickets.stream().map(Ticket::owed).toList();
  }

  /** The entries have been saved: what is owed is in the queue. The keys are still locked. */
  public void commit() {
    if (!tickets.isEmpty()) {
      queue().commit(tickets);
      tickets.clear();
    }
  }

  /** What has not been committed is as if it had never been. */
  @Override
  public void close() {
    if (queue != null) {
      queue.cancel(tickets, roomLeft);
      tickets.clear();
      roomLeft = 0;
    }
  }
}
