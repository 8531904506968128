package io.github.thermae.internal.writebehind;

import io.github.thermae.internal.store.Owed;
import org.jspecify.annotations.Nullable;

/** One place in the queue. Guarded by its stripe's lock, but for what says otherwise. */
final class Slot {
  /** Where an operation is on its way. */
  enum State {
    /** It may be taken into a batch. */
    WAITING,
    /** A later operation on the key is about to take its place, so it may not be taken. */
    HELD,
    /** The writer has it. */
    UNDER_WAY,
    /** The writer has taken it. */
    DELIVERED,
    /** A later operation has made it superfluous. */
    COALESCED,
    /** It has become a dead letter, was dropped, or could not be read. */
    GIVEN_UP;

    boolean isEnd() {
      return this == DELIVERED || this == COALESCED || this == GIVEN_UP;
    }
  }

  /** Its place in the order of its stripe. */
  final long number;

  final long queuedNanos;
  Owed owed;

  /** Read without the lock by those who wait for it to end. */
  volatile State state = State.WAITING;

  /** How often it has failed by itself. */
  int attempts;

  /** How often the writer has been given it. */
  int tries;

  /** Whether the next batch must hold nothing else. */
  boolean mustBeAlone;

  /** Not before this time, by {@link System#nanoTime}; of use after a failure only. */
  long notBeforeNanos;

  /** What has made it superfluous, by {@link State#COALESCED}; set before the state is. */
  private @Nullable Slot successor;

  Slot(long number, Owed owed, long queuedNanos) {
    this.number = number;
    this.owed = owed;
    this.queuedNanos = queuedNanos;
  }

  void overtakenBy(Slot later) {
    successor = later;
  }

  /** The one that stands for this: itself, or what has made it superfluous. */
  Slot newest() {
    Slot slot = this;
    while (slot.state == State.COALESCED && slot.successor != null) {
      slot = slot.successor;
    }
    return slot;
  }
}
