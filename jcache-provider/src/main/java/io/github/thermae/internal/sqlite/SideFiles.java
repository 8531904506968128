package io.github.thermae.internal.sqlite;

import java.nio.file.Path;

/** The names of the files beside a store's file. */
final class SideFiles {
  private SideFiles() {}

  /** Whose lock says that the store is open; see {@link OwnerLock}. */
  static Path lock(Path path) {
    return beside(path, ".lock");
  }

  /** Space that is kept for removals; see {@link Ballast}. */
  static Path ballast(Path path) {
    return beside(path, ".ballast");
  }

  /** A store that is being made; see {@link NewFile}. */
  static Path unfinished(Path path) {
    return beside(path, ".new");
  }

  /** Where the rows are saved if another file has taken the store's name; see {@link LostFile}. */
  static Path displaced(Path path) {
    return beside(path, ".displaced");
  }

  /** SQLite's log. */
  static Path wal(Path path) {
    return beside(path, "-wal");
  }

  /** SQLite's index of the log. */
  static Path shm(Path path) {
    return beside(path, "-shm");
  }

  /** SQLite's rollback journal. */
  static Path journal(Path path) {
    return beside(path, "-journal");
  }

  private static Path beside(Path path, String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }
}
