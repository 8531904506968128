package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.sql;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.Synchronous;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is opened, what is made, and what is refused without a trace. */
class OpeningTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("cache.db");
  }

  /** A whole store that was closed, without its lock file. */
  private void makeStore() throws IOException {
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
    }
    Files.delete(SideFiles.lock(path));
  }

  /** Sees the refusal three times: without a lock file, with an empty one, with a dead owner's. */
  private void assertRefused(String... messageParts) throws IOException {
    for (String owner : new String[] {"none", "", "999999999\n"}) {
      if (!owner.equals("none") && !Files.isDirectory(path)) {
        Files.writeString(SideFiles.lock(path), owner);
      }
      assertRefusedWithoutTrace(path, messageParts);
    }
  }

  private void assertRefusedWithoutTrace(Path file, String... messageParts) throws IOException {
    Map<String, String> before = FolderState.of(folder);
    assertThatThrownBy(() -> open(file).close())
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(messageParts);
    assertThat(FolderState.of(folder)).isEqualTo(before);
  }

  @Test
  void open_folder_isRefused() throws Exception {
    Files.createDirectory(path);
    assertRefused("is a folder, and a file was expected");
  }

  @Test
  void open_root_isRefused() {
    assertThatThrownBy(() -> open(Path.of("/")))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void open_parentIsAFile_isRefused() throws Exception {
    Files.writeString(folder.resolve("file"), "text");
    assertRefusedWithoutTrace(
        folder.resolve("file/cache.db"), "file should be a folder and is a file");
    assertRefusedWithoutTrace(
        folder.resolve("file/deeper/cache.db"), "file should be a folder and is a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/cache.db", "/proc/thermae/deeper/cache.db", "/sys/cache.db"})
  void open_whereNothingCanBeMade_isRefused(String unwritable) {
    assertThatThrownBy(() -> open(Path.of(unwritable)))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining(unwritable)
        .hasMessageContaining("choose another thermae.store.path");
  }

  @Test
  void open_lockFileCannotBeMade_takesItsFoldersBack() throws Exception {
    // A name of 255 bytes is the longest: the lock file's is longer.
    Path file = folder.resolve("a/b/" + "x".repeat(253));
    assertRefusedWithoutTrace(file, "lock file", "thermae.store.path");
  }

  @Test
  void open_textFile_isRefused() throws Exception {
    Files.writeString(path, "not a database, but longer than a header would be".repeat(10));
    assertRefused("is not a SQLite file", "490 bytes", "Nothing was changed");
  }

  @Test
  void open_fileOfOneByte_isRefused() throws Exception {
    Files.writeString(path, "S");
    assertRefused("is not a SQLite file");
  }

  @Test
  void open_sqliteFileOfAnotherProgram_isRefused() throws Exception {
    sql(path, "CREATE TABLE invoices (id)", "PRAGMA application_id = 17");
    assertRefused("SQLite file of another program", "0x5448524d expected, 0x00000011 found");
  }

  @Test
  void open_sqliteFileWithoutApplicationId_isRefused() throws Exception {
    sql(path, "CREATE TABLE invoices (id)");
    assertRefused("SQLite file of another program");
  }

  @Test
  void open_fileOfNewerFormat_namesBothVersions() throws Exception {
    makeStore();
    sql(path, "PRAGMA user_version = 7");
    assertRefused("file format 7", "this one knows format 1", "Upgrade the library");
  }

  @Test
  void open_newerFormatOnlyInTheLog_isRefusedAndStaysNewer() throws Exception {
    makeStore();
    byte[] old = Files.readAllBytes(path);
    Path wal = SideFiles.wal(path);
    byte[] log;
    try (SqliteStore store = open(path)) {
      store
          .writer()
          .transaction(
              session -> {
                session.execute("PRAGMA user_version = 7");
                return 0;
              });
      log = Files.readAllBytes(wal);
    }
    Files.write(path, old);
    Files.write(wal, log);

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("file format 7");
    assertThat(query(path, "PRAGMA user_version")).containsExactly("7");
  }

  @Test
  void open_formatZero_isRefused() throws Exception {
    makeStore();
    sql(path, "PRAGMA user_version = 0");
    assertRefused("damaged header");
  }

  @Test
  void open_truncatedInTheHeader_isRefused() throws Exception {
    makeStore();
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 60));
    assertRefused("is truncated: 100 bytes of header expected, 60 found");
  }

  @Test
  void open_truncatedBehindTheHeader_isRefused() throws Exception {
    makeStore();
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length - 4096));
    assertRefused(
        "is truncated: " + whole.length + " bytes expected, " + (whole.length - 4096) + " found");
  }

  @Test
  void open_damagedPageSize_isRefused() throws Exception {
    makeStore();
    byte[] bytes = Files.readAllBytes(path);
    bytes[17] = 3;
    Files.write(path, bytes);
    assertRefused("damaged header", "4099 is no page size");
  }

  @Test
  void open_damagedBehindTheHeader_isRefused() throws Exception {
    makeStore();
    byte[] bytes = Files.readAllBytes(path);
    Arrays.fill(bytes, 100, 4096, (byte) 0x55);
    Files.write(path, bytes);
    assertThatThrownBy(() -> open(path))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> open(path)).hasMessageContaining("damaged");
  }

  @Test
  void open_emptyFile_countsAsAbsent() throws Exception {
    Files.createFile(path);
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
    }
    try (SqliteStore store = open(path)) {
      assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("1");
    }
  }

  @Test
  void open_leftOversOfADeadCreation_areRemoved() throws Exception {
    Files.writeString(SideFiles.unfinished(path), "half a store");
    open(path).close();
    assertThat(FolderState.of(folder).keySet())
        .containsExactlyInAnyOrder("", "cache.db", "cache.db.ballast", "cache.db.lock");
    Files.writeString(SideFiles.unfinished(path), "half a store");
    open(path).close();
    assertThat(SideFiles.unfinished(path)).doesNotExist();
  }

  @Test
  void open_logOfADeletedFile_doesNotComeBack() throws Exception {
    byte[] log;
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "bob", "2");
      log = Files.readAllBytes(SideFiles.wal(path));
    }
    Files.delete(path);
    Files.write(SideFiles.wal(path), log);

    try (SqliteStore store = open(path)) {
      assertThat(store.cacheNames()).isEmpty();
      assertThat(value(store.open("users", TRAITS), "bob")).isNull();
    }
  }

  /** As a kill leaves it that comes when page 1 was folded in and the others were not. */
  @Test
  void open_fileShortButCompleteInTheLog_isRecovered() throws Exception {
    makeStore();
    byte[] old = Files.readAllBytes(path);
    byte[] log;
    try (SqliteStore store = open(path)) {
      for (int i = 0; i < 20; i++) {
        put(store.open("users", TRAITS), "k" + i, "x".repeat(3_000));
      }
      log = Files.readAllBytes(SideFiles.wal(path));
    }
    byte[] grown = Files.readAllBytes(path);
    assertThat(grown.length).isGreaterThan(old.length);
    System.arraycopy(grown, 0, old, 0, 4096);
    Files.write(path, old);
    Files.write(SideFiles.wal(path), log);

    try (SqliteStore store = open(path)) {
      assertThat(store.open("users", TRAITS).count(0)).isEqualTo(21);
      assertThat(value(store.open("users", TRAITS), "k19")).hasSize(3_000);
    }
  }

  @Test
  void open_closedStore_leavesTheFileTheBallastAndAnEmptyLockFile() throws Exception {
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
    }
    assertThat(FolderState.of(folder).keySet())
        .containsExactlyInAnyOrder("", "cache.db", "cache.db.ballast", "cache.db.lock");
    assertThat(SideFiles.lock(path)).isEmptyFile();
  }

  @Test
  void open_missingFolders_areMadeForTheOwnerOnly() throws Exception {
    path = folder.resolve("a/b/cache.db");
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
      assertThat(FolderState.permissions(folder.resolve("a"))).isEqualTo("rwx------");
      assertThat(FolderState.permissions(folder.resolve("a/b"))).isEqualTo("rwx------");
      for (Path file :
          new Path[] {path, SideFiles.wal(path), SideFiles.shm(path), SideFiles.lock(path)}) {
        assertThat(FolderState.permissions(file)).as("%s", file).isEqualTo("rw-------");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a?journal_mode=OFF",
        "a?mode=memory&cache=shared",
        "a b c",
        "a%41",
        "a#b",
        "a;b&c=d",
        "a'b\"c",
        "é\u4e2d\uD83D\uDE00",
        ":memory:",
        "file:x",
        ":resource:x",
        "-x",
        "folder?x=y/and%20file"
      })
  void open_strangePath_isOnlyAPath(String name) throws Exception {
    path = folder.resolve(name);
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
      assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
      assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("1");
    }
    try (Stream<Path> files = Files.list(path.getParent())) {
      assertThat(files)
          .containsExactlyInAnyOrder(path, SideFiles.ballast(path), SideFiles.lock(path));
    }
    try (SqliteStore store = open(path)) {
      assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("1");
    }
  }

  @Test
  void open_eachSynchronous_reachesSqlite() throws Exception {
    for (Synchronous synchronous : Synchronous.values()) {
      try (SqliteStore store = SqliteStore.open(path, synchronous)) {
        String expected = synchronous == Synchronous.NORMAL ? "1" : "2";
        assertThat(pragma(store, "synchronous")).isEqualTo(expected);
        assertThat(pragma(store, "trusted_schema")).isEqualTo("0");
        assertThat(pragma(store, "cell_size_check")).isEqualTo("1");
        assertThat(pragma(store, "temp_store")).isEqualTo("2");
        assertThat(pragma(store, "foreign_keys")).isEqualTo("0");
        assertThat(pragma(store, "busy_timeout"))
            .isEqualTo(Integer.toString(Connections.BUSY_TIMEOUT_MILLIS));
        assertThat(pragma(store, "cache_size"))
            .isEqualTo(Integer.toString(-Connections.WRITER_CACHE_KIB));
        assertThat(pragma(store, "wal_autocheckpoint")).isEqualTo("0");
        assertThat(pragma(store, "journal_size_limit"))
            .isEqualTo(Integer.toString(Connections.JOURNAL_SIZE_LIMIT_BYTES));
      }
    }
  }

  private static String pragma(SqliteStore store, String name) throws SQLException {
    return store.writer().single(session -> session.queryText("PRAGMA " + name));
  }

  @Test
  void open_interruptedThread_worksAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
      assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("1");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    open(path).close();
  }

  /** SQLite's library is loaded only once per process, so another one is needed. */
  @Test
  void open_interruptedThreadOfANewProcess_works() throws Exception {
    try (StoreChild child = StoreChild.start("interrupted", path)) {
      assertThat(child.line()).isEqualTo("opened, still interrupted: true");
    }
  }

  @Test
  void requireSafe_olderThanTheFix_isRefused() {
    for (String old : new String[] {"3.51.2", "3.9.4", "3.50.99", "2.99.99", "3", ""}) {
      assertThatThrownBy(() -> SqliteLibrary.requireSafe(old))
          .isInstanceOf(ThermaeException.class)
          .hasMessageContaining("SQLite 3.51.3 or later is required and " + old + " was found");
    }
    for (String safe : new String[] {"3.51.3", "3.53.2", "3.100.0", "4.0"}) {
      SqliteLibrary.requireSafe(safe);
    }
  }

  @Test
  void notLoaded_nativeAccessDenied_namesTheSwitch() {
    SQLException denied = new SQLException("Error opening connection");
    denied.initCause(new IllegalCallerException("Illegal native access from an unnamed module"));
    assertThat(SqliteLibrary.notLoaded(denied))
        .hasMessageContaining("--enable-native-access=ALL-UNNAMED")
        .hasCause(denied);
    // What every later attempt in the process gets.
    assertThat(SqliteLibrary.notLoaded(new UnsatisfiedLinkError("_open_utf8")))
        .hasMessageContaining("--enable-native-access=ALL-UNNAMED");
    SQLException other = new SQLException("Error opening connection");
    other.initCause(new Exception("no native library is found"));
    assertThat(SqliteLibrary.notLoaded(other)).hasMessageContaining("no native library is found");
  }

  @Test
  void check_libraryOfThisBuild_passes() {
    SqliteLibrary.check();
  }
}
