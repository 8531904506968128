package io.github.thermae.internal.sqlite;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeException;
import io.github.thermae.config.Synchronous;
import io.github.thermae.internal.codec.ClassShape;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.FileSeal;
import io.github.thermae.internal.store.KeyedStore;
import io.github.thermae.internal.store.TableTraits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cold tier in one SQLite file, laid out as {@link Schema} draws it.
 *
 * <ul>
 *   <li>What a method acknowledged survives the death of the process. With {@link
 *       Synchronous#NORMAL} power loss can take the newest commits, always from the end; with
 *       {@link Synchronous#FULL} none.
 *   <li>A method that throws has changed nothing, and the store stays usable.
 *   <li>No wrong value comes out of a damaged file: a row that fails its check is a miss, and
 *       damage that SQLite itself finds is an exception.
 *   <li>One process owns the file at a time. A file that is refused is left as it was.
 *   <li>A file that is deleted or replaced while it is open is noticed by {@link #maintain}; {@link
 *       LostFile} tells what happens then.
 *   <li>Opening does not depend on the number of rows.
 * </ul>
 *
 * <p>Locks, in this order and never back: {@code upkeepLock}, {@code catalogLock}, the writer's. A
 * reader's connection is never held while either is taken.
 */
public final class SqliteStore implements KeyedStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

  private final Path path;
  private final Synchronous synchronous;
  private final @Nullable FileSeal seal;
  private final OwnerLock ownerLock;
  private final Writer writer;
  private final ReaderPool readers;
  private final LogKeeper logKeeper;
  private final FullDisk fullDisk;
  private final FreePages freePages;
  private final LostFile lostFile;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final ReentrantLock catalogLock = new ReentrantLock();

  /** Held by the one thread that does upkeep; taken before all others. */
  private final ReentrantLock upkeepLock = new ReentrantLock();

  /** All caches of the file; changed under {@code catalogLock}, after the commit. */
  private final Map<String, CacheEntry> caches;

  @GuardedBy("catalogLock")
  private final Map<String, SqliteTable> tables = new HashMap<>();

  @GuardedBy("catalogLock")
  private boolean closed;

  private SqliteStore(
      Path path,
      Synchronous synchronous,
      @Nullable FileSeal seal,
      OwnerLock ownerLock,
      Session session,
      Map<String, CacheEntry> caches,
      Ballast ballast) {
    this.path = path;
    this.synchronous = synchronous;
    this.seal = seal;
    this.ownerLock = ownerLock;
    StoreFiles files = new StoreFiles(path);
    this.readers = new ReaderPool(path, files);
    this.logKeeper = new LogKeeper(path, readers);
    this.fullDisk = new FullDisk(path, ballast, logKeeper);
    this.writer = new Writer(path, session, logKeeper, fullDisk);
    this.freePages = new FreePages(path, readers, writer);
    this.lostFile = new LostFile(path, synchronous, ownerLock, files, readers, writer, logKeeper);
    this.caches = new ConcurrentHashMap<>(caches);
  }

  /**
   * Opens a store, making the file and the folders that lead to it if need be.
   *
   * @param path absolute, normalised and free of symbolic links, so that a file has one name
   * @throws ThermaeException if the file is not ours, of a newer format, damaged, in use, or cannot
   *     be made; nothing on disk has changed then
   */
  public static SqliteStore open(Path path, Synchronous synchronous) {
    return open(path, synchronous, null);
  }

  /**
   * The same for a file whose rows someone else seals.
   *
   * @param seal opens the keys of the file; null if it is plain
   */
  public static SqliteStore open(Path path, Synchronous synchronous, @Nullable FileSeal seal) {
    // Channels, and the loading of SQLite's library, fail in an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      return openFile(path, synchronous, seal);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SqliteStore openFile(Path path, Synchronous synchronous, @Nullable FileSeal seal) {
    SqliteLibrary.check();
    if (seal != null && NewFile.isAbsent(path)) {
      // Where no key can be made, no folder and no lock file shall be made either.
      byte[] unused = seal.newKeys();
    }
    OwnerLock ownerLock = OwnerLock.claim(path);
    try {
      acquire(path, ownerLock, seal);
      FileHeader.check(path, seal != null);
      if (seal != null && !NewFile.isAbsent(path)) {
        unlock(path, synchronous, seal);
      }
      return openOwned(path, synchronous, seal, ownerLock);
    } catch (RuntimeException | Error e) {
      Connections.closeAfter(e, ownerLock);
      throw e;
    }
  }

  private static SqliteStore openOwned(
      Path path, Synchronous synchronous, @Nullable FileSeal seal, OwnerLock ownerLock) {
    Ballast ballast = new Ballast(path);
    try {
      return openWith(ballast, path, synchronous, seal, ownerLock);
    } catch (ThermaeException e) {
      // The owner's id and SQLite's log need a little room.
      if (!ballast.giveUpIfDiskIsFull()) {
        throw e;
      }
      return openWith(ballast, path, synchronous, seal, ownerLock);
    }
  }

  private static SqliteStore openWith(
      Ballast ballast,
      Path path,
      Synchronous synchronous,
      @Nullable FileSeal seal,
      OwnerLock ownerLock) {
    ownerLock.writeOwner();
    NewFile.createIfAbsent(path, seal);
    SqliteStore store = openDatabase(path, synchronous, seal, ownerLock, ballast);
    if (!ballast.isGivenUp() && !ballast.makeIfAbsent()) {
      LOG.warn(
          "Store {}: there is no room for {}, which keeps space for removals. Should the disk become"
              + " full, they may be refused",
          path,
          SideFiles.ballast(path));
    }
    return store;
  }

  private static void acquire(Path path, OwnerLock ownerLock, @Nullable FileSeal seal) {
    StorePlace.check(path);
    if (!Files.exists(SideFiles.lock(path))) {
      // Nobody can have it open, so it may be read; a refused file then gets no lock file.
      FileHeader.check(path, seal != null);
    }
    List<Path> folders = StorePlace.createFolders(path);
    try {
      ownerLock.acquire();
    } catch (ThermaeException e) {
      StorePlace.removeFolders(folders);
      throw e;
    }
  }

  /**
   * Has the seal look at the keys, and leaves the file and its log as they are: where there is a
   * log, only a connection that cannot write does not fold it into the file when it is closed, and
   * where there is none, only one that can write leaves no new one behind.
   */
  private static void unlock(Path path, Synchronous synchronous, FileSeal seal) {
    byte[] keys;
    try (Session session =
        FileHeader.hasLog(path)
            ? Connections.reader(path)
            : Connections.writer(path, synchronous)) {
      keys = KeyRecord.read(session);
    } catch (SQLException e) {
      throw Failure.of(path, "read the keys", e);
    }
    seal.unlock(keys);
  }

  private static SqliteStore openDatabase(
      Path path,
      Synchronous synchronous,
      @Nullable FileSeal seal,
      OwnerLock ownerLock,
      Ballast ballast) {
    try {
      Session session = Connections.writer(path, synchronous);
      try {
        Connections.requireWal(path, session);
        // The log may hold a newer version than the file's own header.
        FileHeader.requireVersion(path, session.number("PRAGMA user_version"));
        Schema.check(path, session);
        Map<String, CacheEntry> caches = Catalog.load(session, path);
        return new SqliteStore(path, synchronous, seal, ownerLock, session, caches, ballast);
      } catch (SQLException | RuntimeException | Error e) {
        Connections.closeAfter(e, session);
        throw e;
      }
    } catch (SQLException e) {
      throw Failure.of(path, "open the file", e);
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public ColdTable open(String cacheName, TableTraits traits) {
    catalogLock.lock();
    try {
      requireOpen();
      SqliteTable known = tables.get(cacheName);
      if (known != null) {
        return known;
      }
      boolean isNew = !caches.containsKey(cacheName);
      CacheEntry cache = ensureCache(cacheName, traits);
      caches.put(cacheName, cache);
      SqliteTable table =
          new SqliteTable(path, cache, shownName(cacheName), writer, readers, stopping);
      if (isNew) {
        table.setNew();
      }
      tables.put(cacheName, table);
      return table;
    } finally {
      catalogLock.unlock();
    }
  }

  private String shownName(String cacheName) {
    return seal == null ? cacheName : seal.shownName(cacheName);
  }

  private CacheEntry ensureCache(String cacheName, TableTraits traits) {
    CacheEntry known = caches.get(cacheName);
    try {
      if (known == null) {
        return writer.transaction(session -> Catalog.create(session, cacheName, traits));
      }
      // Which changes nothing but where someone has dropped it by hand.
      return writer.shrinking(
          session -> {
            Catalog.ensureTable(session, known);
            return known;
          },
          2);
    } catch (SQLException e) {
      throw Failure.of(path, "open", shownName(cacheName), e);
    }
  }

  @Override
  public Set<String> cacheNames() {
    catalogLock.lock();
    try {
      requireOpen();
      return Set.copyOf(caches.keySet());
    } finally {
      catalogLock.unlock();
    }
  }

  @Override
  public void drop(String cacheName) {
    catalogLock.lock();
    try {
      requireOpen();
      CacheEntry cache = caches.get(cacheName);
      if (cache != null) {
        drop(cache, tables.get(cacheName));
        caches.remove(cacheName);
        tables.remove(cacheName);
        readers.tableDropped();
      }
    } finally {
      catalogLock.unlock();
    }
  }

  private void drop(CacheEntry cache, @Nullable SqliteTable table) {
    boolean done = false;
    try {
      done =
          writer.shrinking(
              session -> {
                if (table != null) {
                  table.setDropped(true);
                }
                session.forgetStatements();
                Catalog.drop(session, cache);
                return true;
              },
              2);
    } catch (SQLException e) {
      throw Failure.of(path, "drop", shownName(cache.name()), e);
    } finally {
      if (!done && table != null) {
        table.setDropped(false);
      }
    }
  }

  @Override
  public long claimVersions(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least one version is claimed, not " + count);
    }
    try {
      // A number changes in its place; without one neither entries nor removals could go on.
      return writer.shrinking(session -> Ceiling.raise(session, Ceiling.VERSION, count), 2) + 1;
    } catch (SQLException e) {
      throw Failure.of(path, "claim versions", e);
    }
  }

  @Override
  public Map<Integer, ClassShape> classes() {
    try {
      return readers.read(session -> ClassTable.load(session, path));
    } catch (SQLException e) {
      throw Failure.of(path, "read the classes", e);
    }
  }

  @Override
  public void saveClass(int id, ClassShape shape) {
    try {
      writer.single(session -> ClassTable.save(session, id, shape));
    } catch (SQLException e) {
      throw Failure.of(path, "save class " + shape.className() + " as number " + id, e);
    }
  }

  @Override
  public void saveKeys(byte[] keys) {
    try {
      writer.single(session -> forced(session, keys));
    } catch (SQLException e) {
      throw Failure.of(path, "save the keys", e);
    }
  }

  /** Other commits may wait for the disk later; a password that was given up must not come back. */
  private boolean forced(Session session, byte[] keys) throws SQLException {
    session.execute("PRAGMA synchronous = FULL");
    try {
      return KeyRecord.replace(session, keys);
    } finally {
      session.execute("PRAGMA synchronous = " + synchronous);
    }
  }

  @Override
  public long fileBytes() {
    catalogLock.lock();
    try {
      requireOpen();
    } finally {
      catalogLock.unlock();
    }
    return sizeOf(path);
  }

  @Override
  public long walBytes() {
    return sizeOf(SideFiles.wal(path));
  }

  @Override
  public long usedBytes() {
    try {
      return readers.read(Session::usedBytes);
    } catch (SQLException e) {
      throw Failure.of(path, "read the size", e);
    }
  }

  @Override
  public void maintain() {
    if (stopping.get() || !upkeepLock.tryLock()) {
      return;
    }
    try {
      readers.renew();
      lostFile.look();
      writer.idle(logKeeper::foldIfIdle);
      writer.idle(fullDisk::maintain);
      freePages.giveBack();
      maintainTables();
    } finally {
      upkeepLock.unlock();
    }
  }

  @Override
  public void stopMaintaining() {
    stopping.set(true);
  }

  private void maintainTables() {
    for (SqliteTable table : openTables()) {
      try {
        table.maintainFilter();
      } catch (ThermaeException e) {
        // Closed meanwhile, or damaged, as readers are told.
        LOG.debug("Store {}: upkeep was given up", path, e);
      }
    }
  }

  private List<SqliteTable> openTables() {
    catalogLock.lock();
    try {
      return closed ? List.of() : List.copyOf(tables.values());
    } finally {
      catalogLock.unlock();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      // The log comes and goes.
      return 0;
    }
  }

  @GuardedBy("catalogLock")
  private void requireOpen() {
    if (closed) {
      throw Failure.closed(path);
    }
  }

  /**
   * Waits for the work under way, then closes readers, writer and lock, each even if another fails.
   * All rows stay; the log is folded into the file, and {@code <file>.lock} stays behind, empty.
   */
  @Override
  public void close() {
    stopMaintaining();
    upkeepLock.lock();
    try {
      closeParts();
    } finally {
      upkeepLock.unlock();
    }
  }

  private void closeParts() {
    catalogLock.lock();
    try {
      if (!closed) {
        closed = true;
        closeAll(path, lostFile::close, readers, writer, ownerLock);
      }
    } finally {
      catalogLock.unlock();
    }
  }

  /** Closes all of the parts in order, and reports the failures only then. */
  static void closeAll(Path path, AutoCloseable... parts) {
    ThermaeException failure = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        if (failure == null) {
          failure =
              new ThermaeException(
                  "Store " + path + " was closed with an error: " + e.getMessage(), e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The writing connection, for tests. */
  Writer writer() {
    return writer;
  }

  /** The reading connections, for tests. */
  ReaderPool readers() {
    return readers;
  }

  @Override
  public String toString() {
    return "SqliteStore " + path;
  }
}
