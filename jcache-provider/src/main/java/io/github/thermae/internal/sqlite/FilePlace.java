package io.github.thermae.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Whether a path still leads to the file that it led to when that was opened. Only names are looked
 * at: opening and closing a database would drop the locks that SQLite holds on it. Thread-safe.
 *
 * <p>Where the system tells no identity of files, or there was none at the beginning, a place
 * counts as unchanged.
 */
final class FilePlace {
  /** What a path leads to now. */
  enum State {
    OURS,
    GONE,
    TAKEN
  }

  private final Path path;
  private volatile @Nullable Object key;

  /** The place of the file that is there now. */
  FilePlace(Path path) {
    this.path = path;
    this.key = keyAt(path, null);
  }

  /** The file that is there now is the right one. */
  void renew() {
    key = keyAt(path, null);
  }

  State state() {
    Object ours = key;
    if (ours == null) {
      return State.OURS;
    }
    Object now = keyAt(path, ours);
    if (now == null) {
      return State.GONE;
    }
    return now.equals(ours) ? State.OURS : State.TAKEN;
  }

  boolean isOurs() {
    return state() == State.OURS;
  }

  /** Device and number of a file, null if there is none, or a default if that cannot be told. */
  private static @Nullable Object keyAt(Path path, @Nullable Object unknown) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      return unknown;
    }
  }
}
