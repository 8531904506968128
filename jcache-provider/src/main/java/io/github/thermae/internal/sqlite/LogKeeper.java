package io.github.thermae.internal.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps SQLite's log short: folds it into the file (a checkpoint) when it has grown to {@link
 * #PAGES_DUE}, so that SQLite starts it anew. SQLite would do so by itself, but not while our
 * readers keep transactions, and not before they were told of the commit.
 *
 * <p>The log is bounded as long as no other program reads for long: at {@link #PAGES_MAX} our own
 * readers are stopped for the time of one checkpoint, so that none stands in its way.
 *
 * <p>To be called under the writer's lock.
 */
final class LogKeeper implements Writer.AfterCommit {
  /** 16 MB, which opening after a crash has to read. More is hardly faster: see decision 6. */
  static final int PAGES_DUE = 4_000;

  static final int PAGES_MAX = 4 * PAGES_DUE;

  /** What may be written between two looks at the log's length; a look costs a short statement. */
  private static final int STATEMENTS_UNSEEN = 64;

  private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);

  private final Path path;
  private final ReaderPool readers;
  private int statementsUnseen;
  private long pagesDue = PAGES_DUE;
  private long commits;
  private long commitsBefore;

  /** The log as a checkpoint leaves it: how many pages it has, and how many are in the file. */
  private record Pages(long logged, long folded) {}

  LogKeeper(Path path, ReaderPool readers) {
    this.path = path;
    this.readers = readers;
  }

  @Override
  public void committed(Session session, int statements) {
    commits++;
    readers.committed();
    statementsUnseen += statements;
    if (statementsUnseen >= STATEMENTS_UNSEEN) {
      statementsUnseen = 0;
      keepShort(session);
    }
  }

  private void keepShort(Session session) {
    try {
      Pages pages = checkpoint(session, "NOOP");
      if (pages.logged() >= PAGES_MAX) {
        readers.whileNobodyReads(own -> fold(own), session);
      } else if (pages.logged() >= pagesDue) {
        fold(session);
      }
    } catch (SQLException e) {
      report(session, e);
    }
  }

  /** Folds the log if nothing was written since the last call, so that it costs no writer time. */
  void foldIfIdle(Session session) {
    boolean isIdle = commits == commitsBefore;
    commitsBefore = commits;
    try {
      if (isIdle) {
        Pages pages = checkpoint(session, "NOOP");
        if (pages.folded() < pages.logged()) {
          fold(session);
        }
      }
    } catch (SQLException e) {
      report(session, e);
    }
  }

  private Pages fold(Session session) throws SQLException {
    Pages pages = checkpoint(session, "PASSIVE");
    boolean isWhole = pages.folded() >= pages.logged();
    // Someone still reads what was before; a second try at every commit would cost more than it
    // gains.
    pagesDue = isWhole ? PAGES_DUE : pages.logged() + PAGES_DUE / 4;
    return pages;
  }

  private static Pages checkpoint(Session session, String mode) throws SQLException {
    PreparedStatement checkpoint = session.statement("PRAGMA wal_checkpoint(" + mode + ")");
    try (ResultSet rows = checkpoint.executeQuery()) {
      rows.next();
      return new Pages(rows.getLong(2), rows.getLong(3));
    }
  }

  /** What was committed is safe in the log; the next look tries again. */
  private void report(Session session, SQLException error) {
    session.forgetStatements();
    LOG.warn(
        "Store {}: the log could not be folded into the file, and grows: {}",
        path,
        error.getMessage());
  }
}
