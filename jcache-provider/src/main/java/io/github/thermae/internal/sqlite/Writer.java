package io.github.thermae.internal.sqlite;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one connection that writes. Work runs one piece at a time, in a transaction each: it is
 * committed whole or, whatever is thrown, rolled back whole, and the connection stays usable.
 */
final class Writer implements AutoCloseable {
  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Session session;

  @GuardedBy("lock")
  private boolean closed;

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
