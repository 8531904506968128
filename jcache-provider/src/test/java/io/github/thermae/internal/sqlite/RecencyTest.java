package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bounds ask of a table: who was used longest ago, how many rows, how many bytes. */
class RecencyTest {
  @TempDir private Path folder;
  private SqliteStore store;
  private ColdTable users;

  @BeforeEach
  void openStore() {
    store = open(folder.resolve("cache.db"));
    users = store.open("users", TRAITS);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static Row row(String key, long deadlineMillis, long updatedMillis) {
    byte[] value = "value".getBytes(StandardCharsets.UTF_8);
    return new Row(key(key), value, 1, 1, deadlineMillis, updatedMillis);
  }

  private void put(String key, long updatedMillis) {
    users.apply(List.of(new Change.Put(row(key, Row.NEVER, updatedMillis))));
  }

  private void used(String key, long accessedMillis) {
    users.apply(List.of(new Change.Used(key(key), accessedMillis)));
  }

  private static List<EncodedKey> keys(String... keys) {
    List<EncodedKey> encoded = new ArrayList<>();
    for (String key : keys) {
      encoded.add(key(key));
    }
    return encoded;
  }

  @Test
  void emptyTable_hasNothing() {
    assertThat(users.oldestUseMillis()).isEmpty();
    assertThat(users.leastRecentlyUsed(10)).isEmpty();
    assertThat(users.mostRecentlyUsed(10)).isEmpty();
    assertThat(users.countRows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void order_isOfTheLastWriteOrNotedUse(boolean indexed) {
    if (indexed) {
      users.keepRecency();
      users.keepRecency();
    }
    put("written-last", 400);
    put("used-late", 100);
    put("oldest", 200);
    put("touched", 150);
    used("used-late", 500);
    users.apply(List.of(new Change.Touch(row("touched", 9_000, 150), 300)));

    assertThat(users.oldestUseMillis()).hasValue(200);
    assertThat(users.leastRecentlyUsed(10))
        .isEqualTo(keys("oldest", "touched", "written-last", "used-late"));
    assertThat(users.mostRecentlyUsed(10))
        .isEqualTo(keys("used-late", "written-last", "touched", "oldest"));
    assertThat(users.leastRecentlyUsed(1)).isEqualTo(keys("oldest"));
    assertThat(users.mostRecentlyUsed(2)).isEqualTo(keys("used-late", "written-last"));

    put("oldest", 600);
    assertThat(users.oldestUseMillis()).hasValue(300);
    assertThat(users.mostRecentlyUsed(1)).isEqualTo(keys("oldest"));
  }

  @Test
  void used_absentKey_makesNoRow() {
    used("absent", 500);
    assertThat(users.countRows()).isZero();
    assertThat(users.oldestUseMillis()).isEmpty();
  }

  @Test
  void countRows_countsExpiredOnesToo() {
    put("eternal", 100);
    users.apply(List.of(new Change.Put(row("expired", 200, 100))));
    assertThat(users.countRows()).isEqualTo(2);
    assertThat(users.count(300)).isEqualTo(1);
    users.apply(List.of(new Change.Delete(key("eternal"))));
    assertThat(users.countRows()).isEqualTo(1);
  }

  @Test
  void recency_survivesClosing() {
    put("first", 100);
    put("second", 200);
    used("first", 300);
    store.close();
    openStore();
    assertThat(users.leastRecentlyUsed(10)).isEqualTo(keys("second", "first"));
  }

  @Test
  void usedBytes_growWithRowsAndShrinkBeforeTheFileDoes() {
    long empty = store.usedBytes();
    List<Change> puts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] value = new byte[1_000];
      puts.add(new Change.Put(new Row(key("k" + i), value, 1, 1, Row.NEVER, 100)));
    }
    users.apply(puts);
    long full = store.usedBytes();
    assertThat(full - empty).isGreaterThan(500 * 1_000);
    users.clear();
    assertThat(store.usedBytes()).isLessThan(empty + (full - empty) / 4);
  }
}
