package io.github.thermae.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.Synchronous;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writers that come together share a transaction. */
@Timeout(60)
class GroupCommitTest {
  private static final int WRITERS = 6;

  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch leaderIsIn = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
  private Path path;
  private ReaderPool readers;
  private Writer writer;

  @BeforeEach
  void openWriter() throws SQLException {
    path = folder.resolve("group.db");
    readers = new ReaderPool(path, new StoreFiles(path));
    LogKeeper logKeeper = new LogKeeper(path, readers);
    writer =
        new Writer(
            path,
            Connections.writer(path, Synchronous.NORMAL),
            logKeeper,
            new FullDisk(path, new Ballast(path), logKeeper));
    writer.single(own -> own.statement("CREATE TABLE t (n)").execute());
  }

  @AfterEach
  void close() throws SQLException {
    threads.shutdownNow();
    readers.close();
    writer.close();
  }

  /** Occupies the writer until {@link #release}. */
  private Future<?> occupy() throws InterruptedException {
    Future<?> leader =
        threads.submit(
            () -> {
              writer.grouped(
                  own -> {
                    leaderIsIn.countDown();
                    return waitFor(release);
                  },
                  1,
                  Effect.GROWS);
              return true;
            });
    leaderIsIn.await();
    return leader;
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Future<?> write(Work<?> work) {
    return threads.submit(
        () -> {
          writers.add(Thread.currentThread());
          // As if of several statements: alone it gets a transaction too.
          writer.grouped(work, 2, Effect.GROWS);
          return true;
        });
  }

  private void awaitWriters(int count) throws InterruptedException {
    while (writers.stream().filter(t -> t.getState() == Thread.State.WAITING).count() < count) {
      Thread.sleep(5);
    }
  }

  private long rows() throws SQLException {
    return Long.parseLong(writer.single(own -> own.queryText("SELECT count(*) FROM t")));
  }

  @Test
  void grouped_manyWaiting_oneThreadCommitsForAll() throws Exception {
    Future<?> leader = occupy();
    Set<Thread> executors = ConcurrentHashMap.newKeySet();
    List<Future<?>> waiting = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      waiting.add(
          write(
              own -> {
                executors.add(Thread.currentThread());
                return own.statement("INSERT INTO t VALUES (1)").executeUpdate();
              }));
    }
    awaitWriters(WRITERS);
    release.countDown();

    leader.get(30, TimeUnit.SECONDS);
    for (Future<?> future : waiting) {
      future.get(30, TimeUnit.SECONDS);
    }
    assertThat(executors).as("threads that committed").hasSize(1);
    assertThat(rows()).isEqualTo(WRITERS);
  }

  @Test
  void grouped_oneOfThemFails_onlyThatOneIsTold() throws Exception {
    Future<?> leader = occupy();
    Future<?> good = write(own -> own.statement("INSERT INTO t VALUES (1)").executeUpdate());
    Future<?> bad =
        write(
            own -> {
              own.statement("INSERT INTO t VALUES (2)").executeUpdate();
              throw new SQLException("refused");
            });
    Future<?> alsoGood = write(own -> own.statement("INSERT INTO t VALUES (3)").executeUpdate());
    awaitWriters(3);
    release.countDown();

    leader.get(30, TimeUnit.SECONDS);
    good.get(30, TimeUnit.SECONDS);
    alsoGood.get(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> bad.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("refused");
    assertThat(rows()).as("the two that were accepted").isEqualTo(2);
  }

  @Test
  void grouped_aloneAndFailing_leavesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                writer.grouped(
                    own -> {
                      own.statement("INSERT INTO t VALUES (2)").executeUpdate();
                      throw new SQLException("refused");
                    },
                    2,
                    Effect.GROWS))
        .hasMessage("refused");
    assertThat(rows()).isZero();
  }

  @Test
  void grouped_waiterIsInterrupted_isCommittedAndStaysInterrupted() throws Exception {
    Future<?> leader = occupy();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    Thread waiter =
        new Thread(
            () -> {
              try {
                writer.grouped(
                    own -> own.statement("INSERT INTO t VALUES (1)").executeUpdate(),
                    2,
                    Effect.GROWS);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    waiter.start();
    writers.add(waiter);
    awaitWriters(1);
    waiter.interrupt();
    release.countDown();
    waiter.join();
    leader.get(30, TimeUnit.SECONDS);
    assertThat(stillInterrupted).isTrue();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void close_whileThreadsWrite_keepsWhatWasAcknowledgedAndTellsTheOthers() throws Exception {
    AtomicLong acknowledged = new AtomicLong();
    CountDownLatch under = new CountDownLatch(100);
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      runs.add(threads.submit(() -> writeUntilClosed(acknowledged, under)));
    }
    assertThat(under.await(30, TimeUnit.SECONDS)).isTrue();
    writer.close();
    for (Future<?> run : runs) {
      assertThatThrownBy(() -> run.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("is closed");
    }
    try (Session again = Connections.writer(path, Synchronous.NORMAL)) {
      assertThat(again.queryText("SELECT count(*) FROM t"))
          .isEqualTo(Long.toString(acknowledged.get()));
    }
  }

  private boolean writeUntilClosed(AtomicLong acknowledged, CountDownLatch under)
      throws SQLException {
    while (true) {
      writer.grouped(
          own -> own.statement("INSERT INTO t VALUES (1)").executeUpdate(), 2, Effect.GROWS);
      acknowledged.incrementAndGet();
      under.countDown();
    }
  }
}
