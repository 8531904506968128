package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.Synchronous;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteDataSource;

/**
 * Connections to a store's file, set up for their work. Paths reach SQLite percent-encoded:
 * sqlite-jdbc takes whatever follows a {@code ?} for settings, and SQLite does so in a URI.
 */
final class Connections {
  /** How long to wait while another program, such as a SQLite tool, holds the file. */
  static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /** Pages of the writer: the upper parts of the indexes that random keys go through. */
  static final int WRITER_CACHE_KIB = 16 * 1024;

  /** Pages of each reader; SQLite drops them at every commit, so more would not help. */
  static final int READER_CACHE_KIB = 8 * 1024;

  /** To what the log is cut when it starts anew after a large transaction. */
  static final int JOURNAL_SIZE_LIMIT_BYTES = 32 * 1024 * 1024;

  private Connections() {}

  /** The connection that writes. */
  static Session writer(Path path, Synchronous synchronous) throws SQLException {
    SQLiteConfig config = common(WRITER_CACHE_KIB);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(
        switch (synchronous) {
          case NORMAL -> SynchronousMode.NORMAL;
          case FULL -> SynchronousMode.FULL;
        });
    // LogKeeper does that.
    config.setWalAutocheckpoint(0);
    config.setJournalSizeLimit(JOURNAL_SIZE_LIMIT_BYTES);
    return connect(path, config, "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON");
  }

  /** A connection that can only read. */
  static Session reader(Path path) throws SQLException {
    SQLiteConfig config = common(READER_CACHE_KIB);
    config.setReadOnly(true);
    return connect(path, config, "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON");
  }

  /**
   * A connection that fills a new file. It keeps its rollback journal in memory: a half-made file
   * is thrown away, so there is nothing to roll back after a crash.
   */
  static Session creator(Path path) throws SQLException {
    SQLiteConfig config = common(READER_CACHE_KIB);
    config.setJournalMode(JournalMode.MEMORY);
    config.setSynchronous(SynchronousMode.OFF);
    // Takes effect only while the file is empty.
    return connect(path, config, "PRAGMA auto_vacuum = INCREMENTAL");
  }

  /** A connection without a file. */
  static Session memory() throws SQLException {
    return connect("jdbc:sqlite::memory:", new SQLiteConfig());
  }

  private static SQLiteConfig common(int cacheKib) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    // Negative: in KiB, positive would be pages.
    config.setCacheSize(-cacheKib);
    config.setTempStore(TempStore.MEMORY);
    config.enforceForeignKeys(false);
    // Else sqlite-jdbc prepares and runs SELECT last_insert_rowid() after every statement.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private static Session connect(Path path, SQLiteConfig config, String... pragmas)
      throws SQLException {
    return connect("jdbc:sqlite:" + path.toUri().toASCIIString(), config, pragmas);
  }

  @SuppressWarnings("MustBeClosedChecker") // the session closes it
  private static Session connect(String url, SQLiteConfig config, String... pragmas)
      throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    Connection connection = source.getConnection();
    Session session = new Session(connection);
    try {
      for (String pragma : pragmas) {
        session.execute(pragma);
      }
      return session;
    } catch (SQLException | RuntimeException e) {
      closeAfter(e, session);
      throw e;
    }
  }

  /** Refuses a file system on which SQLite cannot keep a log. */
  static void requireWal(Path path, Session writer) throws SQLException {
    String mode = writer.queryText("PRAGMA journal_mode").toLowerCase(Locale.ROOT);
    if (!mode.equals("wal")) {
      throw new ThermaeException(
          "Store "
              + path
              + ": SQLite's journal mode should be wal and is "
              + mode
              + ". The file system does not support it (a network drive?): choose a thermae.store.path"
              + " on a local disk.");
    }
  }

  /** Closes what was opened before an error, without hiding the error. */
  static void closeAfter(Throwable error, AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      error.addSuppressed(e);
    }
  }
}
