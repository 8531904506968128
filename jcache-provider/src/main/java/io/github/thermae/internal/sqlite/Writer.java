package io.github.thermae.internal.sqlite;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. Work runs one piece at a time, in a transaction each: it is
 * committed whole or, whatever is thrown, rolled back whole, and the connection stays usable.
 *
 * <p>Work that many threads bring at once shares a transaction (<b>group commit</b>): who gets the
 * connection first leads, and commits for all who wait by then. A lone thread commits for itself
 * and hands over to nobody. If a group fails it is rolled back, and each piece is tried alone, so
 * that nobody fails for what another one brought.
 */
final class Writer implements AutoCloseable {
  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Session session;

  @GuardedBy("lock")
  private boolean closed;

  /** At most one piece per thread that writes, since each waits for its own. */
  private final Queue<Member> waiting = new ConcurrentLinkedQueue<>();

  Writer(Path path, Session session) {
    this.path = path;
    this.session = session;
  }

  /** Does work of any number of statements. */
  <T> T transaction(Work<T> work) throws SQLException {
    return single(
        own -> {
          own.statement("BEGIN IMMEDIATE").execute();
          T result = work.on(own);
          own.statement("COMMIT").execute();
          return result;
        });
  }

  /** Does work of one writing statement at the most, which SQLite commits by itself. */
  <T> T single(Work<T> work) throws SQLException {
    lock.lock();
    try {
      if (closed) {
        throw Failure.closed(path);
      }
      boolean done = false;
      try {
        T result = work.on(session);
        done = true;
        return result;
      } finally {
        if (!done) {
          undo();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Does something between two transactions, without the connection. */
  void locked(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  /** Does work that may share its transaction with others'. Returns when it is committed. */
  void grouped(Work<?> work, int statements) throws SQLException {
    Member mine = new Member(work, statements);
    waiting.add(mine);
    lock.lock();
    try {
      if (!mine.done) {
        lead();
      }
    } finally {
      lock.unlock();
    }
    mine.throwIfFailed();
  }

  /** Commits for all who wait, in the order in which they came; the leader is among them. */
  @GuardedBy("lock")
  private void lead() {
    List<Member> group = new ArrayList<>();
    for (Member next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
    }
    if (group.size() > 1 && commitTogether(group)) {
      return;
    }
    group.forEach(this::commitAlone);
  }

  @GuardedBy("lock")
  private boolean commitTogether(List<Member> group) {
    try {
      transaction(
          own -> {
            for (Member member : group) {
              member.work.on(own);
            }
            return group.size();
          });
      group.forEach(member -> member.done = true);
      return true;
    } catch (SQLException | RuntimeException e) {
      // Rolled back. Each is tried alone, and the one that fails again tells why.
      return false;
    }
  }

  @GuardedBy("lock")
  private void commitAlone(Member member) {
    try {
      if (member.statements == 1) {
        single(member.work);
      } else {
        transaction(member.work);
      }
    } catch (SQLException | RuntimeException e) {
      member.failure = e;
    }
    member.done = true;
  }

  /** A thread's work on its way into a transaction. Read and written under the lock. */
  private static final class Member {
    private final Work<?> work;
    private final int statements;
    private boolean done;
    private @Nullable Exception failure;

    Member(Work<?> work, int statements) {
      this.work = work;
      this.statements = statements;
    }

    void throwIfFailed() throws SQLException {
      if (failure instanceof SQLException e) {
        throw e;
      } else if (failure instanceof RuntimeException e) {
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
    }
  }
}
