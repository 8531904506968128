package io.github.thermae.internal.sqlite;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes. Work runs one piece at a time, in a transaction each: it is
 * committed whole or, whatever is thrown, rolled back whole, and the connection stays usable.
 *
 * <p>Work that many threads bring at once shares a transaction (<b>group commit</b>): who finds the
 * connection free leads, and commits for all who wait by then. A lone thread commits for itself and
 * hands over to nobody. If a group fails it is rolled back, and each piece is tried alone, so that
 * nobody fails for what another one brought.
 *
 * <p><b>No one waits for ever.</b> Who brings work queues it, tries the lock, and sleeps. Who lets
 * go of the lock, for whatever reason he had it, looks into the queue afterwards and wakes the
 * first. So either the sleeper's try came after the release and had the lock, or the release came
 * later and its look saw him. Leaders go on for {@value #ROUNDS_MAX} groups at the most, and yield
 * to threads that wait for the lock itself, as do those who would lead.
 */
final class Writer implements AutoCloseable {
  /** Groups that one thread commits in a row: handing over costs a switch of threads. */
  static final int ROUNDS_MAX = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();
  private final AfterCommit afterCommit;

  @GuardedBy("lock")
  private final FullDisk fullDisk;

  @GuardedBy("lock")
  private Session session;

  /** Why nothing may be written now. */
  @GuardedBy("lock")
  private @Nullable ThermaeException refusal;

  @GuardedBy("lock")
  private boolean closed;

  /** At most one piece per thread that writes, since each waits for its own. */
  private final Queue<Member> waiting = new ConcurrentLinkedQueue<>();

  /** What is to be done after each commit, before it is acknowledged, still under the lock. */
  @FunctionalInterface
  interface AfterCommit {
    void committed(Session session, int statements);
  }

  Writer(Path path, Session session, AfterCommit afterCommit, FullDisk fullDisk) {
    this.path = path;
    this.session = session;
    this.afterCommit = afterCommit;
    this.fullDisk = fullDisk;
  }

  /** Does work of any number of statements. */
  <T> T transaction(Work<T> work) throws SQLException {
    lock.lock();
    try {
      return commit(work, 2, Effect.GROWS);
    } finally {
      lock.unlock();
      wakeFirst();
    }
  }

  /** Does work of one writing statement at the most, which SQLite commits by itself. */
  <T> T single(Work<T> work) throws SQLException {
    lock.lock();
    try {
      return commit(work, 1, Effect.GROWS);
    } finally {
      lock.unlock();
      wakeFirst();
    }
  }

  /** Does work that takes something away, of so many statements. */
  <T> T shrinking(Work<T> work, int statements) throws SQLException {
    lock.lock();
    try {
      return commit(work, statements, Effect.SHRINKS);
    } finally {
      lock.unlock();
      wakeFirst();
    }
  }

  /** Does something between two transactions, without the connection. */
  void locked(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
      wakeFirst();
    }
  }

  /**
   * Does work of so many statements if nobody has the connection.
   *
   * @return what it returned, or false if somebody has
   */
  boolean ifFree(Work<Boolean> work, int statements) throws SQLException {
    if (!tryLead()) {
      return false;
    }
    lock.lock();
    try {
      return commit(work, statements, Effect.GROWS);
    } finally {
      lock.unlock();
      endLead();
    }
  }

  /**
   * Has a step say which connection is to be used from now on, between two transactions. The one
   * before is closed if it is another one.
   */
  void exchange(UnaryOperator<Session> step) {
    lock.lock();
    try {
      if (!closed) {
        Session before = session;
        session = step.apply(before);
        if (session != before) {
          closeQuietly(before);
        }
      }
    } finally {
      lock.unlock();
      wakeFirst();
    }
  }

  private void closeQuietly(Session before) {
    try {
      before.close();
    } catch (SQLException e) {
      LOG.debug("Store {}: a connection to the file that was lost could not be closed", path, e);
    }
  }

  /** Has all work refused from now on, for a reason, or done again without one. */
  void refuse(@Nullable ThermaeException reason) {
    lock.lock();
    try {
      refusal = reason;
    } finally {
      lock.unlock();
      wakeFirst();
    }
  }

  /** Does upkeep on the connection if nobody has it, outside of any transaction. */
  void idle(Consumer<Session> upkeep) {
    if (tryLead()) {
      lock.lock();
      try {
        if (!closed) {
          upkeep.accept(session);
        }
      } finally {
        lock.unlock();
        endLead();
      }
    }
  }

  /** Does work that may share its transaction with others'. Returns when it is committed. */
  void grouped(Work<?> work, int statements, Effect effect) throws SQLException {
    Member mine = new Member(work, statements, effect);
    if (tryLead()) {
      lead(mine);
    } else {
      waiting.add(mine);
      await(mine);
    }
    mine.throwIfFailed();
  }

  /** Takes the lock if it is free and nobody waits for it; {@link #endLead} gives it back. */
  private boolean tryLead() {
    return !lock.hasQueuedThreads() && lock.tryLock();
  }

  private void await(Member mine) {
    boolean interrupted = false;
    while (!mine.done) {
      if (tryLead()) {
        lead(null);
      } else {
        LockSupport.park(this);
        // Otherwise the next park would return at once.
        interrupted |= Thread.interrupted();
      }
    }
    mine.wakeNext();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void endLead() {
    lock.unlock();
    wakeFirst();
  }

  private void wakeFirst() {
    Member next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  /** After {@link #tryLead}. */
  private void lead(@Nullable Member leader) {
    lock.lock();
    try {
      commitWaiting(leader);
    } finally {
      lock.unlock();
      endLead();
    }
  }

  /** Commits for all who wait, in the order in which they came, and for the leader. */
  @GuardedBy("lock")
  private void commitWaiting(@Nullable Member leader) {
    List<Member> group = takeGroup(leader);
    for (int round = 1; !group.isEmpty(); round++) {
      commitGroup(group);
      if (round == ROUNDS_MAX || lock.hasQueuedThreads()) {
        return;
      }
      group = takeGroup(null);
    }
  }

  private List<Member> takeGroup(@Nullable Member leader) {
    List<Member> group = new ArrayList<>();
    for (Member next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
    }
    if (leader != null) {
      group.add(leader);
    }
    return group;
  }

  @GuardedBy("lock")
  private void commitGroup(List<Member> group) {
    if (group.size() == 1 || !commitTogether(group)) {
      group.forEach(this::commitAlone);
    }
    wake(group);
  }

  @GuardedBy("lock")
  private boolean commitTogether(List<Member> group) {
    int statements = 0;
    Effect effect = Effect.SHRINKS;
    for (Member member : group) {
      statements += member.statements;
      effect = member.effect == Effect.GROWS ? Effect.GROWS : effect;
    }
    try {
      commit(
          own -> {
            for (Member member : group) {
              member.work.on(own);
            }
            return group.size();
          },
          Math.max(2, statements),
          effect);
      return true;
    } catch (SQLException | RuntimeException | Error e) {
      // Rolled back. Each is tried alone, and the one that fails again tells why.
      return false;
    }
  }

  @GuardedBy("lock")
  private void commitAlone(Member member) {
    try {
      commit(member.work, member.statements, member.effect);
    } catch (SQLException | RuntimeException | Error e) {
      member.failure = e;
    }
  }

  /** Tells the members of a group. Each wakes the next, so that the leader need not wake all. */
  private static void wake(List<Member> group) {
    Member next = null;
    for (Member member : group) {
      if (member.thread != Thread.currentThread()) {
        member.next = next;
        next = member;
      }
    }
    for (Member member : group) {
      member.done = true;
    }
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  /** Runs work in a transaction, again if the disk was full and there may be room now. */
  @GuardedBy("lock")
  private <T> T commit(Work<T> work, int statements, Effect effect) throws SQLException {
    if (closed) {
      throw Failure.closed(path);
    }
    if (refusal != null) {
      throw new ThermaeException(String.valueOf(refusal.getMessage()), refusal);
    }
    fullDisk.requireRoom(effect);
    while (true) {
      try {
        return commitOnce(work, statements);
      } catch (SQLException e) {
        if (!Failure.isFullDisk(e) || !fullDisk.makeRoom(session, effect)) {
          throw e;
        }
      }
    }
  }

  /** Runs work in a transaction, its own one if SQLite makes that by itself. */
  @GuardedBy("lock")
  private <T> T commitOnce(Work<T> work, int statements) throws SQLException {
    boolean done = false;
    try {
      T result = statements == 1 ? work.on(session) : inTransaction(work);
      done = true;
      return result;
    } finally {
      if (done) {
        afterCommit.committed(session, statements);
      } else {
        undo();
      }
    }
  }

  @GuardedBy("lock")
  private <T> T inTransaction(Work<T> work) throws SQLException {
    session.statement("BEGIN IMMEDIATE").execute();
    T result = work.on(session);
    session.statement("COMMIT").execute();
    return result;
  }

  /** A thread's work on its way into a transaction. */
  private static final class Member {
    private final Thread thread = Thread.currentThread();
    private final Work<?> work;
    private final int statements;
    private final Effect effect;

    // Written before done is, and read after it.
    private @Nullable Throwable failure;
    private @Nullable Member next;
    private volatile boolean done;

    Member(Work<?> work, int statements, Effect effect) {
      this.work = work;
      this.statements = statements;
      this.effect = effect;
    }

    void wakeNext() {
      if (next != null) {
        LockSupport.unpark(next.thread);
      }
    }

    void throwIfFailed() throws SQLException {
      if (failure instanceof SQLException e) {
        throw e;
      } else if (failure instanceof RuntimeException e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      }
    }
  }

  @GuardedBy("lock")
  private void undo() {
    try {
      session.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself, as it does when the disk is full. The first error counts.
    }
    // sqlite-jdbc closes a statement that failed.
    session.forgetStatements();
  }

  /** Waits for the work under way. The last connection to close folds the log into the file. */
  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } finally {
      lock.unlock();
      wakeFirst();
    }
  }
}
