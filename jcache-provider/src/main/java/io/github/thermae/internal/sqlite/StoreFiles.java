package io.github.thermae.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** The names of an open store's file, of its log, and of the log's index. Thread-safe. */
final class StoreFiles {
  private final Path path;
  private final FilePlace file;
  private final FilePlace log;
  private final FilePlace logIndex;

  /** What the names lead to now, which is what SQLite has open. */
  StoreFiles(Path path) {
    this.path = path;
    this.file = new FilePlace(path);
    this.log = new FilePlace(SideFiles.wal(path));
    this.logIndex = new FilePlace(SideFiles.shm(path));
  }

  FilePlace file() {
    return file;
  }

  FilePlace log() {
    return log;
  }

  boolean areOurs() {
    return file.isOurs() && log.isOurs();
  }

  /** SQLite has opened them anew. */
  void renew() {
    file.renew();
    log.renew();
    logIndex.renew();
  }

  /** For those that are about to open them once more. */
  void requireOurs() throws SQLException {
    if (!areOurs()) {
      throw new SQLException(
          "the file or its log was deleted or replaced while the store was open, and is not there"
              + " again yet");
    }
  }

  /** Takes the names of the log and of its index away; what is open of them lives on. */
  void deleteOwnSideFiles() throws IOException {
    if (log.isOurs()) {
      Files.deleteIfExists(SideFiles.wal(path));
    }
    if (logIndex.isOurs()) {
      Files.deleteIfExists(SideFiles.shm(path));
    }
  }
}
