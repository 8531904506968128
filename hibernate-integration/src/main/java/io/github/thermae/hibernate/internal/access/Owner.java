package io.github.thermae.hibernate.internal.access;

import java.lang.ref.WeakReference;

/**
 * Whoever holds a lock, as those see it who wait: the session, as long as there is one. A lock
 * times out only when its session is not known to be in a transaction: one that is could still
 * commit, however long it takes, and until then nobody may cache what it is about to replace.
 *
 * @param transaction held weakly, so that a session that was dropped without an end is collected
 * @param deadline when the lock of a session that is not in a transaction ends by itself
 */
record Owner(WeakReference<ThermaeTransaction> transaction, long deadline) {
  static Owner of(ThermaeTransaction transaction, long deadline) {
    return new Owner(new WeakReference<>(transaction), deadline);
  }

  boolean isGone(long now) {
    if (now <= deadline) {
      return false;
    }
    ThermaeTransaction known = transaction.get();
    return known == null || !known.isInTransaction();
  }
}
