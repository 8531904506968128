package io.github.thermae.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives pages that hold nothing back to the disk, when there are many: after many removals, or
 * after a bound on the file's bytes was lowered. In small steps, between which others may write;
 * some free pages stay, since a cache that removes mostly adds again. The file itself becomes
 * shorter when the log is folded.
 */
final class FreePages {
  /** Moving a page takes some 10 microseconds, so a step holds up a writer for a millisecond. */
  static final int PAGES_PER_STEP = 128;

  /** 16 MB each time at the most. */
  private static final int STEPS = 32;

  /** One in so many pages may be free. */
  private static final long SHARE_KEPT = 8;

  /** So many may be free in any case. */
  static final long PAGES_KEPT = 64;

  /** A step makes the log longer as so many statements do. */
  private static final int STATEMENTS_PER_STEP = 64;

  private static final Logger LOG = LoggerFactory.getLogger(FreePages.class);

  private final Path path;
  private final ReaderPool readers;
  private final Writer writer;

  FreePages(Path path, ReaderPool readers, Writer writer) {
    this.path = path;
    this.readers = readers;
    this.writer = writer;
  }

  /** Does what there is to do, but no more than is good for one call. */
  void giveBack() {
    try {
      boolean goOn = true;
      // Asked of a reader: with nothing to do, nothing must look like a write.
      for (int step = 0; goOn && step < STEPS && hasMany(); step++) {
        goOn = writer.ifFree(FreePages::giveBackSome, STATEMENTS_PER_STEP);
      }
    } catch (SQLException e) {
      LOG.debug("Store {}: free pages could not be given back", path, e);
    }
  }

  private static boolean giveBackSome(Session session) throws SQLException {
    session.executeWhole("PRAGMA incremental_vacuum(" + PAGES_PER_STEP + ")");
    return true;
  }

  private boolean hasMany() throws SQLException {
    return readers.read(FreePages::spare) >= PAGES_PER_STEP;
  }

  private static long spare(Session session) throws SQLException {
    long pages = session.number("PRAGMA page_count");
    return session.number("PRAGMA freelist_count") - Math.max(PAGES_KEPT, pages / SHARE_KEPT);
  }
}
