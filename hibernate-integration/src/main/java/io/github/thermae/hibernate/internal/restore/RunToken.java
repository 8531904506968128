package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small file beside the store that names the run whose items may be restored. Without it nothing
 * is: so a copy of the store alone is not taken for the store, and items can be given up at a time
 * when nothing can be written any more, as on a full disk: a file can be deleted then.
 *
 * <p>Its content is the run's name, forced to disk. Used by one factory at a time.
 */
final class RunToken {
  /** Of systems with inodes: their numbers, and when anything of one was changed last. */
  private static final String UNIX = "unix";

  private final Path store;
  private final Path file;

  RunToken(Path store, String factory) {
    this.store = RealPath.of(store);
    this.file = this.store.resolveSibling(this.store.getFileName() + ".hibernate-" + factory);
  }

  /** The run that it names; none if it cannot be read. */
  Optional<String> read() {
    try {
      return text();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> text() throws IOException {
    return Files.exists(file)
        ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /**
   * What tells the store and this file from copies of them, such as a backup of both that was put
   * back. The time at which an inode was changed cannot be set, unlike all that is copied with it.
   * Empty if it cannot be found out: then it is like that of nothing.
   */
  String files() {
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains(UNIX)
          ? String.join(
              " ",
              attribute(store, UNIX + ":ino"),
              attribute(file, UNIX + ":ino"),
              attribute(file, UNIX + ":ctime"))
          : attribute(store, "creationTime") + " " + attribute(file, "creationTime");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "";
    }
  }

  private static String attribute(Path of, String name) throws IOException {
    return String.valueOf(Files.getAttribute(of, name));
  }

  /**
   * Names a run from now on.
   *
   * @throws ThermaeException if the file cannot be written
   */
  void write(String run) {
    try {
      Files.deleteIfExists(file);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(run);
        while (bytes.hasRemaining()) {
          int unused = channel.write(bytes);
        }
        channel.force(true);
      }
      forceFolder();
    } catch (IOException e) {
      throw new ThermaeException(
          "The file " + file + " cannot be written (" + e + "): regions cannot be restored", e);
    }
  }

  /** Gives up what a run has in the file, unless another one is named for sure. */
  void delete(String run) {
    if (!namesAnother(run)) {
      delete();
    }
  }

  private boolean namesAnother(String run) {
    try {
      return text().filter(named -> !named.equals(run)).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Gives up what any run has in the file.
   *
   * @throws ThermaeException if the file cannot be deleted
   */
  void delete() {
    try {
      if (Files.deleteIfExists(file)) {
        forceFolder();
      }
    } catch (IOException e) {
      throw new ThermaeException(
          "The file "
              + file
              + " cannot be deleted ("
              + e
              + "), although what it stands for is not true any more: delete it before the next"
              + " start",
          e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /** Where folders can be forced at all. */
  private void forceFolder() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems do not have it.
    }
  }
}
