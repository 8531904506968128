package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.allKeys;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.row;
import static io.github.thermae.internal.sqlite.TestRows.sql;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I10: what was not stored does not come out, however the file is damaged. */
class DamageTest {
  private static final int FLIPS = 2_100;

  private static final int FLIPS_BEFORE_WRITES = 300;

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("cache.db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value = x'00'",
        "value = CAST(value AS TEXT)",
        "value = NULL",
        "value = 17",
        "value = 1.5",
        "schema = 2",
        "schema = NULL",
        "schema = 1.0",
        "schema = '1'",
        "schema = 4294967297",
        "version = 2",
        "version = 'x'",
        "version = NULL",
        "version = 1e300",
        "expires_at = NULL",
        "expires_at = 9999",
        "expires_at = 9000.0",
        "expires_at = x''",
        "expires_at = 9223372036854775807",
        "updated_at = 1001",
        "updated_at = NULL",
        "\"check\" = \"check\" + 1",
        "\"check\" = \"check\" + 4294967296",
        "\"check\" = NULL",
        "\"check\" = 'check'",
        "\"check\" = CAST(\"check\" AS REAL)"
      })
  void find_damagedColumn_isAMissAndQuarantined(String damage) throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      put(users, "other", "1");
      users.apply(List.of(new Change.Put(row(key("alice"), "1", 1).withDeadline(9_000))));
      sql(path, "UPDATE users SET " + damage + " WHERE key = 'alice'");

      assertThat(users.find(key("alice"))).isNull();
      assertThat(users.quarantinedCount()).isEqualTo(1);
      assertThat(users.find(key("alice"))).isNull();
      assertThat(users.quarantinedCount()).isEqualTo(1);
      assertThat(value(users, "other")).isEqualTo("1");
      assertThat(query(path, "SELECT cache, key, reason FROM thermae_quarantine"))
          .containsExactly("users|alice|the row does not fit its check value");
      assertThat(users.count(0)).isEqualTo(1);

      put(users, "alice", "2");
      assertThat(value(users, "alice")).isEqualTo("2");
    }
  }

  /** SQLite would take the flipped definition for what it says, and fail at the first new class. */
  @ParameterizedTest
  @ValueSource(strings = {"thermae_meta", "thermae_cache", "thermae_class", "thermae_quarantine"})
  void open_damagedDefinition_isRefusedAndChangesNothing(String table) throws Exception {
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
    }
    sql(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, '\"check\"', '\"chfck\"') || ' ' WHERE name = '"
            + table
            + "'");
    byte[] before = Files.readAllBytes(path);

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContainingAll(path.toString(), "damaged", table, "restore it");
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
  }

  @Test
  void find_accessTimeChanged_isNoDamage() throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      put(users, "alice", "1");
      sql(path, "UPDATE users SET accessed_at = 'whenever'");
      assertThat(value(users, "alice")).isEqualTo("1");
    }
  }

  @Test
  void find_rowOfAnotherKeyOrCache_isAMiss() throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      ColdTable orders = store.open("orders", TRAITS);
      put(users, "alice", "1");
      put(users, "bob", "2");
      put(orders, "carol", "3");
      sql(
          path,
          "DELETE FROM users WHERE key = 'alice'",
          "UPDATE users SET key = 'alice' WHERE key = 'bob'",
          "INSERT INTO users (key, schema, version, expires_at, updated_at, \"check\", value) SELECT"
              + " key, schema, version, expires_at, updated_at, \"check\", value FROM orders");

      assertThat(users.find(key("alice"))).isNull();
      assertThat(users.find(key("carol"))).isNull();
      assertThat(value(orders, "carol")).isEqualTo("3");
    }
  }

  /** The same key under the same row number in both: only the cache's id tells them apart. */
  @Test
  void find_tablesSwappedUnderTheirNames_isAMiss() throws Exception {
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "of users");
      put(store.open("orders", TRAITS), "alice", "of orders");
    }
    sql(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage = (SELECT sum(rootpage) FROM sqlite_schema WHERE type ="
            + " 'table' AND name IN ('users', 'orders')) - rootpage WHERE type = 'table' AND name IN"
            + " ('users', 'orders')");
    try (SqliteStore store = open(path)) {
      assertThat(value(store.open("users", TRAITS), "alice")).isNull();
      assertThat(value(store.open("orders", TRAITS), "alice")).isNull();
    }
  }

  @Test
  void find_indexLeadsToAnotherKeysRow_isAMissAndThatRowStays() throws Exception {
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
      put(store.open("users", TRAITS), "bob", "2");
      put(store.open("orders", TRAITS), "bob", "3");
      put(store.open("orders", TRAITS), "alice", "4");
    }
    sql(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage = (SELECT sum(rootpage) FROM sqlite_schema WHERE name LIKE"
            + " 'thermae_key_%') - rootpage WHERE name LIKE 'thermae_key_%'");
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      assertThat(users.find(key("alice"))).isNull();
      assertThat(users.find(key("bob"))).isNull();
      assertThat(users.quarantinedCount()).isZero();
      assertThat(allKeys(users, 10)).containsExactly(key("alice"), key("bob"));
    }
  }

  @Test
  void keysAfter_damagedKeys_areLeftOutAndQuarantined() throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      for (int i = 0; i < 30; i++) {
        put(users, "k" + i, "1");
      }
      sql(
          path,
          "UPDATE users SET key = 'zzz' WHERE key = 'k3'",
          "UPDATE users SET key = 1.5 WHERE key = 'k4'",
          "UPDATE users SET key = CAST(x'ff41' AS TEXT) WHERE key = 'k5'",
          "UPDATE users SET key = CAST(key AS BLOB) WHERE key = 'k6'",
          "UPDATE users SET \"check\" = NULL WHERE id BETWEEN 11 AND 20");
      List<EncodedKey> expected = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        if (!(i >= 3 && i <= 6) && !(i >= 10 && i <= 19)) {
          expected.add(key("k" + i));
        }
      }

      assertThat(allKeys(users, 5)).isEqualTo(expected);
      assertThat(users.quarantinedCount()).isEqualTo(14);
      assertThat(users.count(0)).isEqualTo(16);
      assertThat(allKeys(users, 5)).isEqualTo(expected);
    }
  }

  @Test
  void find_rowThatCannotBeMoved_isAMiss() throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      put(users, "alice", "1");
      sql(path, "DROP TABLE thermae_quarantine", "UPDATE users SET version = 9");

      assertThat(users.find(key("alice"))).isNull();
      assertThat(users.find(key("alice"))).isNull();
      assertThat(users.quarantinedCount()).isZero();
      put(users, "alice", "2");
      assertThat(value(users, "alice")).isEqualTo("2");
    }
  }

  @Test
  void find_manyDamagedRows_warnsOnceNamingCacheAndFile() throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      for (int i = 0; i < 20; i++) {
        put(users, "k" + i, "1");
      }
      sql(path, "UPDATE users SET version = 9");
      String log =
          withErrorsTo(
              () -> {
                for (int i = 0; i < 20; i++) {
                  assertThat(users.find(key("k" + i))).isNull();
                }
              });
      assertThat(log).containsOnlyOnce("WARN").contains(path.toString()).contains("\"users\"");
      assertThat(users.quarantinedCount()).isEqualTo(20);
    }
  }

  @Test
  void quarantine_sameVersion_movesTheRow() throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      users.apply(List.of(new Change.Put(row(key("alice"), "1", 5).withDeadline(7_000))));
      users.quarantine(key("alice"), 4, "older");
      users.quarantine(key("bob"), 5, "absent");
      assertThat(users.quarantinedCount()).isZero();
      assertThat(value(users, "alice")).isEqualTo("1");

      users.quarantine(key("alice"), 5, "its class is gone");
      assertThat(users.quarantinedCount()).isEqualTo(1);
      assertThat(users.find(key("alice"))).isNull();
      assertThat(
              query(
                  path,
                  "SELECT cache, key, CAST(value AS TEXT), schema, version, expires_at, updated_at,"
                      + " reason FROM thermae_quarantine"))
          .containsExactly("users|alice|1|1|5|7000|1000|its class is gone");
    }
  }

  @Test
  void quarantine_manyRows_keepsTheNewest() throws Exception {
    int more = 50;
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < Quarantine.ROWS_MAX + more; i++) {
        changes.add(new Change.Put(row(key("k" + i), "1", 1)));
      }
      users.apply(changes);
      for (int i = 0; i < Quarantine.ROWS_MAX + more; i++) {
        users.quarantine(key("k" + i), 1, "test");
      }
      assertThat(users.quarantinedCount()).isEqualTo(Quarantine.ROWS_MAX + more);
      assertThat(
              query(
                  path,
                  "SELECT count(*), min(key = 'k"
                      + more
                      + "' OR id > "
                      + (more + 1)
                      + ") FROM thermae_quarantine"))
          .containsExactly(Quarantine.ROWS_MAX + "|1");
    }
  }

  @Test
  void find_pagesOverwritten_isAnExceptionThatNamesTheFile() throws Exception {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      for (int i = 0; i < 500; i++) {
        put(users, "key" + i, "x".repeat(200));
      }
      put(store.open("orders", TRAITS), "alice", "1");
    }
    int tableRoot =
        Integer.parseInt(
            query(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'users'").get(0));
    byte[] bytes = Files.readAllBytes(path);
    Arrays.fill(bytes, (tableRoot - 1) * 4096, tableRoot * 4096, (byte) 0);
    Files.write(path, bytes);

    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      assertThatThrownBy(() -> users.find(key("key7")))
          .isInstanceOf(ThermaeException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("\"users\"")
          .hasMessageContaining("damaged");
      assertThatThrownBy(() -> users.count(0)).isInstanceOf(ThermaeException.class);
      ColdTable orders = store.open("orders", TRAITS);
      assertThat(value(orders, "alice")).isEqualTo("1");
      put(orders, "alice", "2");
      assertThat(value(orders, "alice")).isEqualTo("2");
    }
  }

  /** Row numbers are small integers of one byte here, in the cells of one page. */
  @Test
  void keysAfter_rowNumbersOutOfOrder_ends() throws Exception {
    try (SqliteStore store = open(path)) {
      for (int i = 0; i < 40; i++) {
        put(store.open("users", TRAITS), "k" + i, "1");
      }
    }
    byte[] whole = Files.readAllBytes(path);
    String root = query(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'users'").get(0);
    int page = (Integer.parseInt(root) - 1) * 4096;
    withErrorsTo(
        () -> {
          for (int cell = 0; cell < 40; cell++) {
            int pointer = page + 8 + 2 * cell;
            int offset = ((whole[pointer] & 0xFF) << 8) + (whole[pointer + 1] & 0xFF);
            byte[] damaged = whole.clone();
            // Behind the payload's length of one byte.
            assertThat(damaged[page + offset + 1]).isEqualTo((byte) (cell + 1));
            for (int number : new int[] {0, 1, 20, 127}) {
              damaged[page + offset + 1] = (byte) number;
              Files.write(path, damaged);
              walkInPages(cell + " became " + number);
            }
          }
        });
  }

  private void walkInPages(String context) {
    try (SqliteStore store = open(path)) {
      ColdTable users = store.open("users", TRAITS);
      for (int limit : new int[] {1, 7, 100}) {
        long position = 0;
        int pages = 0;
        boolean isEnd = false;
        while (!isEnd) {
          ColdTable.KeyPage keys = users.keysAfter(position, limit);
          assertThat(++pages).as(context).isLessThan(200);
          position = keys.position();
          isEnd = keys.keys().isEmpty();
        }
      }
    } catch (ThermaeException e) {
      assertThat(e).as(context).hasMessageContaining("damaged");
    }
  }

  /** Two caches with the same keys under the same row numbers, of all kinds and sizes. */
  @Test
  void find_oneByteFlippedAnywhere_givesTheRightRowOrNone() throws Exception {
    Map<EncodedKey, Row> users = new LinkedHashMap<>();
    Map<EncodedKey, Row> orders = new LinkedHashMap<>();
    try (SqliteStore store = open(path)) {
      fill(store.open("users", TRAITS), users, 1);
      fill(store.open("orders", TRAITS), orders, 2);
    }
    byte[] whole = Files.readAllBytes(path);
    long seed = System.nanoTime();
    System.out.println("DamageTest seed " + seed + ", " + whole.length + " bytes");
    Random random = new Random(seed);
    int[] outcomes = new int[3];

    withErrorsTo(
        () -> {
          for (int flip = 0; flip < FLIPS; flip++) {
            int offset = flipOne(whole, random);
            String context = "seed " + seed + ", flip " + flip + " at " + offset;
            checkDamaged(users, orders, outcomes, context);
          }
        });
    System.out.println(
        "DamageTest found " + outcomes[0] + ", missed " + outcomes[1] + ", threw " + outcomes[2]);
    assertThat(outcomes[0]).isPositive();
    assertThat(outcomes[1]).isPositive();
    assertThat(outcomes[2]).isPositive();
  }

  /** Half of the flips are in free space otherwise. */
  private int flipOne(byte[] whole, Random random) throws IOException {
    int offset = random.nextInt(whole.length);
    while (whole[offset] == 0 && random.nextInt(4) != 0) {
      offset = random.nextInt(whole.length);
    }
    byte[] damaged = whole.clone();
    damaged[offset] ^= (byte) (1 + random.nextInt(255));
    Files.write(path, damaged);
    return offset;
  }

  /**
   * A flip in an index can hide a row from a removal or a replacement, and later writes can bring
   * it to light again. So an older row of the key may be found; never one that was not stored for
   * it.
   */
  @Test
  void apply_oneByteFlippedAnywhere_findsOnlyWhatWasStoredForTheKey() throws Exception {
    Map<EncodedKey, Row> users = new LinkedHashMap<>();
    try (SqliteStore store = open(path)) {
      fill(store.open("users", TRAITS), users, 1);
    }
    byte[] whole = Files.readAllBytes(path);
    long seed = System.nanoTime();
    System.out.println("DamageTest seed " + seed);
    Random random = new Random(seed);
    withErrorsTo(
        () -> {
          for (int flip = 0; flip < FLIPS_BEFORE_WRITES; flip++) {
            int offset = flipOne(whole, random);
            String context = "seed " + seed + ", flip " + flip + " at " + offset;
            writeAndCheck(users, random, context);
          }
        });
  }

  private void writeAndCheck(Map<EncodedKey, Row> olds, Random random, String context) {
    try (SqliteStore store = open(path)) {
      ColdTable table = store.open("users", TRAITS);
      Map<EncodedKey, Row> news = new LinkedHashMap<>();
      for (EncodedKey key : olds.keySet()) {
        Row row = new Row(key, new byte[] {1, 2, 3}, 9, 1_000_000, Row.NEVER, 5);
        news.put(key, row);
        apply(table, random.nextBoolean() ? new Change.Delete(key) : new Change.Put(row));
      }
      for (EncodedKey key : olds.keySet()) {
        Row found = findOrNull(table, key);
        assertThat(found == null || isSame(found, olds.get(key)) || isSame(found, news.get(key)))
            .as(context + ": %s for %s", found, key)
            .isTrue();
      }
    } catch (ThermaeException e) {
      // Opening or closing it may fail.
    }
  }

  private static void apply(ColdTable table, Change change) {
    try {
      table.apply(List.of(change));
    } catch (ThermaeException e) {
      // Not acknowledged: what was there before stays.
    }
  }

  private static @Nullable Row findOrNull(ColdTable table, EncodedKey key) {
    try {
      return table.find(key);
    } catch (ThermaeException e) {
      return null;
    }
  }

  private void checkDamaged(
      Map<EncodedKey, Row> users, Map<EncodedKey, Row> orders, int[] outcomes, String context) {
    try (SqliteStore store = open(path)) {
      check(store.open("users", TRAITS), users, outcomes, context);
      check(store.open("orders", TRAITS), orders, outcomes, context);
    } catch (ThermaeException e) {
      outcomes[2]++;
    }
  }

  private static void check(
      ColdTable table, Map<EncodedKey, Row> expected, int[] outcomes, String context) {
    for (Row row : expected.values()) {
      try {
        Row found = table.find(row.key());
        if (found == null) {
          outcomes[1]++;
        } else {
          outcomes[0]++;
          if (!isSame(found, row)) {
            fail(context + ": " + found + " for " + row);
          }
        }
      } catch (ThermaeException e) {
        outcomes[2]++;
      }
    }
    try {
      for (EncodedKey key : allKeys(table, 16)) {
        outcomes[0]++;
        if (!expected.containsKey(key) && table.find(key) != null) {
          fail(context + ": a row for " + key);
        }
      }
    } catch (ThermaeException e) {
      outcomes[2]++;
    }
  }

  private static boolean isSame(Row row, @Nullable Row other) {
    return other != null
        && row.key().equals(other.key())
        && Arrays.equals(row.value(), other.value())
        && row.schema() == other.schema()
        && row.version() == other.version()
        && row.deadlineMillis() == other.deadlineMillis()
        && row.updatedMillis() == other.updatedMillis();
  }

  private static void fill(ColdTable table, Map<EncodedKey, Row> rows, int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      EncodedKey key =
          switch (i % 3) {
            case 0 -> EncodedKey.ofText("key number " + i);
            case 1 -> EncodedKey.ofInteger(i * 1_000_003L);
            default -> EncodedKey.ofBinary(("bytes" + i).getBytes(StandardCharsets.UTF_8));
          };
      byte[] value = new byte[i % 30 == 7 ? 9_000 : 10 + random.nextInt(100)];
      random.nextBytes(value);
      long deadline = i % 2 == 0 ? Row.NEVER : 2_000_000_000_000L + i;
      Row row = new Row(key, value, i % 4, 100L * seed + i, deadline, 1_700_000_000_000L + i);
      rows.put(key, row);
      table.apply(List.of(new Change.Put(row)));
    }
  }

  /** Something that may fail. */
  private interface Task {
    void run() throws IOException;
  }

  /** What was written to the error stream, and so to the log, meanwhile. */
  private static String withErrorsTo(Task task) throws IOException {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = bytes;
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setErr(stream);
      task.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
