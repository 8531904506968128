package io.github.thermae.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What is done on a full disk, so that removals are recorded and all goes on by itself when there
 * is room:
 *
 * <ol>
 *   <li>The log is folded into the file and cut to nothing. It holds many pages more than once.
 *   <li>For work that takes something away the {@link Ballast} is given up.
 *   <li>From then on work that could use up what was gained is refused, until the ballast could be
 *       made again.
 * </ol>
 *
 * <p>To be called under the writer's lock, outside of a transaction.
 */
final class FullDisk {
  private final Path path;
  private final Ballast ballast;
  private final LogKeeper logKeeper;
  private long commitsAtFolding = -1;

  FullDisk(Path path, Ballast ballast, LogKeeper logKeeper) {
    this.path = path;
    this.ballast = ballast;
    this.logKeeper = logKeeper;
  }

  /** Refuses what must not have the space that is kept for removals. */
  void requireRoom(Effect effect) throws SQLException {
    if (effect == Effect.GROWS && ballast.isGivenUp()) {
      throw new SQLiteException(
          "[SQLITE_FULL] The disk was full, and "
              + SideFiles.ballast(path)
              + " could not be made again since; what space there is is kept for removals",
          SQLiteErrorCode.SQLITE_FULL);
    }
  }

  /** Whether there may be room now for work that found none, so that another try is worth it. */
  boolean makeRoom(Session session, Effect effect) {
    if (foldOnce(session)) {
      return true;
    }
    if (effect == Effect.SHRINKS && ballast.giveUp()) {
      // There may be room now for what the log adds to the file.
      boolean unused = logKeeper.foldWhole(session);
      return true;
    }
    return false;
  }

  /** Without a commit in between the log has nothing more to give. */
  private boolean foldOnce(Session session) {
    boolean isWorthIt = commitsAtFolding != logKeeper.commits();
    commitsAtFolding = logKeeper.commits();
    return isWorthIt && logKeeper.foldWhole(session);
  }

  /** Looks after the ballast, now and then. */
  void maintain(Session session) {
    if (ballast.isGivenUp()) {
      // What was removed is given back by this, if it has been cut off the file.
      boolean unused = logKeeper.foldWhole(session);
    }
    boolean unusedToo = ballast.makeIfAbsent();
  }
}
