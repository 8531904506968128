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

import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers keep their transactions, and nobody notices but the clock. */
@Timeout(120)
class KeptReadsTest {
  private static final long PAGE_AND_HEADER = 4096 + 24;

  /** What may be written between two looks, and the log's own header. */
  private static final long SLACK_BYTES = 4 * 1024 * 1024;

  @TempDir Path folder;
  private Path path;
  private SqliteStore store;
  private ColdTable users;

  @BeforeEach
  void openStore() {
    path = folder.resolve("cache.db");
    store = open(path);
    users = store.open("users", TRAITS);
    put(users, "alice", "0");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void readUntilKept() {
    for (int i = 0; i < Reader.QUIET_READS + 2; i++) {
      assertThat(value(users, "alice")).isNotNull();
    }
  }

  /** A program that truncates the log can do so only while nobody reads from it. */
  private boolean isLogInUse() throws SQLException {
    return query(path, "PRAGMA wal_checkpoint(TRUNCATE)").get(0).startsWith("1");
  }

  private void fillLog(long bytes) {
    for (long written = 0; written < bytes; written += 100 * 4_096) {
      // SQLite does not write a page that would not change.
      String large = (written + "........").substring(0, 8).repeat(3_000 / 8);
      List<Change> batch = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        batch.add(new Change.Put(row(key("k" + i), large, written)));
      }
      users.apply(batch);
    }
  }

  @Test
  void find_nothingCommitted_keepsATransaction() throws Exception {
    put(users, "bob", "1");
    readUntilKept();
    assertThat(readers().kept()).isEqualTo(1);
  }

  private ReaderPool readers() {
    return store.readers();
  }

  @Test
  void find_afterACommit_seesItAtOnce() {
    for (int i = 1; i < 50; i++) {
      readUntilKept();
      put(users, "alice", "" + i);
      assertThat(readers().kept()).as("an idle reader's transaction ends with the commit").isZero();
      assertThat(value(users, "alice")).isEqualTo("" + i);
    }
  }

  @Test
  void find_manyThreadsReadingEachOthersKeys_neverSeeLessThanWasAcknowledged() throws Exception {
    int count = 4;
    long[] acknowledged = new long[count];
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      int own = t;
      running.add(threads.submit(() -> writeAndReadOthers(own, acknowledged)));
    }
    for (Future<?> thread : running) {
      thread.get(100, TimeUnit.SECONDS);
    }
    threads.shutdownNow();
  }

  private boolean writeAndReadOthers(int own, long[] acknowledged) {
    for (long version = 1; version <= 1_000; version++) {
      users.apply(List.of(new Change.Put(row(key("own" + own), "v", version))));
      acknowledge(acknowledged, own, version);
      for (int reads = 0; reads < 1 + version % 12; reads++) {
        int other = (own + reads) % acknowledged.length;
        long least = acknowledgedBy(acknowledged, other);
        Row found = users.find(key("own" + other));
        assertThat(found == null ? 0 : found.version()).isGreaterThanOrEqualTo(least);
      }
    }
    return true;
  }

  private static void acknowledge(long[] acknowledged, int own, long version) {
    synchronized (acknowledged) {
      acknowledged[own] = version;
    }
  }

  private static long acknowledgedBy(long[] acknowledged, int other) {
    synchronized (acknowledged) {
      return acknowledged[other];
    }
  }

  @Test
  void maintain_idleReader_endsItsTransactionAndShowsWhatOthersCommitted() throws Exception {
    put(users, "bob", "1");
    readUntilKept();
    String kept = query(path, "SELECT hex(value) FROM users WHERE key = 'alice'").get(0);
    assertThat(kept).isEqualTo("30");
    sql(path, "DELETE FROM users WHERE key = 'alice'");
    assertThat(value(users, "alice")).as("seen after the upkeep").isEqualTo("0");

    store.maintain();
    assertThat(readers().kept()).isZero();
    assertThat(isLogInUse()).isFalse();
    assertThat(value(users, "alice")).isNull();
  }

  @Test
  void apply_muchMoreThanTheLogHolds_keepsItShortAlthoughReadersAreIdle() {
    readUntilKept();
    long mostBytes = 0;
    for (int i = 0; i < 12; i++) {
      readUntilKept();
      fillLog(LogKeeper.PAGES_DUE * PAGE_AND_HEADER / 4);
      mostBytes = Math.max(mostBytes, store.walBytes());
    }
    assertThat(mostBytes).isLessThan(LogKeeper.PAGES_DUE * PAGE_AND_HEADER + SLACK_BYTES);
  }

  /** A reader that is in the middle of a read at every commit, as under load. */
  @Test
  void apply_readersNeverIdle_staysUnderTheUpperBound() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < ReaderPool.SIZE; t++) {
      running.add(
          threads.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  readers().read(KeptReadsTest::readForAWhile);
                }
                return true;
              }));
    }
    long mostBytes = 0;
    for (int i = 0; i < 8; i++) {
      fillLog(LogKeeper.PAGES_DUE * PAGE_AND_HEADER);
      mostBytes = Math.max(mostBytes, store.walBytes());
    }
    threads.shutdownNow();
    for (Future<?> thread : running) {
      thread.get(30, TimeUnit.SECONDS);
    }
    assertThat(mostBytes).isLessThan(LogKeeper.PAGES_MAX * PAGE_AND_HEADER + SLACK_BYTES);
  }

  /** Long enough for some commits, so that a checkpoint finds someone who reads what was before. */
  private static boolean readForAWhile(Session session) throws SQLException {
    try (ResultSet rows = session.statement("SELECT key FROM users").executeQuery()) {
      boolean isRow = rows.next();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      return isRow;
    }
  }

  @Test
  void prepare_commitMeanwhile_endsTheTransaction() throws Exception {
    try (Reader reader = new Reader(Connections.reader(path), 0)) {
      for (int i = 0; i <= Reader.QUIET_READS; i++) {
        assertThat(reader.isKept()).isFalse();
        reader.prepare(1);
      }
      assertThat(reader.isKept()).isTrue();
      reader.prepare(1);
      assertThat(reader.isOutdated(1)).isFalse();
      assertThat(reader.isOutdated(2)).isTrue();
      reader.prepare(2);
      assertThat(reader.isKept()).isFalse();
    }
  }

  @Test
  void read_commitDuringIt_leavesNoTransactionBehind() throws Exception {
    readUntilKept();
    assertThat(readers().kept()).isEqualTo(1);
    readers()
        .read(
            session -> {
              readers().committed();
              return session.queryText("SELECT 1");
            });
    assertThat(readers().kept()).isZero();
  }

  @Test
  void maintain_nothingWrittenSinceTheLast_foldsTheLog() throws Exception {
    store.maintain();
    put(users, "bob", "1");
    store.maintain();
    assertThat(foldedPages()).as("something was written since").isZero();
    store.maintain();
    assertThat(foldedPages()).isPositive();
  }

  private int foldedPages() throws SQLException {
    String pages = query(path, "PRAGMA wal_checkpoint(NOOP)").get(0);
    return Integer.parseInt(pages.substring(pages.lastIndexOf('|') + 1));
  }

  @Test
  void drop_whileAReaderKeepsATransaction_worksAndReadsAsEmpty() {
    readUntilKept();
    store.drop("users");
    assertThat(users.find(key("alice"))).isNull();
    assertThat(users.count(0)).isZero();
    put(store.open("users", TRAITS), "alice", "2");
    assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("2");
  }

  @Test
  void find_otherProgramReads_seesAll() throws Exception {
    readUntilKept();
    put(users, "bob", "1");
    readUntilKept();
    assertThat(query(path, "SELECT count(*) FROM users")).containsExactly("2");
  }
}
