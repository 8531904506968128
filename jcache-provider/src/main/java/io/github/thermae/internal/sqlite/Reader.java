package io.github.thermae.internal.sqlite;

import java.sql.SQLException;

/**
 * A connection that reads, and that keeps its read transaction from one read to the next while
 * nothing is committed: beginning one is half of the work of finding a row. Where commits come
 * between the reads, each read has its own, and nothing is added to it.
 *
 * <p>Used by one thread at a time, {@link ReaderPool} sees to that; only {@link #isKept} may be
 * asked by others.
 */
final class Reader implements AutoCloseable {
  /** Reads without a commit between them before a transaction is kept: it costs two statements. */
  static final int QUIET_READS = 3;

  private final Session session;
  private final long tablesDropped;
  private long commitsSeen = -1;
  private int quietReads;
  private volatile boolean kept;

  /** A connection, and how many tables had been dropped when it was made. */
  Reader(Session session, long tablesDropped) {
    this.session = session;
    this.tablesDropped = tablesDropped;
  }

  Session session() {
    return session;
  }

  long tablesDropped() {
    return tablesDropped;
  }

  /** Makes sure that the next read sees all of these commits. */
  void prepare(long commits) throws SQLException {
    if (commitsSeen != commits) {
      end();
      commitsSeen = commits;
      quietReads = 0;
    } else if (!kept && ++quietReads >= QUIET_READS) {
      session.statement("BEGIN").execute();
      kept = true;
    }
  }

  boolean isKept() {
    return kept;
  }

  boolean isOutdated(long commits) {
    return kept && commitsSeen != commits;
  }

  /** Ends a kept transaction: as long as it stands the log cannot start anew. */
  void end() throws SQLException {
    if (kept) {
      session.statement("COMMIT").execute();
      kept = false;
      quietReads = 0;
    }
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
