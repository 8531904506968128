package io.github.thermae.hibernate.internal.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.hibernate.cache.spi.CacheTransactionSynchronization;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * A session as the cache sees it: where it stands in the order of events, and the locks that it
 * holds. Hibernate tells it when a transaction begins and ends; what is still locked at the end is
 * let go.
 *
 * <p>Used by the session's thread; whether it is in a transaction is asked by all.
 */
public final class ThermaeTransaction implements CacheTransactionSynchronization {
  private final Timestamps timestamps;
  private final SharedSessionContractImplementor session;
  private long timestamp;
  private volatile boolean inTransaction;

  /** Empty and unmodifiable until there is a lock: most sessions change nothing. */
  @GuardedBy("this")
  private List<HeldLock> held = List.of();

  /** What is to be written down before the commit; empty and unmodifiable until there is any. */
  @GuardedBy("this")
  private Map<InvalidationJournal, Set<Object>> beforeCommit = Map.of();

  @GuardedBy("this")
  private boolean isCompleting;

  /** Whether a stateless session's transaction has been asked to tell its end. */
  @GuardedBy("this")
  private boolean awaitsEnd;

  /** A session that is just being opened. */
  public ThermaeTransaction(Timestamps timestamps, SharedSessionContractImplementor session) {
    this.timestamps = timestamps;
    this.session = session;
    this.timestamp = timestamps.now();
  }

  /** That of a session whose factory has this cache. */
  static ThermaeTransaction of(SharedSessionContractImplementor session) {
    return (ThermaeTransaction) session.getCacheTransactionSynchronization();
  }

  @Override
  public long getCachingTimestamp() {
    return timestamp;
  }

  @Override
  public void transactionJoined() {
    timestamp = timestamps.now();
    inTransaction = true;
    synchronized (this) {
      isCompleting = false;
    }
  }

  /** Of what the statements have made old, nothing may be left when they are committed. */
  @Override
  public void transactionCompleting() {
    Map<InvalidationJournal, Set<Object>> all;
    synchronized (this) {
      isCompleting = true;
      all = beforeCommit;
      beforeCommit = Map.of();
    }
    all.forEach(InvalidationJournal::removed);
  }

  /**
   * Has a journal told of a key before the commit, with all others.
   *
   * @return false if Hibernate will not say when that is, or has said it
   */
  public boolean beforeCommit(InvalidationJournal journal, Object key) {
    if (!inTransaction || session instanceof StatelessSession) {
      return false;
    }
    synchronized (this) {
      if (isCompleting) {
        return false;
      }
      if (beforeCommit.isEmpty()) {
        beforeCommit = new HashMap<>();
      }
      beforeCommit.computeIfAbsent(journal, j -> new HashSet<>()).add(key);
      return true;
    }
  }

  @Override
  public void transactionCompleted(boolean successful) {
    inTransaction = false;
    releaseAll();
  }

  /**
   * Whether a transaction has begun and its end has not been told: it could still commit. Where the
   * connection breaks at the commit Hibernate tells nobody; then the session's own end is one.
   */
  boolean isInTransaction() {
    return inTransaction && session.isOpenOrWaitingForAutoClose();
  }

  /**
   * Whether this is a stateless session whose changes are committed later: Hibernate does not tell
   * the cache of that, and lets locks go, if at all, as soon as the statement was executed.
   */
  boolean isStatelessInTransaction() {
    return session instanceof StatelessSession && session.isTransactionInProgress();
  }

  /** Notes a lock, which is let go at the end of the transaction at the latest. */
  void holds(HeldLock lock) {
    synchronized (this) {
      if (held.isEmpty()) {
        held = new ArrayList<>(2);
      }
      held.add(lock);
    }
    if (isStatelessInTransaction()) {
      awaitEnd();
    }
  }

  private void awaitEnd() {
    synchronized (this) {
      if (awaitsEnd) {
        return;
      }
      awaitsEnd = true;
    }
    session
        .getTransactionCoordinator()
        .getLocalSynchronizations()
        .registerSynchronization(new End());
  }

  /** Lets go of a key that this session has locked without a transaction, which is why it can. */
  void releaseKey(DomainAccess access, Object key) {
    List<HeldLock> all;
    synchronized (this) {
      all = List.copyOf(held);
    }
    for (HeldLock lock : all) {
      if (lock instanceof KeyLock keyLock && keyLock.isOn(access, key)) {
        lock.release();
      }
    }
  }

  private void releaseAll() {
    List<HeldLock> left;
    synchronized (this) {
      beforeCommit = Map.of();
      awaitsEnd = false;
      left = held;
      held = List.of();
    }
    left.forEach(HeldLock::release);
  }

  /** The end of a stateless session's transaction. */
  private final class End implements Synchronization {
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      transactionCompleted(status == Status.STATUS_COMMITTED);
    }
  }
}
