package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Books.Book;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.hibernate.HibernateException;
import org.hibernate.Session;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That every read of every transaction can be explained by a serial order of the commits. Each
 * row's title is a number that only grows, under the row's lock in the database; what a committed
 * transaction has written is noted when it has returned. A transaction that begins after that must
 * read it or something newer, never something that was rolled back, and one row never goes back for
 * a reader. The tiers are so small that items move all the time.
 */
final class SerialOrderTest {
  private static final int ROWS = 12;
  private static final int THREADS = 4;
  private static final int TRANSACTIONS = 250;

  /** What rolls back, and so must never be seen, is above this. */
  private static final long NEVER = 1_000_000_000;

  @TempDir Path folder;

  private final AtomicLongArray committed = new AtomicLongArray(ROWS);
  private final AtomicLong next = new AtomicLong(1);

  @ParameterizedTest
  @ValueSource(
      classes = {
        Books.Nonstrict.class,
        Books.ReadWrite.class,
        Books.Transactional.class,
        Books.Unversioned.class
      })
  @Tag("one-version")
  <B extends Book> void find_whileOthersChangeTheRows_isNeverOlderThanWhatWasCommittedBefore(
      Class<B> type) throws Exception {
    run(type, Db.H2, System.nanoTime());
  }

  @ParameterizedTest
  @ValueSource(classes = {Books.ReadWrite.class, Books.Unversioned.class})
  <B extends Book> void find_onEachVersion_isNeverOlderThanWhatWasCommittedBefore(Class<B> type)
      throws Exception {
    run(type, Db.HSQLDB, System.nanoTime());
  }

  private <B extends Book> void run(Class<B> type, Db db, long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (TestFactory factory =
        TestFactory.over(db, folder)
            .entities(Books.ALL.toArray(Class<?>[]::new))
            .with("hibernate.thermae.hot.max-entries", 2)
            .with("hibernate.thermae.store.warm.max-bytes", "2KB")
            .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
            .start()) {
      factory.inTransaction(
          session -> {
            for (long row = 0; row < ROWS; row++) {
              session.persist(Books.of(type, row, "0"));
            }
          });
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        runs.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < TRANSACTIONS; j++) {
                    step(factory, type, random);
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get(2, TimeUnit.MINUTES);
      }
      for (int row = 0; row < ROWS; row++) {
        int theRow = row;
        factory.inTransaction(
            session -> assertThat(number(session, type, theRow)).isEqualTo(committed.get(theRow)));
      }
      assertThat(factory.statistics().getSecondLevelCacheHitCount()).isPositive();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + type.getSimpleName() + " on " + db, e);
    } finally {
      threads.shutdownNow();
    }
  }

  private <B extends Book> void step(TestFactory factory, Class<B> type, Random random) {
    int row = random.nextInt(ROWS);
    int choice = random.nextInt(100);
    try {
      if (choice < 60) {
        read(factory, type, row);
      } else if (choice < 80) {
        write(factory, type, row, random.nextBoolean());
      } else if (choice < 90) {
        writeAndRollBack(factory, type, row);
      } else if (choice < 96) {
        bulk(factory, type, row);
      } else {
        factory.factory().getCache().evict(type, (long) row);
      }
    } catch (PersistenceException | HibernateException e) {
      // A deadlock or a conflict, in which nothing was committed.
    }
  }

  private <B extends Book> void read(TestFactory factory, Class<B> type, int row) {
    long least = committed.get(row);
    try (Session session = factory.factory().openSession()) {
      session.beginTransaction();
      check(number(session, type, row), least, row);
      session.clear();
      check(number(session, type, row), least, row);
      session.getTransaction().commit();
    }
  }

  private static void check(long read, long least, int row) {
    assertThat(read)
        .as("row %d: committed before was %d", row, least)
        .isGreaterThanOrEqualTo(least)
        .isLessThan(NEVER);
  }

  private static <B extends Book> long number(Session session, Class<B> type, long row) {
    return Long.parseLong(String.valueOf(session.find(type, row).title()));
  }

  /** Under the row's lock, so numbers are committed in their order. */
  private <B extends Book> void write(
      TestFactory factory, Class<B> type, int row, boolean flushesEarly) {
    long[] written = new long[1];
    factory.inTransaction(
        session -> {
          B book = session.find(type, (long) row, LockModeType.PESSIMISTIC_WRITE);
          session.refresh(book);
          check(Long.parseLong(String.valueOf(book.title())), 0, row);
          written[0] = next.getAndIncrement();
          book.retitle(Long.toString(written[0]));
          if (flushesEarly) {
            session.flush();
          }
        });
    note(row, written[0]);
  }

  private void note(int row, long written) {
    committed.accumulateAndGet(row, written, Math::max);
  }

  private <B extends Book> void writeAndRollBack(TestFactory factory, Class<B> type, int row) {
    factory.rolledBack(
        session -> {
          B book = session.find(type, (long) row, LockModeType.PESSIMISTIC_WRITE);
          book.retitle(Long.toString(NEVER + next.getAndIncrement()));
        });
  }

  /** A statement that locks the row first and then numbers it. */
  private <B extends Book> void bulk(TestFactory factory, Class<B> type, int row) {
    long[] written = new long[1];
    factory.inTransaction(
        session -> {
          B book = session.find(type, (long) row, LockModeType.PESSIMISTIC_WRITE);
          session.detach(book);
          written[0] = next.getAndIncrement();
          session
              .createMutationQuery(
                  "update " + type.getSimpleName() + " set title = :title where id = :id")
              .setParameter("title", Long.toString(written[0]))
              .setParameter("id", (long) row)
              .executeUpdate();
        });
    note(row, written[0]);
  }
}
