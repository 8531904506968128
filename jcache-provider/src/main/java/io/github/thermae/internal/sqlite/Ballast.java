package io.github.thermae.internal.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Space on the disk that is kept for removals: the side file {@code <file>.ballast} of {@value
 * #BYTES} bytes. SQLite writes a removal into its log before it takes anything away, so on a full
 * disk it can remove nothing; then this file is given up.
 *
 * <p>Its bytes are random, so that no file system leaves them out or packs them. It stays when the
 * store is closed: then a store on a full disk can be opened again, and opening does not write it
 * each time.
 *
 * <p>To be changed by one thread at a time; {@link #isGivenUp} may be asked by others.
 */
final class Ballast {
  /** A removal of one row takes some four pages in the log, and folding the log gives them back. */
  static final int BYTES = 1 << 20;

  private static final int CHUNK_BYTES = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);

  private final Path path;
  private final Path file;
  private volatile boolean givenUp;

  /** The ballast of a store. */
  Ballast(Path path) {
    this.path = path;
    this.file = SideFiles.ballast(path);
  }

  /** Whether it was given up and could not be made again since. */
  boolean isGivenUp() {
    return givenUp;
  }

  /**
   * Makes the file if it is not there; what was begun and not finished is made anew.
   *
   * @return whether it is there now
   */
  boolean makeIfAbsent() {
    if (isThere() || make()) {
      givenUp = false;
      return true;
    }
    return false;
  }

  private boolean isThere() {
    try {
      return Files.size(file) >= BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean make() {
    try {
      Files.deleteIfExists(file);
      PrivateFiles.createFile(file);
      fill();
      return true;
    } catch (IOException e) {
      LOG.debug("Store {}: the ballast file {} could not be made", path, file, e);
      boolean unused = delete();
      return false;
    }
  }

  private void fill() throws IOException {
    Random random = new Random();
    byte[] chunk = new byte[CHUNK_BYTES];
    // Not a channel: an interrupt would close it.
    try (RandomAccessFile filled = new RandomAccessFile(file.toFile(), "rw")) {
      for (int written = 0; written < BYTES; written += CHUNK_BYTES) {
        random.nextBytes(chunk);
        filled.write(chunk);
      }
      // Some file systems look for the space only now.
      filled.getFD().sync();
    }
  }

  /**
   * Gives the space back to the disk, for what must be recorded now.
   *
   * @return false if there was none to give
   */
  boolean giveUp() {
    if (!delete()) {
      return false;
    }
    givenUp = true;
    LOG.warn(
        "Store {}: the disk is full. {} was given up, so that removals can be recorded. Entries are"
            + " refused until it can be made again: free space on the disk",
        path,
        file);
    return true;
  }

  /** As {@link #giveUp}, if there is so little space that its lack explains a failure. */
  boolean giveUpIfDiskIsFull() {
    return FreeSpace.beside(file) < BYTES && giveUp();
  }

  private boolean delete() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("Store {}: the ballast file {} could not be deleted", path, file, e);
      return false;
    }
  }
}
