package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.store.FileSeal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The making of a store's file, all or nothing: it is filled under the name {@code <file>.new},
 * forced to disk and then renamed. So a file of the store's own name is always a whole store,
 * whenever the process dies. Called under the {@link OwnerLock}.
 */
final class NewFile {
  private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);

  private NewFile() {}

  /** Whether there is no file yet; an empty one counts as absent. */
  static boolean isAbsent(Path path) {
    try {
      return !Files.exists(path) || Files.size(path) == 0;
    } catch (IOException e) {
      // It went away in between.
      return true;
    }
  }

  /** Makes the file if it does not exist, sealed if there is a seal. */
  static void createIfAbsent(Path path, @Nullable FileSeal seal) {
    Path unfinished = SideFiles.unfinished(path);
    try {
      // Left by a process that died while it made the file.
      Files.deleteIfExists(unfinished);
      if (!isAbsent(path)) {
        return;
      }
      removeOrphans(path);
      fill(unfinished, seal == null ? null : seal.newKeys());
      force(unfinished);
      // The commit: before it there is no store, after it a whole one.
      Files.move(
          unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(path);
    } catch (IOException e) {
      remove(unfinished, e);
      throw new ThermaeException(
          "Store "
              + path
              + " could not be made: "
              + e
              + ". Check the folder's permissions and the free space of its disk.",
          e);
    } catch (SQLException e) {
      remove(unfinished, e);
      throw Failure.of(path, "make the file", e);
    }
  }

  /**
   * Gives a finished file its name, durably, unless there is one of that name.
   *
   * @throws FileAlreadyExistsException if there is
   */
  static void takeName(Path unfinished, Path path) throws IOException {
    try {
      Files.createLink(path, unfinished);
      Files.delete(unfinished);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // No links here. This looks first, too, but not in one step with the renaming.
      Files.move(unfinished, path);
    }
    forceFolder(path);
  }

  /** SQLite would replay the log of a file that is gone into the new one. */
  static void removeOrphans(Path path) throws IOException {
    for (Path orphan :
        new Path[] {SideFiles.wal(path), SideFiles.shm(path), SideFiles.journal(path)}) {
      if (Files.deleteIfExists(orphan)) {
        LOG.warn(
            "Store {}: removed {}, which was left without the file it belonged to", path, orphan);
      }
    }
  }

  private static void fill(Path unfinished, byte @Nullable [] keys)
      throws IOException, SQLException {
    // Before SQLite does it with wider permissions; its side files take them over.
    PrivateFiles.createFile(unfinished);
    try (Session session = Connections.creator(unfinished)) {
      session.execute("BEGIN");
      Schema.create(session, keys);
      session.execute("COMMIT");
    }
  }

  /** Takes back what was made before an error, without hiding the error. */
  static void remove(Path made, Exception error) {
    try {
      Files.deleteIfExists(made);
    } catch (IOException e) {
      error.addSuppressed(e);
    }
  }

  static void force(Path file) throws IOException {
    // Not a channel: an interrupt would close it.
    try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
      written.getFD().sync();
    }
  }

  /** Makes the rename durable, where folders can be forced at all. */
  private static void forceFolder(Path path) {
    try (FileChannel folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      LOG.debug("Store {}: its folder could not be forced to disk", path, e);
    }
  }
}
