package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an open store are deleted, moved away, or replaced by others. */
class LostFileTest {
  @TempDir private Path folder;
  private Path inner;
  private Path path;
  private SqliteStore store;
  private ColdTable users;

  @BeforeEach
  void openStore() throws IOException {
    inner = Files.createDirectory(folder.resolve("it's"));
    path = inner.resolve("cache.db");
    store = open(path);
    users = store.open("users", TRAITS);
    put(users, "alice", "1");
    put(users, "bob", "1");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void deleteAll() throws IOException {
    try (Stream<Path> files = Files.list(inner)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
  }

  /** A kill would leave the same: what is under the store's name now. */
  private void assertInTheFile(String... rows) throws Exception {
    assertThat(query(path, "SELECT key || ' ' || CAST(value AS TEXT) FROM users ORDER BY key"))
        .containsExactly(rows);
    assertThat(query(path, "PRAGMA integrity_check")).containsExactly("ok");
  }

  private void assertInTheFileAfterClosing(String... rows) throws Exception {
    store.close();
    assertInTheFile(rows);
    store = open(path);
    users = store.open("users", TRAITS);
  }

  @Test
  void delete_file_isWrittenAgainWithAllThatCameLater() throws Exception {
    Files.delete(path);
    put(users, "carol", "1");
    users.apply(List.of(new Change.Delete(key("bob"))));
    store.maintain();
    assertInTheFile("alice 1", "carol 1");
    assertThat(FolderState.permissions(path)).isEqualTo("rw-------");
    assertThat(query(path, "PRAGMA application_id"))
        .containsExactly(Integer.toString(Schema.APPLICATION_ID));

    put(users, "dave", "1");
    assertThat(value(users, "alice")).isEqualTo("1");
    assertThat(value(users, "dave")).isEqualTo("1");
    assertInTheFileAfterClosing("alice 1", "carol 1", "dave 1");
    assertThat(value(users, "dave")).isEqualTo("1");
  }

  @Test
  void delete_allFiles_areMadeAgainAndTheStoreIsLocked() throws Exception {
    deleteAll();
    put(users, "carol", "1");
    store.maintain();
    assertInTheFile("alice 1", "bob 1", "carol 1");
    assertThat(SideFiles.ballast(path)).exists();
    try (StoreChild child = StoreChild.start("try", path)) {
      assertThat(child.line()).contains("is open in process " + ProcessHandle.current().pid());
    }
    assertInTheFileAfterClosing("alice 1", "bob 1", "carol 1");
  }

  @Test
  void delete_lockFileAlone_isMadeAndLockedAgain() throws Exception {
    Files.delete(SideFiles.lock(path));
    store.maintain();
    try (StoreChild child = StoreChild.start("try", path)) {
      assertThat(child.line()).contains("is open in process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void delete_thenAnotherProcessOpensAStoreThere_neitherIsDamaged() throws Exception {
    deleteAll();
    try (StoreChild child = StoreChild.start("hold", path)) {
      assertThat(child.line()).isEqualTo("open");
      assertThatThrownBy(() -> store.maintain())
          .isInstanceOf(ThermaeException.class)
          .hasMessageContaining("another file has taken its name");
      assertThatThrownBy(() -> put(users, "carol", "1"))
          .isInstanceOf(ThermaeException.class)
          .hasMessageContaining("another file has taken its name");
    }
    assertThat(query(path, "SELECT key FROM users")).containsExactly("alice");
  }

  @Test
  void delete_beforeClosing_isPutBackByClosing() throws Exception {
    Files.delete(path);
    put(users, "carol", "1");
    assertInTheFileAfterClosing("alice 1", "bob 1", "carol 1");
  }

  @Test
  void delete_folder_writesAreRefusedUntilItIsThereAgain() throws Exception {
    deleteAll();
    Files.delete(inner);
    assertThatThrownBy(() -> store.maintain())
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("was deleted or moved away")
        .hasMessageContaining("its folder is gone too");
    assertThatThrownBy(() -> put(users, "carol", "1"))
        .hasMessageContaining("was deleted or moved away");
    Files.createDirectory(inner);
    store.maintain();
    put(users, "carol", "1");
    assertInTheFile("alice 1", "bob 1", "carol 1");
  }

  @Test
  void replace_file_theOtherIsLeftAloneAndOursComesBackWhenItIsMoved() throws Exception {
    Path moved = inner.resolve("moved.db");
    Files.move(path, moved);
    Files.writeString(path, "a file of somebody else");
    assertThatThrownBy(() -> store.maintain())
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("Move that file away");
    assertThatThrownBy(() -> put(users, "carol", "1")).hasMessageContaining("Move that file away");
    assertThat(path).hasContent("a file of somebody else");
    // It would be replayed into the other file.
    assertThat(SideFiles.wal(path)).doesNotExist();
    assertThat(query(moved, "SELECT key FROM users ORDER BY key")).containsExactly("alice", "bob");

    Files.move(path, inner.resolve("somebody-else"));
    store.maintain();
    put(users, "carol", "1");
    assertInTheFile("alice 1", "bob 1", "carol 1");
  }

  @Test
  void replace_fileAndClose_rowsAreSavedBeside() throws Exception {
    Files.delete(path);
    Files.writeString(path, "a file of somebody else");
    store.close();
    assertThat(path).hasContent("a file of somebody else");
    assertThat(query(SideFiles.displaced(path), "SELECT key FROM users ORDER BY key"))
        .containsExactly("alice", "bob");
    Files.delete(path);
    Files.move(SideFiles.displaced(path), path);
    store = open(path);
    assertThat(value(store.open("users", TRAITS), "bob")).isEqualTo("1");
  }

  @Test
  void delete_log_isBegunAnewAndNothingIsLost() throws Exception {
    Files.delete(SideFiles.wal(path));
    put(users, "carol", "1");
    store.maintain();
    put(users, "dave", "1");
    assertThat(SideFiles.wal(path)).exists();
    assertThat(value(users, "carol")).isEqualTo("1");
    assertInTheFile("alice 1", "bob 1", "carol 1", "dave 1");
    assertInTheFileAfterClosing("alice 1", "bob 1", "carol 1", "dave 1");
  }

  @Test
  void read_withAnotherFileInPlace_isNeverOfThatFile() throws Exception {
    Path other = inner.resolve("other.db");
    try (SqliteStore another = open(other)) {
      put(another.open("users", TRAITS), "alice", "of another store");
    }
    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
    // There is no connection yet that reads.
    assertThatThrownBy(() -> value(users, "alice"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("deleted or replaced");
  }
}
