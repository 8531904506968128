package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The space that is kept for removals, on a disk that is full for as long as the ballast lies
 * there.
 */
class BallastTest {
  @TempDir private Path folder;
  private Path ballast;
  private SqliteStore store;
  private ColdTable users;

  @BeforeEach
  void openStore() {
    Path path = folder.resolve("cache.db");
    ballast = SideFiles.ballast(path);
    store = open(path);
    users = store.open("users", TRAITS);
    put(users, "alice", "1");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private boolean failWhileBallastLies() throws SQLException {
    if (Files.exists(ballast)) {
      throw new SQLiteException("[SQLITE_FULL] no room", SQLiteErrorCode.SQLITE_FULL);
    }
    return true;
  }

  private void remove() throws SQLException {
    store.writer().shrinking(session -> failWhileBallastLies(), 2);
  }

  @Test
  void open_makesIt_privateAndOfRealBytes() throws Exception {
    assertThat(Files.size(ballast)).isEqualTo(Ballast.BYTES);
    assertThat(FolderState.permissions(ballast)).isEqualTo("rw-------");
    // A file with holes would take fewer blocks than it has bytes.
    Process blocks =
        new ProcessBuilder("stat", "-c", "%b %B", ballast.toString())
            .redirectErrorStream(true)
            .start();
    String[] said =
        new String(blocks.getInputStream().readAllBytes(), UTF_8).strip().split(" ", -1);
    assertThat(Long.parseLong(said[0]) * Long.parseLong(said[1]))
        .isGreaterThanOrEqualTo(Ballast.BYTES);
  }

  @Test
  void close_itStays_andIsMadeWholeAtTheNextStart() throws Exception {
    store.close();
    assertThat(ballast).exists();
    Files.writeString(ballast, "what a killed process had begun");
    store = open(folder.resolve("cache.db"));
    assertThat(Files.size(ballast)).isEqualTo(Ballast.BYTES);
  }

  @Test
  void removal_onAFullDisk_givesItUpAndIsDone() throws Exception {
    remove();
    assertThat(ballast).doesNotExist();
    users.apply(List.of(new Change.Delete(key("alice"))));
    assertThat(value(users, "alice")).isNull();
  }

  @Test
  void put_onAFullDisk_leavesItAlone() {
    assertThatThrownBy(() -> store.writer().transaction(session -> failWhileBallastLies()))
        .hasMessageContaining("SQLITE_FULL");
    assertThat(ballast).exists();
  }

  @Test
  void put_whileItIsGivenUp_isRefusedAndRemovalsGoOn() throws Exception {
    remove();
    assertThatThrownBy(() -> put(users, "bob", "1"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("SQLITE_FULL")
        .hasMessageContaining(ballast.toString())
        .hasMessageContaining("kept for removals")
        .hasMessageContaining("Free space on the disk");
    assertThatThrownBy(() -> store.open("orders", TRAITS)).hasMessageContaining("SQLITE_FULL");
    users.apply(List.of(new Change.Delete(key("alice"))));
    users.clear();
    assertThat(store.claimVersions(1)).isPositive();
    store.drop("users");
    assertThat(store.cacheNames()).isEmpty();
  }

  @Test
  void maintain_whenThereIsRoom_makesItAgainAndPutsGoOn() throws Exception {
    remove();
    store.maintain();
    assertThat(Files.size(ballast)).isEqualTo(Ballast.BYTES);
    put(users, "bob", "1");
    assertThat(value(users, "bob")).isEqualTo("1");
  }

  @Test
  void maintain_withoutRoom_putsStayRefused() throws Exception {
    remove();
    // What lies in its place can neither be replaced nor deleted.
    Files.createDirectories(ballast.resolve("in-the-way"));
    store.maintain();
    assertThatThrownBy(() -> put(users, "bob", "1")).hasMessageContaining("SQLITE_FULL");
    Files.delete(ballast.resolve("in-the-way"));
    store.maintain();
    put(users, "bob", "1");
  }
}
