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
 * <p>The file grows by what the log has added to it. A checkpoint that finds too little room stops
 * half-way and has used up what there was; so none is begun then. On a disk that is nearly full the
 * log is kept so short that the room which the {@link Ballast} gives back is enough for one.
 *
 * <p>To be called under the writer's lock.
 */
final class LogKeeper implements Writer.AfterCommit {
  /** 16 MB, which opening after a crash has to read. More is hardly faster: see decision 6. */
  static final int PAGES_DUE = 4_000;

  static final int PAGES_MAX = 4 * PAGES_DUE;

  /** With what they add to the file these fit into half of the ballast. */
  private static final int PAGES_DUE_NEARLY_FULL = 64;

  /** More than the longest log and what it adds to the file. */
  private static final long NEARLY_FULL_BYTES = 256L << 20;

  /** What may be written between two looks at the log's length; a look costs a short statement. */
  private static final int STATEMENTS_UNSEEN = 64;

  private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);

  private final Path path;
  private final ReaderPool readers;
  private int statementsUnseen = STATEMENTS_UNSEEN;
  private boolean nearlyFull;
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
    if (nearlyFull || statementsUnseen >= STATEMENTS_UNSEEN) {
      statementsUnseen = 0;
      nearlyFull = FreeSpace.beside(path) < NEARLY_FULL_BYTES;
      keepShort(session);
    }
  }

  private void keepShort(Session session) {
    try {
      Pages pages = checkpoint(session, "NOOP");
      if (pages.logged() >= PAGES_MAX) {
        readers.whileNobodyReads(own -> fold(own), session);
      } else if (pages.logged() >= (nearlyFull ? PAGES_DUE_NEARLY_FULL : pagesDue)) {
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

  /** How often something was committed. */
  long commits() {
    return commits;
  }

  /**
   * Folds all of the log and cuts it to nothing, while nobody reads.
   *
   * @return whether that was done; it needs room for the pages by which the file grows
   */
  boolean foldWhole(Session session) {
    try {
      if (!hasRoom(session)) {
        return false;
      }
      readers.whileNobodyReads(own -> truncate(own), session);
      pagesDue = PAGES_DUE;
      return true;
    } catch (SQLException e) {
      session.forgetStatements();
      LOG.debug("Store {}: the log could not be folded into the file and cut", path, e);
      return false;
    }
  }

  private static boolean truncate(Session session) throws SQLException {
    PreparedStatement checkpoint = session.statement("PRAGMA wal_checkpoint(TRUNCATE)");
    try (ResultSet rows = checkpoint.executeQuery()) {
      rows.next();
      if (rows.getInt(1) != 0) {
        throw new SQLException("another program reads what is in the log");
      }
      return true;
    }
  }

  private Pages fold(Session session) throws SQLException {
    Pages pages = checkpoint(session, hasRoom(session) ? "PASSIVE" : "NOOP");
    boolean isWhole = pages.folded() >= pages.logged();
    // Someone still reads what was before; a second try at every commit would cost more than it
    // gains.
    pagesDue = isWhole ? PAGES_DUE : pages.logged() + PAGES_DUE / 4;
    return pages;
  }

  /** Whether the disk has room for what the log adds to the file. */
  private boolean hasRoom(Session session) throws SQLException {
    long grown = session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
    long added = grown - path.toFile().length();
    return added <= 0 || added < FreeSpace.beside(path);
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
