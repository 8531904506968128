package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.row;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads on one store. */
@Timeout(60)
class ConcurrencyTest {
  @TempDir Path folder;
  private Path path;
  private SqliteStore store;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();

  @BeforeEach
  void openStore() {
    path = folder.resolve("cache.db");
    store = open(path);
  }

  @AfterEach
  void closeStore() throws InterruptedException {
    store.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private void start(int count, Callable<?> task) {
    for (int i = 0; i < count; i++) {
      running.add(threads.submit(task));
    }
  }

  private void awaitAll() throws Exception {
    for (Future<?> task : running) {
      task.get(50, TimeUnit.SECONDS);
    }
  }

  /** I1 and I4 as far as they concern this tier. */
  @Test
  void find_whileBatchesAreSaved_seesWhatWasCommittedAndVersionsOnlyGrow() throws Exception {
    ColdTable users = store.open("users", TRAITS);
    AtomicLong committed = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    start(
        1,
        () -> {
          for (long version = 1; version <= 1_000; version++) {
            List<Change> batch = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
              batch.add(new Change.Put(row(key("k" + i), "v" + version, version)));
            }
            users.apply(batch);
            committed.set(version);
          }
          done.set(true);
          return null;
        });
    start(
        2 * ReaderPool.SIZE,
        () -> {
          long seen = 0;
          while (!done.get()) {
            long known = committed.get();
            Row found = users.find(key("k" + (known % 5)));
            if (found == null) {
              assertThat(known).isZero();
            } else {
              assertThat(found.version()).isGreaterThanOrEqualTo(Math.max(known, seen));
              seen = found.version();
            }
          }
          return null;
        });
    awaitAll();
    assertThat(users.quarantinedCount()).isZero();
  }

  @Test
  void apply_fromManyThreads_losesNothing() throws Exception {
    AtomicInteger thread = new AtomicInteger();
    start(
        8,
        () -> {
          int mine = thread.incrementAndGet();
          ColdTable table = store.open("cache" + mine % 3, TRAITS);
          for (int i = 0; i < 200; i++) {
            put(table, mine + "/" + i, "v" + i);
            assertThat(value(table, mine + "/" + i)).isEqualTo("v" + i);
          }
          return store.claimVersions(10);
        });
    awaitAll();
    long rows = 0;
    for (String name : store.cacheNames()) {
      rows += store.open(name, TRAITS).count(0);
    }
    assertThat(rows).isEqualTo(8 * 200);
    assertThat(store.claimVersions(1)).isEqualTo(81);
  }

  @Test
  void find_interruptedThreadsThatHaveToWait_workAndStayInterrupted() throws Exception {
    ColdTable users = store.open("users", TRAITS);
    put(users, "alice", "1");
    start(
        4 * ReaderPool.SIZE,
        () -> {
          Thread.currentThread().interrupt();
          for (int i = 0; i < 50; i++) {
            assertThat(value(users, "alice")).isEqualTo("1");
            put(users, Thread.currentThread().getName(), "1");
          }
          assertThat(Thread.interrupted()).isTrue();
          return null;
        });
    awaitAll();
  }

  @Test
  void drop_whileOthersReadAndWrite_isEmptyOrDestroyedForThem() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger finds = new AtomicInteger();
    start(
        4,
        () -> {
          while (!done.get()) {
            ColdTable table = store.open("users", TRAITS);
            try {
              put(table, "alice", "1");
              for (int i = 0; i < 5; i++) {
                String found = value(table, "alice");
                assertThat(found).isIn("1", null);
                finds.incrementAndGet();
                table.keysAfter(0, 10);
                table.count(0);
              }
            } catch (ThermaeException e) {
              assertThat(e).hasMessageContaining("was destroyed");
            }
          }
          return null;
        });
    for (int i = 0; i < 200; i++) {
      store.drop("users");
    }
    done.set(true);
    awaitAll();
    assertThat(finds.get()).isPositive();
    assertThat(store.cacheNames()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void read_waitingForAConnectionWhenThePoolCloses_isToldSo() throws Exception {
    ReaderPool pool = new ReaderPool(path, new StoreFiles(path));
    CountDownLatch reading = new CountDownLatch(ReaderPool.SIZE);
    CountDownLatch finish = new CountDownLatch(1);
    start(
        ReaderPool.SIZE,
        () ->
            pool.read(
                session -> {
                  reading.countDown();
                  awaitLatch(finish);
                  return session.queryText("SELECT 1");
                }));
    assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    Future<String> waiting = threads.submit(() -> pool.read(s -> s.queryText("SELECT 1")));
    Thread.sleep(100);
    start(
        1,
        () -> {
          pool.close();
          return null;
        });
    Thread.sleep(100);
    finish.countDown();

    awaitAll();
    assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(ThermaeException.class);
    assertThatThrownBy(() -> pool.read(s -> s.queryText("SELECT 1")))
        .hasMessageContaining("is closed");
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void close_operationsUnderWay_waitsForThemAndTheRestIsToldSo() throws Exception {
    for (int round = 0; round < 10; round++) {
      ColdTable users = store.open("users", TRAITS);
      AtomicLong version = new AtomicLong(round * 1_000_000L);
      AtomicLong acknowledged = new AtomicLong();
      CountDownLatch busy = new CountDownLatch(12);
      Callable<?> work =
          () -> {
            try {
              while (true) {
                long mine = version.incrementAndGet();
                users.apply(List.of(new Change.Put(row(key("k" + mine), "v", mine))));
                assertThat(value(users, "k" + mine)).isEqualTo("v");
                users.keysAfter(0, 100);
                acknowledged.accumulateAndGet(mine, Math::max);
                busy.countDown();
              }
            } catch (ThermaeException e) {
              assertThat(e).hasMessageContaining("is closed");
              return null;
            }
          };
      start(12, work);
      assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
      start(
          1,
          () -> {
            store.close();
            return null;
          });
      store.close();
      awaitAll();
      running.clear();
      // SQLite removes the log with its last connection.
      assertThat(SideFiles.wal(path)).doesNotExist();

      store = open(path);
      assertThat(value(store.open("users", TRAITS), "k" + acknowledged.get())).isEqualTo("v");
    }
    assertThat(query(path, "PRAGMA integrity_check")).containsExactly("ok");
  }
}
