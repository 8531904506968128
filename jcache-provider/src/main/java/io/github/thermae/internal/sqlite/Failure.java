package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite or the file system reports, as a message that says which file, which work, what to
 * do.
 */
final class Failure {
  private Failure() {}

  /**
   * A failed piece of work.
   *
   * @param work what was tried, such as {@code read from cache "users"}
   */
  static ThermaeException of(Path path, String work, SQLException cause) {
    return new ThermaeException(
        "Store " + path + ": could not " + work + ": " + cause.getMessage() + advice(cause), cause);
  }

  /** The same for work on a cache. */
  static ThermaeException of(Path path, String work, String cacheName, SQLException cause) {
    return of(path, work + " cache " + ShownName.of(cacheName), cause);
  }

  static ThermaeException closed(Path path) {
    return new ThermaeException(
        "Store " + path + " is closed. Open its cache manager again before you use it.");
  }

  /** Whether there was no room to write, or none that this user may have. */
  static boolean isFullDisk(SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return false;
    }
    return switch (sqlite.getResultCode()) {
      // The second is what SQLite makes of a quota, the third of no room for the log's index.
      case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE -> true;
      default -> false;
    };
  }

  private static String advice(SQLException cause) {
    return switch (primaryCode(cause)) {
      case SQLITE_FULL -> ". Nothing was changed. Free space on the disk, or raise its limit.";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          ". The file is damaged: close the store and move the file away, or restore it.";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          ". Nothing was changed. Another program holds a lock on the file: end its transaction.";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
          ". Check that this process may write the file and its folder.";
      default -> "";
    };
  }

  private static SQLiteErrorCode primaryCode(SQLException cause) {
    // Extended codes keep their family in the low byte.
    return cause instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xFF)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
