package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes come back to the disk when much was removed. */
class FreePagesTest {
  private static final int ROWS = 2_000;
  private static final String LARGE = "x".repeat(3_000);

  @TempDir private Path folder;
  private Path path;
  private SqliteStore store;
  private ColdTable users;

  @BeforeEach
  void fillStore() {
    path = folder.resolve("cache.db");
    store = open(path);
    users = store.open("users", TRAITS);
    List<Change> puts = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      puts.add(new Change.Put(TestRows.row(key("k" + i), i + LARGE, 1)));
    }
    users.apply(puts);
    store.maintain();
    store.maintain();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void maintainToTheEnd() {
    // One call does a part, one more finds that the store is idle, and folds the log.
    for (int i = 0; i < 10; i++) {
      store.maintain();
    }
  }

  @Test
  void clear_theFileBecomesShort() throws Exception {
    long before = store.fileBytes();
    users.clear();
    maintainToTheEnd();
    assertThat(store.fileBytes()).isLessThan(before / 4);
    assertThat(store.fileBytes() - store.usedBytes()).isGreaterThanOrEqualTo(0);
    assertThat(query(path, "PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void removeMost_whatStaysIsWhole() throws Exception {
    long before = store.fileBytes();
    List<Change> removals = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      if (i % 10 != 0) {
        removals.add(new Change.Delete(key("k" + i)));
      }
    }
    users.apply(removals);
    // Rows of the end of the file are moved to its beginning.
    maintainToTheEnd();
    assertThat(store.fileBytes()).isLessThan(before / 2);
    for (int i = 0; i < ROWS; i += 10) {
      assertThat((i + LARGE).equals(value(users, "k" + i))).as("k" + i).isTrue();
    }
    assertThat(query(path, "PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void removeFew_theirPagesStayForOthers() {
    List<Change> removals = new ArrayList<>();
    for (int i = 0; i < ROWS / 20; i++) {
      removals.add(new Change.Delete(key("k" + i)));
    }
    users.apply(removals);
    maintainToTheEnd();
    long before = store.fileBytes();
    assertThat(store.usedBytes()).isLessThan(before);
    put(users, "new", LARGE);
    maintainToTheEnd();
    assertThat(store.fileBytes()).isEqualTo(before);
  }
}
