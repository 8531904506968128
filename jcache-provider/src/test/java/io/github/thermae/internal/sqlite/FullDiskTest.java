package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.allKeys;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.row;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteException;

/** SQLITE_FULL, by a bound on the file's pages. */
class FullDiskTest {
  private static final String LARGE = "x".repeat(3_000);

  @TempDir Path folder;
  private Path path;
  private SqliteStore store;
  private ColdTable users;

  @BeforeEach
  void fillToTheBrim() throws SQLException {
    path = folder.resolve("cache.db");
    store = open(path);
    users = store.open("users", TRAITS);
    put(users, "alice", "1");
    limitPages(pages());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private int pages() throws SQLException {
    return Integer.parseInt(
        store.writer().single(session -> session.queryText("PRAGMA page_count")));
  }

  private void limitPages(int pages) throws SQLException {
    store.writer().single(session -> session.queryText("PRAGMA max_page_count = " + pages));
  }

  private void assertFull(Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOf(ThermaeException.class)
        .hasCauseInstanceOf(SQLiteException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("SQLITE_FULL")
        .hasMessageContaining("Free space on the disk");
  }

  @Test
  void apply_batchOnAFullDisk_throwsAndLeavesNothingHalfDone() throws Exception {
    List<Change> batch = new ArrayList<>();
    batch.add(new Change.Put(row(key("alice"), "2", 2)));
    batch.add(new Change.Delete(key("alice")));
    for (int i = 0; i < 10; i++) {
      batch.add(new Change.Put(row(key("k" + i), LARGE, 1)));
    }
    assertFull(() -> users.apply(batch));

    assertThat(value(users, "alice")).isEqualTo("1");
    assertThat(allKeys(users, 100)).containsExactly(key("alice"));
    limitPages(1_000_000);
    users.apply(batch);
    assertThat(users.count(0)).isEqualTo(10);
    assertThat(value(users, "alice")).isNull();
  }

  @Test
  void apply_singlePutOnAFullDisk_throwsAndKeepsTheOldRow() throws Exception {
    assertFull(
        () -> {
          for (int i = 0; i < 10; i++) {
            users.apply(List.of(new Change.Put(row(key("alice"), LARGE.repeat(i + 2), 2))));
          }
        });
    assertThat(value(users, "alice")).isEqualTo("1");
    limitPages(1_000_000);
    put(users, "alice", LARGE);
    assertThat(value(users, "alice")).isEqualTo(LARGE);
  }

  @Test
  void open_newCacheOnAFullDisk_throwsAndTheNameIsNotThere() throws Exception {
    assertFull(() -> store.open("orders", TRAITS));
    assertThat(store.cacheNames()).containsExactly("users");
    limitPages(1_000_000);
    put(store.open("orders", TRAITS), "bob", "1");
    assertThat(store.cacheNames()).containsExactlyInAnyOrder("users", "orders");
  }

  @Test
  void find_damagedRowOnAFullDisk_isAMiss() throws Exception {
    limitPages(1_000_000);
    put(users, "large", LARGE.repeat(5));
    TestRows.sql(path, "UPDATE users SET version = 9 WHERE key = 'large'");
    limitPages(pages());
    assertThat(users.find(key("large"))).isNull();
    assertThat(value(users, "alice")).isEqualTo("1");
  }
}
