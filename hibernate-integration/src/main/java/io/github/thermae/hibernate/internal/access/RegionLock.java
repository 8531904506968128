package io.github.thermae.hibernate.internal.access;

import org.jspecify.annotations.Nullable;

/**
 * A lock on all of an access, by a statement that changes rows nobody has listed. Hibernate takes
 * it without saying for which session, and names that in the next call of the same thread.
 */
final class RegionLock implements HeldLock {
  private final DomainAccess access;
  private final long deadline;
  private final long threadId = Thread.currentThread().getId();
  private volatile @Nullable Owner owner;

  RegionLock(DomainAccess access, long deadline) {
    this.access = access;
    this.deadline = deadline;
  }

  /** True if it is this thread's and nobody's yet; from now on it is the session's. */
  boolean assign(ThermaeTransaction transaction) {
    if (owner != null || threadId != Thread.currentThread().getId()) {
      return false;
    }
    owner = Owner.of(transaction, deadline);
    return true;
  }

  boolean isGone(long now) {
    Owner known = owner;
    return known == null ? now > deadline : known.isGone(now);
  }

  /** Whether the statement's session commits later than Hibernate lets go. */
  boolean isKeptToTheEnd() {
    Owner known = owner;
    ThermaeTransaction transaction = known == null ? null : known.transaction().get();
    return transaction != null && transaction.isStatelessInTransaction();
  }

  @Override
  public void release() {
    access.release(this);
  }
}
