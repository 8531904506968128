package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.Synchronous;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the names of an open store lead to its files. A file that was deleted or moved
 * away lives on for as long as it is open, and ends with the process; so:
 *
 * <ul>
 *   <li>If the file is gone it is written again from what is open, and takes its name back.
 *   <li>If another file has taken its name, nothing is written to that, and all writes are refused
 *       until it has been moved away. Then the first rule holds. If the store is closed before, its
 *       rows are saved under the name {@code <file>.displaced}.
 *   <li>If the log is gone it is folded into the file and begun anew.
 *   <li>If the lock file is gone it is made and locked again.
 * </ul>
 *
 * <p>What is written between the loss and the next look is in the file that is open, and comes back
 * with it, but for the death of the process before that. Called by one thread at a time.
 */
final class LostFile {
  private static final Logger LOG = LoggerFactory.getLogger(LostFile.class);

  private final Path path;
  private final Synchronous synchronous;
  private final OwnerLock ownerLock;
  private final StoreFiles files;
  private final ReaderPool readers;
  private final Writer writer;
  private final LogKeeper logKeeper;
  private @Nullable ThermaeException trouble;

  LostFile(
      Path path,
      Synchronous synchronous,
      OwnerLock ownerLock,
      StoreFiles files,
      ReaderPool readers,
      Writer writer,
      LogKeeper logKeeper) {
    this.path = path;
    this.synchronous = synchronous;
    this.ownerLock = ownerLock;
    this.files = files;
    this.readers = readers;
    this.writer = writer;
    this.logKeeper = logKeeper;
  }

  /**
   * Looks, and helps if need be.
   *
   * @throws ThermaeException if the store cannot be written until someone helps; writers are told
   *     the same
   */
  void look() {
    try {
      if (files.areOurs() && ownerLock.isHeld() && trouble == null) {
        return;
      }
      writer.exchange(this::help);
      accept();
    } catch (ThermaeException e) {
      refuse(e);
      throw e;
    }
  }

  private void accept() {
    if (trouble != null) {
      trouble = null;
      writer.refuse(null);
      LOG.info("Store {} has its file again", path);
    }
  }

  private void refuse(ThermaeException reason) {
    if (trouble == null || !String.valueOf(reason.getMessage()).equals(trouble.getMessage())) {
      LOG.error("{}", reason.getMessage());
    }
    trouble = reason;
    writer.refuse(reason);
  }

  /** Returns the connection that is to be used from now on. */
  private Session help(Session session) {
    try {
      switch (files.file().state()) {
        case GONE -> {
          return putBack(session);
        }
        case TAKEN -> {
          keepLogAway(session);
          throw taken();
        }
        case OURS -> {
          ownerLock.renewIfLost();
          renewLogIfLost(session);
        }
      }
      return session;
    } catch (SQLException e) {
      session.forgetStatements();
      throw Failure.of(path, "go on with a file or a log that lost its name", e);
    } catch (IOException e) {
      throw new ThermaeException(
          "Store "
              + path
              + ": its file was deleted or moved away while it was open, and could not be put back: "
              + e
              + ". Its rows are safe for as long as this process runs; writes are refused. Check the"
              + " folder.",
          e);
    }
  }

  private ThermaeException taken() {
    return new ThermaeException(
        "Store "
            + path
            + ": another file has taken its name while it was open. Nothing is written to that file,"
            + " and writes are refused; what is in memory is served. Move that file away, and the"
            + " store puts its own back by itself; or close the store, and its rows are saved as "
            + SideFiles.displaced(path)
            + ".");
  }

  private Session putBack(Session session) throws IOException, SQLException {
    LOG.warn(
        "Store {}: its file was deleted or moved away while it was open. It is written again from"
            + " what is open",
        path);
    if (!Files.isDirectory(path.resolveSibling("."))) {
      throw new IOException("its folder is gone too");
    }
    // If another process has made a store here meanwhile this tells so.
    ownerLock.renewIfLost();
    Path unfinished = SideFiles.unfinished(path);
    copy(session, unfinished);
    // It belongs to the file that lost its name, and would be replayed into the one that gets it.
    NewFile.removeOrphans(path);
    Session[] renewed = new Session[1];
    readers.whileNobodyReads(
        own -> {
          renewed[0] = takeName(unfinished);
          readers.closeIdle();
          return true;
        },
        session);
    return renewed[0];
  }

  private Session takeName(Path unfinished) throws SQLException {
    try {
      NewFile.takeName(unfinished, path);
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw new SQLException("the new file could not be given its name: " + e, e);
    }
    try {
      Session session = Connections.writer(path, synchronous);
      Connections.requireWal(path, session);
      files.renew();
      return session;
    } catch (SQLException | RuntimeException e) {
      // Or it would pass for another's file the next time.
      NewFile.remove(path, e);
      throw e;
    }
  }

  /** Writes all rows into a new file, and forces it to disk. */
  private static void copy(Session session, Path target) throws IOException, SQLException {
    Files.deleteIfExists(target);
    requireRoom(session, target);
    // Before SQLite does it with wider permissions.
    PrivateFiles.createFile(target);
    // A kept one may still be under way for SQLite.
    session.forgetStatements();
    try {
      session.execute("VACUUM INTO '" + target.toString().replace("'", "''") + "'");
      NewFile.force(target);
    } catch (IOException | SQLException e) {
      NewFile.remove(target, e);
      throw e;
    }
  }

  /** Or the disk would be filled again and again, for nothing. */
  private static void requireRoom(Session session, Path target) throws IOException, SQLException {
    long needed = session.usedBytes();
    long free = FreeSpace.beside(target);
    if (free < needed) {
      throw new IOException(needed + " bytes are needed beside it, and " + free + " are free");
    }
  }

  /**
   * SQLite would replay our log into the file that has taken our name. Its content goes into our
   * own file first, which may have been moved and not deleted.
   */
  private void keepLogAway(Session session) throws IOException {
    boolean unused = logKeeper.foldWhole(session);
    files.deleteOwnSideFiles();
  }

  private void renewLogIfLost(Session session) throws SQLException {
    if (files.log().isOurs()) {
      return;
    }
    LOG.warn(
        "Store {}: its log was deleted or moved away while it was open; it is begun anew", path);
    if (!logKeeper.foldWhole(session)) {
      throw new SQLException("the log could not be folded into the file");
    }
    readers.whileNobodyReads(
        own -> {
          // Leaving the mode closes the log, and needs the file alone.
          readers.closeIdle();
          own.forgetStatements();
          own.execute("PRAGMA journal_mode = DELETE");
          own.execute("PRAGMA journal_mode = WAL");
          Connections.requireWal(path, own);
          files.renew();
          return true;
        },
        session);
  }

  /** At the end of the store: a last look, and the rows are saved elsewhere if all else fails. */
  void close() throws IOException, SQLException {
    try {
      look();
    } catch (ThermaeException e) {
      Path target = SideFiles.displaced(path);
      if (Files.exists(target)) {
        e.addSuppressed(new FileAlreadyExistsException(target.toString()));
        throw e;
      }
      writer.exchange(
          session -> {
            save(session, target);
            return session;
          });
      LOG.warn("Store {}: its rows were saved as {}", path, target);
    }
  }

  private void save(Session session, Path target) {
    try {
      copy(session, target);
    } catch (SQLException e) {
      throw Failure.of(path, "save the rows as " + target, e);
    } catch (IOException e) {
      throw new ThermaeException(
          "Store " + path + ": its rows could not be saved as " + target + ": " + e, e);
    }
  }
}
