package io.github.thermae.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections that read, at most {@link #SIZE}, made when first needed. A statement sees
 * everything that was committed before it began. Who finds none free waits without pinning a
 * carrier thread, and an interrupt does not disturb: its flag is kept. A connection on which
 * anything failed is closed and not used again.
 */
final class ReaderPool implements AutoCloseable {
  /** Reads are mostly SQLite's own work on a processor, seldom waiting for a disk. */
  static final int SIZE = Math.max(2, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

  private final Path path;
  private final Semaphore permits = new Semaphore(SIZE);
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong tablesDropped = new AtomicLong();
  private volatile boolean closed;

  /** A connection, and how many tables had been dropped when it was made. */
  private record Reader(Session session, long tablesDropped) {}

  ReaderPool(Path path) {
    this.path = path;
  }

  <T> T read(Work<T> work) throws SQLException {
    requireOpen();
    permits.acquireUninterruptibly();
    try {
      requireOpen();
      Reader reader = take();
      boolean done = false;
      try {
        T result = work.on(reader.session());
        done = true;
        return result;
      } finally {
        if (done) {
          idle.push(reader);
        } else {
          closeQuietly(reader.session());
        }
      }
    } finally {
      permits.release();
    }
  }

  /**
   * Gives up all connections, each before its next use, so that none keeps statements of a table.
   */
  void tableDropped() {
    tablesDropped.incrementAndGet();
  }

  private Reader take() throws SQLException {
    long dropped = tablesDropped.get();
    Reader last = idle.poll();
    if (last != null && last.tablesDropped() == dropped) {
      return last;
    }
    if (last != null) {
      closeQuietly(last.session());
    }
    return new Reader(Connections.reader(path), dropped);
  }

  /** Tells callers of a closed store so. */
  void requireOpen() {
    if (closed) {
      throw Failure.closed(path);
    }
  }

  private static void closeQuietly(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      // Nothing was written on it, and what failed before tells the caller more.
    }
  }

  /** Waits for the reads under way; those that wait for a connection are told that it is closed. */
  @Override
  public void close() throws SQLException {
    closed = true;
    permits.acquireUninterruptibly(SIZE);
    try {
      SQLException first = null;
      for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
        first = closeAlso(reader.session(), first);
      }
      if (first != null) {
        throw first;
      }
    } finally {
      permits.release(SIZE);
    }
  }

  private static @Nullable SQLException closeAlso(Session session, @Nullable SQLException first) {
    try {
      session.close();
      return first;
    } catch (SQLException e) {
      if (first == null) {
        return e;
      }
      first.addSuppressed(e);
      return first;
    }
  }
}
