package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.row;
import static io.github.thermae.internal.sqlite.TestRows.sql;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The key filter denies no key that has a row, and spares the disk the others. */
@Timeout(120)
class KeyFilterTest {
  private static final int INDEX_FLIPS = 150;

  @TempDir Path folder;
  private Path path;
  private SqliteStore store;

  @BeforeEach
  void openStore() {
    path = folder.resolve("cache.db");
    store = open(path);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private SqliteTable users() {
    return (SqliteTable) store.open("users", TRAITS);
  }

  private void reopen() {
    store.close();
    store = open(path);
  }

  private static void putAll(ColdTable table, String prefix, int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(new Change.Put(row(key(prefix + i), "v", 1)));
    }
    table.apply(changes);
  }

  private static void removeAll(ColdTable table, String prefix, int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(new Change.Delete(key(prefix + i)));
    }
    table.apply(changes);
  }

  private static int held(SqliteTable table, String prefix, int count) {
    int held = 0;
    for (int i = 0; i < count; i++) {
      held += table.filter().mightHold(key(prefix + i)) ? 1 : 0;
    }
    return held;
  }

  @Test
  void open_newTable_isReadyAtOnce() {
    assertThat(users().filter().isReady()).isTrue();
    put(users(), "alice", "1");
    assertThat(value(users(), "alice")).isEqualTo("1");
    assertThat(users().filter().mightHold(key("bob"))).isFalse();
  }

  @Test
  void maintain_reopenedTable_buildsTheFilterAndAllIsFound() {
    int count = 2 * KeyIndex.PAGE_KEYS + 7;
    putAll(users(), "k", count);
    users().apply(List.of(new Change.Put(row(EncodedKey.ofInteger(-5), "int", 1))));
    users().apply(List.of(new Change.Put(row(EncodedKey.ofInteger(7), "int", 1))));
    users().apply(List.of(new Change.Put(row(EncodedKey.ofBinary(new byte[] {-1}), "bin", 1))));
    put(users(), "\uFFFD", "replacement");
    reopen();
    assertThat(users().filter().isReady()).isFalse();
    assertThat(value(users(), "k0")).isEqualTo("v");

    store.maintain();
    assertThat(users().filter().isReady()).isTrue();
    assertThat(held(users(), "k", count)).isEqualTo(count);
    assertThat(users().find(EncodedKey.ofInteger(-5))).isNotNull();
    assertThat(users().find(EncodedKey.ofInteger(7))).isNotNull();
    assertThat(users().find(EncodedKey.ofBinary(new byte[] {-1}))).isNotNull();
    assertThat(value(users(), "\uFFFD")).isEqualTo("replacement");
    assertThat(held(users(), "absent", 1_000)).isLessThan(50);
  }

  /** A row that another program wrote is damaged; who meets it moves it away. */
  @Test
  void find_absentKey_isNotLookedForOnDisk() throws Exception {
    putAll(users(), "k", 10);
    sql(path, "INSERT INTO users (key) VALUES ('planted')");
    assertThat(users().find(key("planted"))).isNull();
    assertThat(users().findAll(List.of(key("planted"), key("k1")))).containsOnlyKeys(key("k1"));
    assertThat(users().quarantinedCount()).isZero();

    reopen();
    assertThat(users().find(key("planted"))).isNull();
    assertThat(users().quarantinedCount()).as("without a filter it is met").isEqualTo(1);
  }

  @Test
  void clear_builtAndUnbuilt_isReadyAndEmpty() {
    putAll(users(), "k", 100);
    users().clear();
    assertThat(held(users(), "k", 100)).isZero();
    put(users(), "k1", "2");
    reopen();

    users().clear();
    assertThat(users().filter().isReady()).isTrue();
    assertThat(users().filter().mightHold(key("k1"))).isFalse();
    put(users(), "k1", "3");
    assertThat(value(users(), "k1")).isEqualTo("3");
  }

  @Test
  void drop_thenMadeAgain_holdsNothingOfTheOldOne() {
    SqliteTable old = users();
    put(old, "alice", "1");
    store.drop("users");
    assertThat(old.find(key("alice"))).isNull();
    store.maintain();
    put(users(), "bob", "2");
    assertThat(users().filter().mightHold(key("alice"))).isFalse();
    assertThat(value(users(), "bob")).isEqualTo("2");
  }

  @Test
  void maintain_moreKeysThanRoom_rebuildsWithoutTheRemovedOnes() {
    int count = KeyFilter.CAPACITY_MIN;
    putAll(users(), "old", count);
    removeAll(users(), "old", count);
    assertThat(held(users(), "old", count)).as("bits stay").isEqualTo(count);
    putAll(users(), "new", count / 2);

    assertThat(users().filter().isBuildDue()).isTrue();
    store.maintain();
    assertThat(users().filter().isBuildDue()).isFalse();
    assertThat(held(users(), "old", count)).isLessThan(count / 20);
    assertThat(held(users(), "new", count / 2)).isEqualTo(count / 2);
  }

  @Test
  void mightHold_fullAndHalfFull_letsFewOthersThrough() {
    int capacity = 100_000;
    KeyBits bits = new KeyBits(capacity);
    int half = falsePositives(bits, 0, capacity / 2);
    int full = falsePositives(bits, capacity / 2, capacity);
    System.out.println("KeyFilterTest others let through of 100,000: " + half + ", " + full);
    assertThat(half).isLessThan(500);
    assertThat(full).isLessThan(3_000);
    assertThat(bits.bytes()).isLessThan(capacity * (KeyBits.BITS_PER_KEY + 1) / 8);
    assertThat(new KeyBits(Long.MAX_VALUE / 2).bytes()).isEqualTo(KeyBits.BYTES_MAX);
  }

  private static int falsePositives(KeyBits bits, int from, int to) {
    for (int i = from; i < to; i++) {
      bits.add(key("user:" + i));
    }
    int held = 0;
    for (int i = 0; i < 100_000; i++) {
      held += bits.mightHold(key("other:" + i)) ? 1 : 0;
    }
    return held;
  }

  /** Each thread has keys of its own, and finds what it put, whenever the filter is built. */
  @Test
  void find_afterPutsDuringBuilds_isNeverDenied() throws Exception {
    SqliteTable users = users();
    putAll(users, "old", 5_000);
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicBoolean done = new AtomicBoolean();
    List<Future<?>> writers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String prefix = "t" + t + ":";
      Callable<?> writer = () -> putFindRemove(users, prefix);
      writers.add(threads.submit(writer));
    }
    Future<Integer> builder = threads.submit(() -> buildUntil(done, users));
    try {
      for (Future<?> writer : writers) {
        writer.get(100, TimeUnit.SECONDS);
      }
    } finally {
      done.set(true);
    }
    assertThat(builder.get(30, TimeUnit.SECONDS)).isGreaterThan(1);
    assertThat(users.filter().isReady()).isTrue();
    assertThat(held(users, "old", 5_000)).isEqualTo(5_000);
    threads.shutdownNow();
  }

  private static boolean putFindRemove(SqliteTable users, String prefix) {
    for (int i = 0; i < 1_500; i++) {
      put(users, prefix + i, "v");
      assertThat(value(users, prefix + i)).isEqualTo("v");
      if (i >= 20) {
        String earlier = prefix + (i - 20);
        assertThat(value(users, earlier)).isEqualTo("v");
        users.apply(List.of(new Change.Delete(key(earlier))));
        if (i % 3 == 0) {
          put(users, earlier, "again");
          assertThat(value(users, earlier)).isEqualTo("again");
        }
      }
    }
    return true;
  }

  private static int buildUntil(AtomicBoolean done, SqliteTable users) {
    int builds = 0;
    while (!done.get()) {
      users.buildFilter();
      builds++;
    }
    return builds;
  }

  @Test
  void clear_duringBuilds_deniesNothingThatWasPutAfterIt() throws Exception {
    SqliteTable users = users();
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicBoolean done = new AtomicBoolean();
    Future<Integer> builder = threads.submit(() -> buildUntil(done, users));
    try {
      for (int round = 0; round < 100; round++) {
        putAll(users, "r" + round + ":", 30);
        users.clear();
        put(users, "k" + round, "v");
        assertThat(value(users, "k" + round)).isEqualTo("v");
      }
    } finally {
      done.set(true);
      builder.get(30, TimeUnit.SECONDS);
      threads.shutdownNow();
    }
  }

  @Test
  void build_tableClearedMeanwhile_isGivenUp() throws Exception {
    SqliteTable users = users();
    KeyFilter.Keys keys =
        new KeyFilter.Keys() {
          @Override
          public long count() {
            return 0;
          }

          @Override
          public KeyIndex.Page after(@Nullable EncodedKey last) {
            users.clear();
            put(users, "late", "v");
            return new KeyIndex.Page(List.of(), false);
          }
        };
    users.filter().build(store.writer(), keys);
    assertThat(value(users, "late")).isEqualTo("v");
  }

  @Test
  void maintain_storeClosesMeanwhile_endsWithoutAnError() throws Exception {
    putAll(users(), "k", 20_000);
    ExecutorService threads = Executors.newCachedThreadPool();
    for (int round = 0; round < 5; round++) {
      reopen();
      users();
      SqliteStore closing = store;
      Future<?> upkeep = threads.submit(closing::maintain);
      closing.close();
      upkeep.get(30, TimeUnit.SECONDS);
      closing.maintain();
    }
    threads.shutdownNow();
  }

  @Test
  void find_keyColumnDamagedInTheTableAlone_isFoundByTheIndex() throws Exception {
    put(users(), "alice", "1");
    store.close();
    overwrite("users", "alice", "alicf");

    store = open(path);
    store.maintain();
    users();
    store.maintain();
    assertThat(users().filter().isReady()).isTrue();
    assertThat(value(users(), "alice")).isEqualTo("1");
  }

  @Test
  void maintain_indexOutOfOrder_asksTheDisk() throws Exception {
    putAll(users(), "k", 30);
    store.close();
    overwrite(indexName(), "k15", "z15");

    store = open(path);
    users();
    store.maintain();
    assertThat(users().filter().isReady()).isFalse();
    assertThat(users().filter().isBuildDue()).as("not walked again each second").isFalse();
    assertThat(value(users(), "k20")).isEqualTo("v");
  }

  private String indexName() throws Exception {
    return query(path, "SELECT name FROM sqlite_schema WHERE name LIKE 'thermae_key_%'").get(0);
  }

  private int rootOffset(String name) throws Exception {
    String root =
        query(path, "SELECT rootpage FROM sqlite_schema WHERE name = '" + name + "'").get(0);
    return (Integer.parseInt(root) - 1) * 4096;
  }

  /** Changes a text in the root page of a table or an index. */
  private void overwrite(String name, String text, String other) throws Exception {
    int page = rootOffset(name);
    byte[] bytes = Files.readAllBytes(path);
    String latin = new String(bytes, page, 4096, StandardCharsets.ISO_8859_1);
    int at = latin.indexOf(text);
    assertThat(at).isPositive();
    byte[] replacement = other.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(replacement, 0, bytes, page + at, replacement.length);
    Files.write(path, bytes);
  }

  /** What a lookup finds in a damaged index without a filter it also finds with one. */
  @Test
  void find_indexDamagedAnywhere_findsAsMuchAsWithoutAFilter() throws Exception {
    putAll(users(), "key", 40);
    users().apply(List.of(new Change.Put(row(EncodedKey.ofInteger(300), "int", 1))));
    users().apply(List.of(new Change.Put(row(EncodedKey.ofBinary(new byte[9]), "bin", 1))));
    store.close();
    byte[] whole = Files.readAllBytes(path);
    int page = rootOffset(indexName());
    long seed = System.nanoTime();
    System.out.println("KeyFilterTest seed " + seed);
    Random random = new Random(seed);
    int unfit = 0;
    for (int flip = 0; flip < INDEX_FLIPS; flip++) {
      int offset = random.nextInt(4096);
      while (whole[page + offset] == 0) {
        offset = random.nextInt(4096);
      }
      byte[] damaged = whole.clone();
      damaged[page + offset] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, damaged);
      Set<String> without = found(false);
      Files.write(path, damaged);
      Set<String> with = found(true);
      assertThat(with).as("seed %s, flip %s at %s", seed, flip, offset).containsAll(without);
      unfit += with.contains("unfit") ? 1 : 0;
    }
    assertThat(unfit).isPositive().isLessThan(INDEX_FLIPS);
  }

  private Set<String> found(boolean withFilter) {
    Set<String> found = new TreeSet<>();
    try (SqliteStore damaged = open(path)) {
      SqliteTable users = (SqliteTable) damaged.open("users", TRAITS);
      if (withFilter) {
        damaged.maintain();
        if (!users.filter().isReady()) {
          found.add("unfit");
        }
      }
      for (int i = 0; i < 40; i++) {
        addIfFound(users, key("key" + i), found);
      }
      addIfFound(users, EncodedKey.ofInteger(300), found);
      addIfFound(users, EncodedKey.ofBinary(new byte[9]), found);
    }
    return found;
  }

  private static void addIfFound(SqliteTable users, EncodedKey key, Set<String> found) {
    try {
      if (users.find(key) != null) {
        found.add(key.toString());
      }
    } catch (ThermaeException e) {
      assertThat(e).hasMessageContaining("damaged");
    }
  }
}
