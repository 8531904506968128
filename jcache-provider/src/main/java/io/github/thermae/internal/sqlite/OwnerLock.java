package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ownership of a store's file by this process, held for as long as the store is open: a lock on the
 * side file {@code <file>.lock}, which holds the owner's process id and a line feed, such as {@code
 * 1234\n}. The operating system lets go of the lock when the process dies, however it dies.
 *
 * <p>Two traps shape this class:
 *
 * <ul>
 *   <li>POSIX drops a process's lock when the process closes <em>any</em> descriptor of the file.
 *       So a second copy of this library in one JVM (another class loader) must not even open the
 *       side file: owners are noted in the system properties, which all class loaders share, and
 *       that is looked at first. Where this fails (the properties were exchanged) the descriptor is
 *       kept open for ever.
 *   <li>The side file stays when the store is closed, emptied: deleting it could give one file to
 *       two owners, one holding the deleted side file and one a new one.
 * </ul>
 */
final class OwnerLock implements AutoCloseable {
  private static final String PROPERTY_PREFIX = "io.github.thermae.open:";

  /** How long to wait for an owner that has the lock and has not yet written its process id. */
  private static final int OWNER_LOOKS = 20;

  private static final long OWNER_LOOK_NANOS = 10_000_000;

  /** Descriptors that must not be closed, since that would drop another owner's lock. */
  private static final List<RandomAccessFile> NEVER_CLOSED = new CopyOnWriteArrayList<>();

  private final String property;
  private final RandomAccessFile file;
  private final FileLock lock;
  private boolean ownerWritten;

  private OwnerLock(String property, RandomAccessFile file, FileLock lock) {
    this.property = property;
    this.file = file;
    this.lock = lock;
  }

  /** Refuses a file that this process has open; touches no file. */
  static void refuseIfOpenHere(Path path) {
    if (System.getProperties().containsKey(property(path))) {
      throw openHere(path);
    }
  }

  /** Takes the lock, or says who has it. */
  static OwnerLock acquire(Path path) {
    String property = property(path);
    // The lock on the side file is per process: inside this one, the property decides.
    if (System.getProperties().putIfAbsent(property, "open") != null) {
      throw openHere(path);
    }
    try {
      return lockSideFile(path, property);
    } catch (IOException e) {
      System.getProperties().remove(property);
      throw new ThermaeException(
          "Store "
              + path
              + ": the lock file "
              + SideFiles.lock(path)
              + " cannot be made or locked ("
              + e
              + "). Let this process write there, or choose another thermae.store.path.",
          e);
    } catch (RuntimeException e) {
      System.getProperties().remove(property);
      throw e;
    }
  }

  private static OwnerLock lockSideFile(Path path, String property) throws IOException {
    Path side = SideFiles.lock(path);
    if (!Files.exists(side)) {
      try {
        PrivateFiles.createFile(side);
      } catch (FileAlreadyExistsException e) {
        // Another process was faster; the lock decides.
      }
    }
    RandomAccessFile file = new RandomAccessFile(side.toFile(), "rw");
    FileLock lock;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(file);
      throw openHere(path);
    } catch (IOException | RuntimeException e) {
      Connections.closeAfter(e, file);
      throw e;
    }
    if (lock == null) {
      try (file) {
        throw openElsewhere(path, ownerIn(file));
      }
    }
    return new OwnerLock(property, file, lock);
  }

  /**
   * Writes this process's id, for those who are refused. Done only when the file was found to be
   * ours: before that nothing is changed.
   */
  void writeOwner() throws IOException {
    byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    ownerWritten = true;
    file.setLength(0);
    file.seek(0);
    file.write(owner);
  }

  /** Empties the side file, if it was written, and lets go of it. */
  @Override
  public void close() throws IOException {
    try (file) {
      if (ownerWritten) {
        file.setLength(0);
      }
      lock.release();
    } finally {
      System.getProperties().remove(property);
    }
  }

  /**
   * The owner's process id; a dead process's id may stand there until the owner has written its
   * own.
   */
  private static @Nullable String ownerIn(RandomAccessFile file) throws IOException {
    String owner = null;
    for (int look = 0; look < OWNER_LOOKS; look++) {
      owner = readOwner(file);
      if (owner != null && ProcessHandle.of(Long.parseLong(owner)).isPresent()) {
        return owner;
      }
      LockSupport.parkNanos(OWNER_LOOK_NANOS);
    }
    // Not seen from here, as with an owner in another container.
    return owner;
  }

  private static @Nullable String readOwner(RandomAccessFile file) throws IOException {
    byte[] bytes = new byte[20];
    file.seek(0);
    int length = file.read(bytes);
    if (length <= 0) {
      return null;
    }
    String text = new String(bytes, 0, length, StandardCharsets.US_ASCII).strip();
    return text.matches("[0-9]{1,18}") ? text : null;
  }

  private static ThermaeException openElsewhere(Path path, @Nullable String owner) {
    return new ThermaeException(
        "Store "
            + path
            + " is open in "
            + (owner == null ? "another process" : "process " + owner)
            + ". A store has one owner at a time: close it there, or choose another"
            + " thermae.store.path.");
  }

  private static ThermaeException openHere(Path path) {
    return new ThermaeException(
        "Store "
            + path
            + " is open in process "
            + ProcessHandle.current().pid()
            + ", which is this one, by another store or another copy of the library (a second class"
            + " loader). Close it there, or choose another thermae.store.path.");
  }

  private static String property(Path path) {
    return PROPERTY_PREFIX + path;
  }
}
