package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.allKeys;
import static io.github.thermae.internal.sqlite.TestRows.assertRow;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.row;
import static io.github.thermae.internal.sqlite.TestRows.sql;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.ClassShape;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import io.github.thermae.internal.store.TableTraits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store and its tables do on a good day. */
class SqliteStoreTest {
  @TempDir Path folder;
  private Path path;
  private SqliteStore store;
  private ColdTable users;

  @BeforeEach
  void openStore() {
    path = folder.resolve("cache.db");
    store = open(path);
    users = store.open("users", TRAITS);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void find_rowPut_returnsAllOfIt() {
    Row eternal = new Row(key("a"), new byte[] {1, 0, -1}, 7, 42, Row.NEVER, 1_000);
    Row mortal = new Row(key("b"), new byte[0], Integer.MIN_VALUE, Long.MAX_VALUE, 5_000, -3);
    Row long1 =
        new Row(key("c"), new byte[100_000], Integer.MAX_VALUE, 1L << 40, Long.MIN_VALUE, 0);
    users.apply(List.of(new Change.Put(eternal), new Change.Put(mortal)));
    users.apply(List.of(new Change.Put(long1)));

    assertRow(users.find(key("a")), eternal);
    assertRow(users.find(key("b")), mortal);
    assertRow(users.find(key("c")), long1);
    assertThat(users.find(key("d"))).isNull();
  }

  @Test
  void find_afterReopening_returnsTheSameRow() {
    put(users, "alice", "1");
    store.close();

    store = open(path);
    assertRow(store.open("users", TRAITS).find(key("alice")), row(key("alice"), "1", 1));
  }

  @Test
  void find_keysOfThreeKindsThatLookAlike_areThreeRows() throws Exception {
    EncodedKey text = EncodedKey.ofText("1");
    EncodedKey integer = EncodedKey.ofInteger(1);
    EncodedKey binary = EncodedKey.ofBinary(text.bytes());
    EncodedKey eight = EncodedKey.ofBinary(integer.bytes());
    List<EncodedKey> keys = List.of(text, integer, binary, eight);
    for (EncodedKey key : keys) {
      users.apply(List.of(new Change.Put(row(key, key.kind() + "", 1))));
    }

    for (EncodedKey key : keys) {
      assertRow(users.find(key), row(key, key.kind() + "", 1));
    }
    assertThat(allKeys(users, 3)).containsExactlyElementsOf(keys);
    assertThat(query(path, "SELECT typeof(key) FROM users ORDER BY id"))
        .containsExactly("text", "integer", "blob", "blob");
  }

  @Test
  void find_keysOfOddContent_areToldApart() {
    List<EncodedKey> keys =
        List.of(
            key(""),
            key(" "),
            key("'"),
            key("\""),
            key("é"),
            key("e\u0301"),
            key("\uD83D\uDE00"),
            key("A"),
            key("a"),
            EncodedKey.ofInteger(Long.MIN_VALUE),
            EncodedKey.ofInteger(Long.MAX_VALUE),
            EncodedKey.ofInteger(0),
            EncodedKey.ofBinary(new byte[0]),
            EncodedKey.ofBinary(new byte[] {0}));
    for (int i = 0; i < keys.size(); i++) {
      users.apply(List.of(new Change.Put(row(keys.get(i), "v" + i, 1))));
    }
    for (int i = 0; i < keys.size(); i++) {
      assertRow(users.find(keys.get(i)), row(keys.get(i), "v" + i, 1));
    }
    assertThat(users.count(0)).isEqualTo(keys.size());
  }

  @Test
  void apply_putOfKnownKey_replacesAndKeepsTheRowId() throws Exception {
    put(users, "alice", "1");
    put(users, "bob", "1");
    users.apply(List.of(new Change.Put(row(key("alice"), "2", 2))));

    assertRow(users.find(key("alice")), row(key("alice"), "2", 2));
    assertThat(query(path, "SELECT id, key FROM users ORDER BY id"))
        .containsExactly("1|alice", "2|bob");
  }

  @Test
  void apply_changesOfOneKeyInOneBatch_areDoneInOrder() {
    users.apply(
        List.of(
            new Change.Put(row(key("a"), "1", 1)),
            new Change.Delete(key("a")),
            new Change.Put(row(key("a"), "3", 3)),
            new Change.Put(row(key("b"), "1", 1)),
            new Change.Delete(key("b"))));

    assertThat(value(users, "a")).isEqualTo("3");
    assertThat(value(users, "b")).isNull();
  }

  @Test
  void apply_nothing_doesNothing() {
    users.apply(List.of());
    users.apply(List.of(new Change.Delete(key("absent"))));
    assertThat(users.count(0)).isZero();
  }

  @Test
  void apply_touchOfSameVersion_movesTheDeadline() {
    put(users, "alice", "1");
    Row touched = row(key("alice"), "1", 1).withDeadline(9_000);
    users.apply(List.of(new Change.Touch(touched, 7)));
    assertRow(users.find(key("alice")), touched);

    users.apply(List.of(new Change.Touch(touched.withDeadline(Row.NEVER), 7)));
    assertRow(users.find(key("alice")), row(key("alice"), "1", 1));
    assertThat(users.quarantinedCount()).isZero();
  }

  @Test
  void apply_touchOfOtherVersionOrAbsentKey_doesNothing() {
    Row newer = row(key("alice"), "2", 2);
    users.apply(List.of(new Change.Put(newer)));
    users.apply(List.of(new Change.Touch(row(key("alice"), "1", 1).withDeadline(5), 7)));
    users.apply(List.of(new Change.Touch(row(key("alice"), "3", 3).withDeadline(5), 7)));
    users.apply(List.of(new Change.Touch(row(key("bob"), "1", 1).withDeadline(5), 7)));

    assertRow(users.find(key("alice")), newer);
    assertThat(users.find(key("bob"))).isNull();
  }

  @Test
  void count_someExpired_countsTheOthers() {
    users.apply(
        List.of(
            new Change.Put(row(key("a"), "1", 1)),
            new Change.Put(row(key("b"), "1", 1).withDeadline(100)),
            new Change.Put(row(key("c"), "1", 1).withDeadline(200))));

    assertThat(users.count(99)).isEqualTo(3);
    assertThat(users.count(100)).isEqualTo(2);
    assertThat(users.count(200)).isEqualTo(1);
  }

  @Test
  void keysAfter_rowsChangeWhileWalking_visitsThoseThatStayOnce() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      changes.add(new Change.Put(row(key("k" + i), "1", 1)));
    }
    users.apply(changes);
    List<EncodedKey> seen = new ArrayList<>();
    long position = 0;
    for (int page = 0; ; page++) {
      ColdTable.KeyPage keys = users.keysAfter(position, 7);
      if (keys.keys().isEmpty()) {
        break;
      }
      seen.addAll(keys.keys());
      position = keys.position();
      // Removes one that was seen and replaces one that was not.
      users.apply(List.of(new Change.Delete(seen.get(page))));
      users.apply(List.of(new Change.Put(row(key("k99"), "again", 2 + page))));
    }

    assertThat(seen).hasSize(100).doesNotHaveDuplicates();
    assertThat(users.keysAfter(position, 7)).isEqualTo(new ColdTable.KeyPage(List.of(), position));
  }

  @Test
  void clear_rowsInTwoTables_removesThoseOfOne() {
    ColdTable orders = store.open("orders", TRAITS);
    put(users, "alice", "1");
    put(orders, "alice", "2");
    users.clear();

    assertThat(users.count(0)).isZero();
    assertThat(value(users, "alice")).isNull();
    assertThat(value(orders, "alice")).isEqualTo("2");
  }

  @Test
  void drop_openTable_readsAsEmptyAndRefusesWrites() {
    put(users, "alice", "1");
    assertThat(value(users, "alice")).isEqualTo("1");
    store.drop("users");
    store.drop("users");
    store.drop("never made");

    assertThat(store.cacheNames()).isEmpty();
    assertThat(users.find(key("alice"))).isNull();
    assertThat(users.count(0)).isZero();
    assertThat(users.keysAfter(0, 10).keys()).isEmpty();
    users.quarantine(key("alice"), 1, "late");
    assertThatThrownBy(() -> put(users, "alice", "2"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("\"users\" was destroyed")
        .hasMessageContaining(path.toString());
    assertThatThrownBy(users::clear).isInstanceOf(ThermaeException.class);
  }

  @Test
  void open_droppedCache_isNewEmptyAndHasItsOwnTraits() throws Exception {
    put(users, "alice", "1");
    value(users, "alice");
    store.drop("users");
    TableTraits others = new TableTraits("java.lang.Long", "x", "java.lang.Long");
    ColdTable again = store.open("users", others);

    assertThat(again.traits()).isEqualTo(others);
    assertThat(value(again, "alice")).isNull();
    put(again, "alice", "2");
    assertThat(value(again, "alice")).isEqualTo("2");
    assertThat(value(users, "alice")).isNull();
    assertThat(query(path, "SELECT id, name, \"table\" FROM thermae_cache"))
        .containsExactly("2|users|users");
  }

  @Test
  void open_knownCache_keepsItsFirstTraits() {
    TableTraits others = new TableTraits("k", "v", "java.lang.Long");
    assertThat(store.open("users", others).traits()).isEqualTo(TRAITS);
    store.close();

    store = open(path);
    assertThat(store.open("users", others).traits()).isEqualTo(TRAITS);
  }

  @Test
  void open_tableDroppedByHand_isMadeAgain() throws Exception {
    put(users, "alice", "1");
    store.close();
    sql(path, "DROP TABLE users");

    store = open(path);
    users = store.open("users", TRAITS);
    assertThat(value(users, "alice")).isNull();
    put(users, "alice", "2");
    assertThat(value(users, "alice")).isEqualTo("2");
  }

  @Test
  void cacheNames_openedEarlier_areAllThere() {
    store.open("orders", TRAITS);
    store.close();
    store = open(path);
    assertThat(store.cacheNames()).containsExactlyInAnyOrder("users", "orders");
  }

  @Test
  void claimVersions_overReopening_onlyGrows() {
    long highest = 0;
    for (int round = 0; round < 3; round++) {
      for (long count : new long[] {1, 1000, 7}) {
        long first = store.claimVersions(count);
        assertThat(first).isGreaterThan(highest);
        highest = first + count - 1;
      }
      store.close();
      store = open(path);
    }
    assertThat(highest).isEqualTo(3 * 1008);
  }

  @Test
  void claimVersions_usedUp_saysSo() {
    store.claimVersions(Long.MAX_VALUE - 10);
    assertThatThrownBy(() -> store.claimVersions(20))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("used up");
    assertThat(store.claimVersions(1)).isEqualTo(Long.MAX_VALUE - 9);
  }

  @Test
  void classes_savedEarlier_areAllThere() {
    ClassShape plain = new ClassShape("com.acme.User", "name:String,age:int");
    ClassShape odd = new ClassShape("Odd\uD800", "\0");
    store.saveClass(256, plain);
    store.saveClass(257, odd);
    assertThat(store.classes()).isEqualTo(Map.of(256, plain, 257, odd));
    assertThatThrownBy(() -> store.saveClass(256, odd)).isInstanceOf(ThermaeException.class);
    store.close();

    store = open(path);
    assertThat(store.classes()).isEqualTo(Map.of(256, plain, 257, odd));
  }

  @Test
  void classes_damagedRow_keepsItsNumberAndFitsNoClass() throws Exception {
    store.saveClass(256, new ClassShape("com.acme.User", "name:String"));
    sql(path, "UPDATE thermae_class SET name = 'com.acme.Usar'");
    assertThat(store.classes()).isEqualTo(Map.of(256, ClassTable.DAMAGED));
  }

  @Test
  void fileBytes_rowsWritten_grows() {
    long before = store.fileBytes() + store.walBytes();
    users.apply(List.of(new Change.Put(row(key("a"), "x".repeat(100_000), 1))));
    assertThat(store.fileBytes() + store.walBytes()).isGreaterThan(before + 100_000);
  }

  @Test
  void file_openedWithASqliteTool_showsTextKeys() throws Exception {
    users.apply(List.of(new Change.Put(row(key("alice"), "hello", 3).withDeadline(77))));
    assertThat(
            query(
                path,
                "SELECT id, key, schema, version, expires_at, updated_at, CAST(value AS TEXT) FROM"
                    + " \"users\" WHERE key = 'alice'"))
        .containsExactly("1|alice|1|3|77|1000|hello");
    assertThat(query(path, "PRAGMA integrity_check")).containsExactly("ok");
    assertThat(query(path, "PRAGMA journal_mode")).containsExactly("wal");
    assertThat(query(path, "PRAGMA auto_vacuum")).containsExactly("2");
    assertThat(query(path, "PRAGMA application_id"))
        .containsExactly(Integer.toString(Schema.APPLICATION_ID));
    assertThat(query(path, "PRAGMA user_version")).containsExactly("1");
  }

  @Test
  void statements_manyTables_staysBounded() throws Exception {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < Session.STATEMENTS_MAX + 20; i++) {
      String name = "cache" + i;
      names.add(name);
      ColdTable table = store.open(name, TRAITS);
      put(table, "k", name);
      assertThat(value(table, "k")).isEqualTo(name);
    }
    for (String name : names) {
      assertThat(value(store.open(name, TRAITS), "k")).isEqualTo(name);
    }
    int kept = store.writer().single(Session::keptStatements);
    assertThat(kept).isEqualTo(Session.STATEMENTS_MAX);
  }

  @Test
  void transaction_anythingThrown_isRolledBackAndTheNextWorks() throws Exception {
    assertThatThrownBy(
            () ->
                store
                    .writer()
                    .transaction(
                        session -> {
                          session.execute("INSERT INTO users (key) VALUES ('half')");
                          throw new IllegalStateException("planted");
                        }))
        .hasMessage("planted");

    assertThat(query(path, "SELECT count(*) FROM users")).containsExactly("0");
    put(users, "alice", "1");
    assertThat(value(users, "alice")).isEqualTo("1");
  }

  @Test
  void close_twice_thenEveryOperationSaysClosed() {
    store.close();
    store.close();
    List<Runnable> operations =
        List.of(
            () -> users.find(key("a")),
            () -> put(users, "a", "1"),
            () -> users.apply(List.of()),
            () -> users.keysAfter(0, 1),
            () -> users.count(0),
            users::clear,
            () -> users.quarantine(key("a"), 1, "x"),
            () -> store.open("users", TRAITS),
            () -> store.drop("users"),
            store::cacheNames,
            () -> store.claimVersions(1),
            store::classes,
            () -> store.saveClass(1, new ClassShape("a", "b")),
            store::fileBytes);
    for (Runnable operation : operations) {
      assertThatThrownBy(operation::run)
          .isInstanceOf(ThermaeException.class)
          .hasMessageContaining("Store " + path + " is closed");
    }
  }

  @Test
  void closeAll_onePartFails_theOthersAreClosed() {
    List<String> closed = new ArrayList<>();
    assertThatThrownBy(
            () ->
                SqliteStore.closeAll(
                    path,
                    () -> {
                      throw new IllegalStateException("first");
                    },
                    () -> closed.add("second"),
                    () -> {
                      throw new IllegalStateException("third");
                    },
                    () -> closed.add("fourth")))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("first")
        .hasSuppressedException(new IllegalStateException("third"));
    assertThat(closed).containsExactly("second", "fourth");
  }
}
