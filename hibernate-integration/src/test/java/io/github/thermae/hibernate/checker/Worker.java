package io.github.thermae.hibernate.checker;

import io.github.thermae.hibernate.checker.FaultyDataSource.Fault;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.OptimisticLockException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hibernate.CacheMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.hibernate.Transaction;
import org.hibernate.jdbc.Work;
import org.jspecify.annotations.Nullable;

/** Random transactions, one after the other. Used by one thread. */
final class Worker {
  private static final List<CacheMode> UNUSUAL_MODES =
      List.of(CacheMode.GET, CacheMode.PUT, CacheMode.IGNORE, CacheMode.REFRESH);

  private final Plan plan;
  private final SessionFactory factory;
  private final FaultyDataSource database;
  private final int rows;
  private final AtomicLong stamps;
  private final boolean readsAreOfOneMoment;
  private final SplittableRandom random;
  private final WorkLog log = new WorkLog();

  /** When the transaction under way began; of no meaning outside of one. */
  private long begunNanos;

  Worker(
      Plan plan,
      SessionFactory factory,
      FaultyDataSource database,
      int rows,
      AtomicLong stamps,
      boolean readsAreOfOneMoment,
      SplittableRandom random) {
    this.plan = plan;
    this.factory = factory;
    this.database = database;
    this.rows = rows;
    this.stamps = stamps;
    this.readsAreOfOneMoment = readsAreOfOneMoment;
    this.random = random;
  }

  WorkLog log() {
    return log;
  }

  /** Makes all rows. */
  void populate() {
    for (Kind kind : plan.kinds()) {
      write(
          writing -> {
            for (long id = 0; id < rows; id++) {
              writing.session().persist(kind.make(id, writing.stamp()));
            }
            writing.flushAndNote(kind);
          },
          Ending.COMMIT);
    }
  }

  void runUntil(long deadlineNanos) {
    while (System.nanoTime() < deadlineNanos) {
      step();
    }
  }

  private void step() {
    int dice = random.nextInt(plan.bulk() ? 200 : 190);
    if (dice < 130) {
      read();
    } else if (dice < 170) {
      write(update(anyUpdatable()), anyEnding());
    } else if (dice < 178) {
      write(delete(anyKind()), anyEnding());
    } else if (dice < 190) {
      write(insert(anyKind()), anyEnding());
    } else if (dice < 194) {
      write(bulkUpdate(anyUpdatable()), anyEnding());
    } else if (dice < 196) {
      write(bulkDelete(anyUpdatable()), anyEnding());
    } else if (dice < 197) {
      write(nativeUpdate(anyUpdatable()), anyEnding());
    } else {
      evict();
    }
  }

  // ------------------------------------------------------------------ reading

  private void read() {
    try (Session session = factory.openSession()) {
      if (random.nextInt(10) == 0) {
        session.setCacheMode(UNUSUAL_MODES.get(random.nextInt(UNUSUAL_MODES.size())));
      }
      Transaction transaction = random.nextInt(3) == 0 ? null : begin(session);
      for (Row key : anyKeys(1 + random.nextInt(6))) {
        switch (random.nextInt(10)) {
          case 0 -> readByQuery(session, key);
          case 1, 2 -> readByCachedQuery(session, key);
          default -> readById(session, key);
        }
      }
      if (transaction != null) {
        transaction.commit();
      }
    } catch (RuntimeException e) {
      expect(e);
    }
  }

  private Transaction begin(Session session) {
    begunNanos = System.nanoTime();
    return session.beginTransaction();
  }

  /** What the database may answer is what there was then, or later. */
  private long startOfRead(Session session) {
    return readsAreOfOneMoment && session.isJoinedToTransaction() ? begunNanos : System.nanoTime();
  }

  private @Nullable Item readById(Session session, Row key) {
    long from = startOfRead(session);
    Item item = session.find(key.kind().type(), key.id());
    saw(key, item, from, "find, " + session.getCacheMode());
    return item;
  }

  private void readByQuery(Session session, Row key) {
    long from = startOfRead(session);
    Item item =
        session
            .createSelectionQuery(
                "from " + key.kind().entityName() + " where id = :id", key.kind().type())
            .setParameter("id", key.id())
            .getSingleResultOrNull();
    saw(key, item, from, "query");
  }

  private void readByCachedQuery(Session session, Row key) {
    long from = startOfRead(session);
    Long stamp =
        session
            .createSelectionQuery(
                "select stamp from " + key.kind().entityName() + " where id = :id", Long.class)
            .setParameter("id", key.id())
            .setCacheable(true)
            .getSingleResultOrNull();
    saw(key, stamp == null ? History.GONE : stamp, from, "cached query");
  }

  private void saw(Row key, @Nullable Item item, long from, String how) {
    if (item != null && item.stamp() != item.mirror()) {
      log.failed(
          "%s %d by %s: one column is of write %d, the other of write %d"
              .formatted(key.kind(), key.id(), how, item.stamp(), item.mirror()));
    }
    saw(key, item == null ? History.GONE : item.stamp(), from, how);
  }

  private void saw(Row key, long stamp, long from, String how) {
    log.saw(new Observation(key.kind(), key.id(), stamp, from, System.nanoTime(), how));
  }

  // ------------------------------------------------------------------ writing

  /** How a transaction that has written ends. */
  private enum Ending {
    COMMIT(Fault.NONE),
    ROLLBACK(Fault.NONE),
    ANSWER_LOST(Fault.ANSWER_LOST),
    CONNECTION_LOST(Fault.CONNECTION_LOST);

    private final Fault fault;

    Ending(Fault fault) {
      this.fault = fault;
    }
  }

  private Ending anyEnding() {
    int dice = random.nextInt(plan.commitsFail() ? 1_000 : 920);
    if (dice < 780) {
      return Ending.COMMIT;
    }
    if (dice < 920) {
      return Ending.ROLLBACK;
    }
    // Seldom the second: Hibernate forgets such a transaction, and its locks last until they time
    // out.
    return dice < 998 ? Ending.ANSWER_LOST : Ending.CONNECTION_LOST;
  }

  /** A transaction that writes. */
  private record Writing(Session session, long stamp, Map<Row, Long> replaced) {
    void flushAndNote(Kind kind) {
      session.flush();
      note(connection -> History.noteStamped(connection, kind, stamp));
    }

    void note(Work work) {
      session.doWork(work);
    }
  }

  private void write(Consumer<Writing> work, Ending ending) {
    long stamp = stamps.incrementAndGet();
    Map<Row, Long> replaced = new HashMap<>();
    long from = System.nanoTime();
    try (Session session = factory.openSession()) {
      Transaction transaction = begin(session);
      try {
        work.accept(new Writing(session, stamp, replaced));
        from = System.nanoTime();
        end(transaction, ending);
      } catch (RuntimeException e) {
        expect(e);
        rollback(transaction);
      }
    } catch (RuntimeException e) {
      expect(e);
    }
    log.tried(new Attempt(stamp, from, System.nanoTime(), replaced));
  }

  private void end(Transaction transaction, Ending ending) {
    database.fail(ending.fault);
    try {
      if (ending == Ending.ROLLBACK) {
        transaction.rollback();
      } else {
        transaction.commit();
      }
    } finally {
      database.fail(Fault.NONE);
    }
  }

  private void rollback(Transaction transaction) {
    try {
      if (transaction.isActive()) {
        transaction.rollback();
      }
    } catch (RuntimeException e) {
      expect(e);
    }
  }

  private Consumer<Writing> update(Kind kind) {
    return writing -> {
      for (long id : anyIds(1 + random.nextInt(3))) {
        Row key = new Row(kind, id);
        Item item = readById(writing.session(), key);
        if (item != null) {
          if (kind.isVersioned()) {
            writing.replaced().put(key, item.stamp());
          }
          item.stamp(writing.stamp());
        }
      }
      writing.flushAndNote(kind);
    };
  }

  private Consumer<Writing> delete(Kind kind) {
    return writing -> {
      Row key = new Row(kind, random.nextInt(rows));
      Item item = readById(writing.session(), key);
      if (item != null) {
        if (kind.isVersioned()) {
          writing.replaced().put(key, item.stamp());
        }
        writing.session().remove(item);
        writing.session().flush();
        writing.note(connection -> History.noteDeleted(connection, key, writing.stamp()));
      }
    };
  }

  private Consumer<Writing> insert(Kind kind) {
    return writing -> {
      Row key = new Row(kind, random.nextInt(rows));
      if (readById(writing.session(), key) == null) {
        writing.session().persist(kind.make(key.id(), writing.stamp()));
        writing.flushAndNote(kind);
      }
    };
  }

  private Consumer<Writing> bulkUpdate(Kind kind) {
    return writing -> {
      stampRange(writing, kind);
      writing.note(connection -> History.noteStamped(connection, kind, writing.stamp()));
    };
  }

  private Consumer<Writing> bulkDelete(Kind kind) {
    return writing -> {
      stampRange(writing, kind);
      writing.note(connection -> History.noteDoomed(connection, kind, writing.stamp()));
      writing
          .session()
          .createMutationQuery("delete " + kind.entityName() + " where stamp = :stamp")
          .setParameter("stamp", writing.stamp())
          .executeUpdate();
    };
  }

  private void stampRange(Writing writing, Kind kind) {
    long first = random.nextInt(rows);
    writing
        .session()
        .createMutationQuery(
            "update "
                + (kind.isVersioned() ? "versioned " : "")
                + kind.entityName()
                + " set stamp = :stamp, mirror = :stamp where id between :first and :last")
        .setParameter("stamp", writing.stamp())
        .setParameter("first", first)
        .setParameter("last", first + 2)
        .executeUpdate();
  }

  private Consumer<Writing> nativeUpdate(Kind kind) {
    return writing -> {
      writing
          .session()
          .createNativeMutationQuery(
              "update "
                  + kind.entityName()
                  + " set stamp = :stamp, mirror = :stamp"
                  + (kind.isVersioned() ? ", version = version + 1" : "")
                  + " where id = :id")
          .setParameter("stamp", writing.stamp())
          .setParameter("id", (long) random.nextInt(rows))
          .executeUpdate();
      writing.note(connection -> History.noteStamped(connection, kind, writing.stamp()));
    };
  }

  private void evict() {
    Row key = new Row(anyKind(), random.nextInt(rows));
    switch (random.nextInt(12)) {
      case 0 -> factory.getCache().evictAllRegions();
      case 1 -> factory.getCache().evictQueryRegions();
      case 2, 3 -> factory.getCache().evictEntityData(key.kind().type());
      default -> factory.getCache().evictEntityData(key.kind().type(), key.id());
    }
  }

  // ------------------------------------------------------------------ chance

  private Kind anyKind() {
    return plan.kinds().get(random.nextInt(plan.kinds().size()));
  }

  private Kind anyUpdatable() {
    return plan.updatable().get(random.nextInt(plan.updatable().size()));
  }

  /** In ascending order, so that not every second transaction ends in a deadlock. */
  private SortedSet<Long> anyIds(int count) {
    SortedSet<Long> ids = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      ids.add((long) random.nextInt(rows));
    }
    return ids;
  }

  /** Different ones: a session would answer the second read of a row itself. */
  private List<Row> anyKeys(int count) {
    List<Row> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Row key = new Row(anyKind(), random.nextInt(rows));
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  // ------------------------------------------------------------------ what may fail

  /** Conflicts and the test's own faults happen; anything else must not. */
  private void expect(RuntimeException failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      // The last: another one has inserted the row since this one did not find it.
      if (e instanceof SQLException
          || e instanceof StaleStateException
          || e instanceof OptimisticLockException
          || e instanceof EntityExistsException) {
        return;
      }
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    log.failed("unexpected: " + trace);
  }
}
