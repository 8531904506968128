package io.github.thermae.hibernate.internal.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The soft locks and tombstones of the keys that share a stripe. All methods want the stripe's
 * {@link #lock}, under which the caller also changes the cache: so what is decided here holds until
 * it is done.
 *
 * <p>A tombstone says when a key was last let go: who began before that may have read an older row
 * and must not cache it. Only the newest {@value #TOMBSTONES_MAX} are kept; older ones become the
 * stripe's <em>floor</em>, which holds for all of its keys. That refuses a slow reader now and then
 * who could have been let in, and lets none in who must be refused. Locks are bounded by what
 * transactions under way have locked.
 */
final class LockStripe {
  private static final int TOMBSTONES_MAX = 16;
  private static final int FIRST_SWEEP = 64;

  final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable Map<Object, Holders> locked;

  @GuardedBy("lock")
  private @Nullable Map<Object, Long> tombstones;

  @GuardedBy("lock")
  private long floor;

  @GuardedBy("lock")
  private int sweepAt = FIRST_SWEEP;

  /** Who holds a key, and whether somebody else did at any time since it was last free. */
  private static final class Holders {
    final List<KeyLock> locks = new ArrayList<>(1);
    boolean shared;
  }

  /** Takes a lock on its key, whoever else has it. */
  @GuardedBy("lock")
  void acquire(KeyLock taken, long now) {
    Map<Object, Holders> all = locked;
    if (all == null) {
      all = new HashMap<>();
      locked = all;
    }
    if (all.size() >= sweepAt) {
      sweep(all, now);
    }
    Holders holders = all.computeIfAbsent(taken.key(), key -> new Holders());
    holders.shared |= !holders.locks.isEmpty();
    holders.locks.add(taken);
  }

  /** Takes those away whose sessions are gone, so that forgotten ones do not pile up. */
  @GuardedBy("lock")
  private void sweep(Map<Object, Holders> all, long now) {
    for (Object key : List.copyOf(all.keySet())) {
      dropGone(key, now);
    }
    sweepAt = Math.max(FIRST_SWEEP, 2 * all.size());
  }

  /** Whether the holder is, and was, the only one: then what it has written is what is there. */
  @GuardedBy("lock")
  boolean isHeldAlone(KeyLock held) {
    Holders holders = locked == null ? null : locked.get(held.key());
    return held.state() == KeyLock.State.HELD && holders != null && !holders.shared;
  }

  /** The lock that a transaction has on a key, if it has one. */
  @GuardedBy("lock")
  @Nullable KeyLock lockOf(ThermaeTransaction transaction, Object key) {
    Holders holders = locked == null ? null : locked.get(key);
    if (holders != null) {
      for (KeyLock held : holders.locks) {
        if (held.owner().transaction().refersTo(transaction)) {
          return held;
        }
      }
    }
    return null;
  }

  /**
   * Lets go of a lock.
   *
   * @return what it was until now
   */
  @GuardedBy("lock")
  KeyLock.State release(KeyLock held, long now) {
    KeyLock.State before = held.state();
    held.end(KeyLock.State.RELEASED);
    Holders holders = locked == null ? null : locked.get(held.key());
    if (before == KeyLock.State.HELD && holders != null) {
      holders.locks.remove(held);
      freeIfUnheld(held.key(), holders, now);
    }
    return before;
  }

  @GuardedBy("lock")
  private void freeIfUnheld(Object key, Holders holders, long now) {
    if (holders.locks.isEmpty() && locked != null) {
      locked.remove(key);
      bury(key, now);
    }
  }

  /** From now on, only who begins later may cache the key. */
  @GuardedBy("lock")
  void bury(Object key, long now) {
    Map<Object, Long> all = tombstones;
    if (all == null) {
      all = new LinkedHashMap<>();
      tombstones = all;
    }
    // Taken out first, so that the eldest is the one that is first.
    all.remove(key);
    all.put(key, now);
    if (all.size() > TOMBSTONES_MAX) {
      Iterator<Long> eldest = all.values().iterator();
      floor = Math.max(floor, eldest.next());
      eldest.remove();
    }
  }

  @GuardedBy("lock")
  boolean isLocked(Object key, long now) {
    dropGone(key, now);
    return locked != null && locked.containsKey(key);
  }

  /** Whether somebody who began at a timestamp must not cache what he has read of a key. */
  @GuardedBy("lock")
  boolean refuses(Object key, long began, long now) {
    if (isLocked(key, now) || began <= floor) {
      return true;
    }
    Long buried = tombstones == null ? null : tombstones.get(key);
    return buried != null && began <= buried;
  }

  @GuardedBy("lock")
  private void dropGone(Object key, long now) {
    Holders holders = locked == null ? null : locked.get(key);
    if (holders == null) {
      return;
    }
    holders.locks.removeIf(
        held -> {
          boolean gone = held.owner().isGone(now);
          if (gone) {
            held.end(KeyLock.State.TIMED_OUT);
          }
          return gone;
        });
    freeIfUnheld(key, holders, now);
  }
}
