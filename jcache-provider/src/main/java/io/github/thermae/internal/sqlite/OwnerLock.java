package io.github.thermae.internal.sqlite;

import io.github.thermae.StoreInUseException;
import io.github.thermae.ThermaeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

  private final Path path;
  private final String property;
  private @Nullable RandomAccessFile file;
  private @Nullable FilePlace place;
  private boolean ownerWritten;

  private OwnerLock(Path path) {
    this.path = path;
    this.property = PROPERTY_PREFIX + path;
  }

  /**
   * Takes the file for this copy of the library among all in this process; touches no file. From
   * then on nobody else here reads or opens it.
   */
  static OwnerLock claim(Path path) {
    OwnerLock claimed = new OwnerLock(path);
    if (System.getProperties().putIfAbsent(claimed.property, "open") != null) {
      throw openHere(path);
    }
    return claimed;
  }

  /** Takes the lock, or says which process has it. */
  void acquire() {
    try {
      file = lockSideFile(path);
      place = new FilePlace(SideFiles.lock(path));
    } catch (IOException e) {
      throw new ThermaeException(
          "Store "
              + path
              + ": the lock file "
              + SideFiles.lock(path)
              + " cannot be made or locked ("
              + e
              + "). Let this process write there, or choose another thermae.store.path.",
          e);
    }
  }

  /** Whether the side file is still the one that is locked. */
  boolean isHeld() {
    return place == null || place.isOurs();
  }

  /** Makes and locks the side file again if someone has deleted it, or says who was faster. */
  void renewIfLost() throws IOException {
    if (isHeld()) {
      return;
    }
    RandomAccessFile lost = file;
    acquire();
    writeOwner();
    if (lost != null) {
      lost.close();
    }
  }

  private static RandomAccessFile lockSideFile(Path path) throws IOException {
    Path side = SideFiles.lock(path);
    if (!Files.exists(side)) {
      try {
        PrivateFiles.createFile(side);
      } catch (FileAlreadyExistsException e) {
        // Another process was faster; the lock decides.
      }
    }
    // Not a channel of its own: an interrupt would close that.
    RandomAccessFile file = new RandomAccessFile(side.toFile(), "rw");
    try {
      if (file.getChannel().tryLock() != null) {
        // Closing the file releases the lock.
        return file;
      }
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(file);
      throw openHere(path);
    } catch (IOException | RuntimeException e) {
      Connections.closeAfter(e, file);
      throw e;
    }
    try (file) {
      throw openElsewhere(path, ownerIn(file));
    }
  }

  /**
   * Writes this process's id, for those who are refused. Done only when the file was found to be
   * ours: before that nothing is changed.
   */
  void writeOwner() {
    byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      RandomAccessFile held = Objects.requireNonNull(file, "the lock is not held");
      ownerWritten = true;
      held.setLength(0);
      held.seek(0);
      held.write(owner);
    } catch (IOException e) {
      throw new ThermaeException(
          "Store "
              + path
              + ": the lock file "
              + SideFiles.lock(path)
              + " cannot be written ("
              + e
              + "). Check the free space of its disk.",
          e);
    }
  }

  /** Empties the side file, if it was written, and lets go of it. */
  @Override
  public void close() throws IOException {
    try (RandomAccessFile held = file) {
      if (held != null && ownerWritten) {
        held.setLength(0);
      }
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

  private static StoreInUseException openElsewhere(Path path, @Nullable String owner) {
    return new StoreInUseException(
        path,
        "Store "
            + path
            + " is open in "
            + (owner == null ? "another process" : "process " + owner)
            + ". A store has one owner at a time: close it there, or choose another"
            + " thermae.store.path.");
  }

  private static StoreInUseException openHere(Path path) {
    return new StoreInUseException(
        path,
        "Store "
            + path
            + " is open in process "
            + ProcessHandle.current().pid()
            + ", which is this one, by another store or another copy of the library (a second class"
            + " loader). Close it there, or choose another thermae.store.path.");
  }
}
