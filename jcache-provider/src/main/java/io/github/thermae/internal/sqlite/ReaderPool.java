package io.github.thermae.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections that read, at most {@link #SIZE}, made when first needed. A read sees everything
 * that {@link #committed} was called for before it began. Who finds none free waits without pinning
 * a carrier thread, and an interrupt does not disturb: its flag is kept. A connection on which
 * anything failed is closed and not used again.
 *
 * <p>A transaction that an idle {@link Reader} keeps ends with the next commit, so it does not hold
 * back the folding of the log into the file. What another program commits is seen after {@link
 * #renew} at the latest.
 */
final class ReaderPool implements AutoCloseable {
  /** Reads are mostly SQLite's own work on a processor, seldom waiting for a disk. */
  static final int SIZE = Math.max(2, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

  private final Path path;
  private final StoreFiles files;
  private final Semaphore permits = new Semaphore(SIZE);
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong tablesDropped = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private final ReentrantLock pause = new ReentrantLock();
  private volatile boolean paused;
  private volatile boolean closed;

  ReaderPool(Path path, StoreFiles files) {
    this.path = path;
    this.files = files;
  }

  <T> T read(Work<T> work) throws SQLException {
    requireOpen();
    waitWhilePaused();
    permits.acquireUninterruptibly();
    try {
      requireOpen();
      Reader reader = take();
      boolean done = false;
      try {
        reader.prepare(commits.get());
        T result = work.on(reader.session());
        if (reader.isOutdated(commits.get())) {
          reader.end();
        }
        done = true;
        return result;
      } finally {
        if (done) {
          idle.push(reader);
        } else {
          closeQuietly(reader);
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

  /**
   * Something was committed: who begins to read from now on sees it. To be called before the commit
   * is acknowledged.
   */
  void committed() {
    commits.incrementAndGet();
    endIdle();
  }

  /** Lets the next reads see what other programs committed. */
  void renew() {
    committed();
  }

  /**
   * Ends the transactions that idle readers keep; those that are in use end theirs after the read.
   */
  private void endIdle() {
    for (Reader reader : idle) {
      // Without a permit there would be one connection more than permits while it is away.
      if (reader.isKept() && permits.tryAcquire()) {
        try {
          if (idle.remove(reader)) {
            giveBackEnded(reader);
          }
        } finally {
          permits.release();
        }
      }
    }
  }

  /** How many idle readers keep a transaction. */
  long kept() {
    return idle.stream().filter(Reader::isKept).count();
  }

  private void giveBackEnded(Reader reader) {
    try {
      reader.end();
      idle.push(reader);
    } catch (SQLException e) {
      closeQuietly(reader);
    }
  }

  /** Does something while nobody reads; waits for the reads under way. */
  <T> T whileNobodyReads(Work<T> work, Session session) throws SQLException {
    pause.lock();
    paused = true;
    try {
      permits.acquireUninterruptibly(SIZE);
      try {
        for (Reader reader : idle) {
          reader.end();
        }
        return work.on(session);
      } finally {
        permits.release(SIZE);
      }
    } finally {
      paused = false;
      pause.unlock();
    }
  }

  /** Closes the connections, for new ones to a file made anew; while nobody reads. */
  void closeIdle() {
    for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
      closeQuietly(reader);
    }
  }

  /** Without this, readers that come and go would never leave all permits to one who waits. */
  private void waitWhilePaused() {
    if (paused) {
      pause.lock();
      try {
        // The pause is over.
      } finally {
        pause.unlock();
      }
    }
  }

  private Reader take() throws SQLException {
    long dropped = tablesDropped.get();
    Reader last = idle.poll();
    if (last != null && last.tablesDropped() == dropped) {
      return last;
    }
    if (last != null) {
      closeQuietly(last);
    }
    return connect(dropped);
  }

  /** A connection to the files that are open, and not to others that have their names now. */
  private Reader connect(long dropped) throws SQLException {
    files.requireOurs();
    Session session = Connections.reader(path);
    try {
      files.requireOurs();
      return new Reader(session, dropped);
    } catch (SQLException e) {
      Connections.closeAfter(e, session);
      throw e;
    }
  }

  /** Tells callers of a closed store so. */
  void requireOpen() {
    if (closed) {
      throw Failure.closed(path);
    }
  }

  private static void closeQuietly(Reader reader) {
    try {
      reader.close();
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
        first = closeAlso(reader, first);
      }
      if (first != null) {
        throw first;
      }
    } finally {
      permits.release(SIZE);
    }
  }

  private static @Nullable SQLException closeAlso(Reader reader, @Nullable SQLException first) {
    try {
      reader.close();
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
