package io.github.thermae.internal.jcache;

import io.github.thermae.internal.store.HotEntry;
import io.github.thermae.internal.store.LockedKey;
import io.github.thermae.internal.store.Row;
import io.github.thermae.internal.store.StoreClock;
import io.github.thermae.internal.store.Write;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation on one locked key on its way through {@link OperationRunner}. For one thread.
 *
 * @param <V> the type of values
 * @param <R> what the operation returns
 */
final class Step<K, V, R extends @Nullable Object> {
  private static final long NOT_ASKED = Long.MIN_VALUE;

  final K key;
  final LockedKey locked;

  /** What the store has, expired or not. */
  @Nullable HotEntry found;

  /** Whether it has expired, so that it counts as absent and is to go. */
  boolean expired;

  /** The live value, or null. */
  @Nullable V current;

  Outcome<V, R> outcome;

  /** What is to be done to the store; null for nothing. */
  @Nullable Write write;

  private final StoreClock clock;
  private final Function<HotEntry, V> valueOf;
  private long nowMillis = NOT_ASKED;

  Step(
      K key,
      LockedKey locked,
      @Nullable HotEntry found,
      StoreClock clock,
      Function<HotEntry, V> valueOf,
      Operation<V, R> operation) {
    this.key = key;
    this.locked = locked;
    this.clock = clock;
    this.valueOf = valueOf;
    this.found = found;
    this.expired = isExpired(found);
    this.current = found == null || expired ? null : valueOf.apply(found);
    this.outcome = operation.decide(current);
  }

  private boolean isExpired(@Nullable HotEntry entry) {
    return entry != null && !entry.isEternal() && entry.isExpiredAt(nowMillis());
  }

  /**
   * Called before the write, after the user's code has run: a processor, loader or writer that used
   * this very key, as it may in the thread that holds its lock, has left another entry than the one
   * found at first. That one is what is replaced, and what the event tells.
   */
  void lookAgain() {
    if (found == null || write == null) {
      return;
    }
    HotEntry now = locked.findAgain();
    if (now != found) {
      found = now;
      expired = isExpired(now);
      current = now == null || expired ? null : valueOf.apply(now);
      if (outcome.effect().leavesLiveEntries() && !expired) {
        write = null;
      }
    }
  }

  /** The time of the operation; the clock is asked at the first call only. */
  long nowMillis() {
    if (nowMillis == NOT_ASKED) {
      nowMillis = clock.millis();
    }
    return nowMillis;
  }

  long foundDeadlineMillis() {
    return found == null ? Row.NEVER : found.deadlineMillis();
  }

  /** Whether the store holds a row or an entry, readable or not. */
  boolean hasSomethingToRemove() {
    return found != null || locked.hasUnreadableRow();
  }

  void remove() {
    write = hasSomethingToRemove() ? new Write(locked, null) : null;
  }
}
