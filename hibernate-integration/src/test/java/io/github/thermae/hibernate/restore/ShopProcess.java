package io.github.thermae.hibernate.restore;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;

/** Works on the shop until it is killed: at a point that it has said, or at any time. */
final class ShopProcess {
  static final String READY = "READY";
  static final String AT_RANDOM = "RANDOM";

  private static final int THREADS = 3;

  private final StoppingDataSource database;
  private final Path folder;

  private ShopProcess(Path folder) {
    this.folder = folder;
    JdbcDataSource h2 = new JdbcDataSource();
    // What is committed is in the file: a database that may lose commits is not what is tested.
    h2.setURL(Shop.url(folder) + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000");
    this.database = new StoppingDataSource(h2);
  }

  /** Arguments: the folder, what is to be done, and a seed if that is left to chance. */
  public static void main(String[] arguments) throws Exception {
    ShopProcess process = new ShopProcess(Path.of(arguments[0]));
    if (arguments[1].equals(AT_RANDOM)) {
      process.workAtRandom(Long.parseLong(arguments[2]));
    } else {
      process.run(Stop.valueOf(arguments[1]));
    }
  }

  /** What is being done when the process is killed. */
  enum Stop {
    UPDATED_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        readAll(factory);
        database.stopAfterCommit();
        factory.inTransaction(session -> updateFirst(session, "new"));
      }
    },
    DELETED_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        readAll(factory);
        database.stopAfterCommit();
        factory.inTransaction(
            session -> Shop.TYPES.forEach(type -> session.remove(session.find(type, 1L))));
      }
    },
    FLUSHED_IN_PART {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        database.stopAfterStatements(2);
        factory.inTransaction(session -> updateFirst(session, "new"));
      }
    },
    BULK_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        readAll(factory);
        database.stopAfterCommit();
        factory.inTransaction(
            session -> {
              for (String entity : new String[] {"ReadWrite", "Nonstrict", "Unversioned"}) {
                session
                    .createMutationQuery("update " + entity + " set title = 'bulk' where id = 1")
                    .executeUpdate();
              }
            });
      }
    },
    NATIVE_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        readAll(factory);
        database.stopAfterCommit();
        factory.inTransaction(
            session ->
                session
                    .createNativeMutationQuery("update Unversioned set title = 'sql' where id = 1")
                    .executeUpdate());
      }
    },
    STATELESS_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        readAll(factory);
        Books.Unversioned book =
            factory.fromTransaction(session -> session.find(Books.Unversioned.class, 1L));
        book.retitle("stateless");
        try (StatelessSession session = factory.factory().openStatelessSession()) {
          Transaction transaction = session.beginTransaction();
          session.update(book);
          database.stopAfterCommit();
          transaction.commit();
        }
      }
    },
    AUTHOR_HONOURED_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        database.stopAfterCommit();
        factory.inTransaction(
            session -> {
              boolean unused = author(session).awards.add("silver");
            });
      }
    },
    AUTHOR_REPLACED_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        database.stopAfterCommit();
        factory.inTransaction(
            session -> {
              session.remove(author(session));
              session.flush();
              session.persist(Shop.author(2, "bronze"));
            });
      }
    },
    AUTHOR_RENAMED_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        database.stopAfterCommit();
        factory.inTransaction(
            session -> {
              author(session).number = 8;
            });
      }
    },
    AUTHOR_DELETED_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        database.stopAfterCommit();
        factory.inTransaction(
            session -> {
              session.remove(author(session));
            });
      }
    },
    /** Somebody else still finds what is deleted, and has it cached again. */
    AUTHOR_DELETED_WHILE_READ_AND_COMMITTED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        database.stopAfterCommitOf(Thread.currentThread());
        factory.inTransaction(
            session -> {
              session.remove(author(session));
              session.flush();
              Thread reader =
                  new Thread(() -> factory.inTransaction(ShopProcess::author), "reader");
              reader.start();
              join(reader);
            });
      }
    },
    BEING_RESTORED {
      @Override
      void run(TestFactory factory, StoppingDataSource database) {
        throw new IllegalStateException("it should have stopped at its start");
      }
    };

    abstract void run(TestFactory factory, StoppingDataSource database);
  }

  private void run(Stop stop) {
    if (stop == Stop.BEING_RESTORED) {
      database.stopInRestore();
    }
    TestFactory.Builder builder =
        Shop.builder(folder).with("hibernate.connection.datasource", database.asDataSource());
    if (stop == Stop.AUTHOR_DELETED_WHILE_READ_AND_COMMITTED) {
      builder.with("hibernate.thermae.store.persist-mode", "write-through");
    }
    TestFactory factory = builder.start();
    stop.run(factory, database);
  }

  static void readAll(TestFactory factory) {
    factory.inTransaction(
        session -> {
          for (Class<? extends Books.Book> type : Shop.TYPES) {
            for (long id = 0; id < Shop.IDS; id++) {
              Books.Book unused = session.find(type, id);
            }
          }
        });
  }

  private static Library.Author author(Session session) {
    return Objects.requireNonNull(Shop.mole(session));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void updateFirst(Session session, String title) {
    Shop.TYPES.forEach(type -> session.find(type, 1L).retitle(title));
  }

  // ------------------------------------------------------------------ at random

  private void workAtRandom(long seed) throws InterruptedException {
    TestFactory factory =
        Shop.builder(folder)
            .with("hibernate.connection.datasource", database.asDataSource())
            .with("hibernate.thermae.store.flush-interval", "150ms")
            .with("hibernate.thermae.hot.max-entries", 3)
            .with("hibernate.thermae.store.warm.max-bytes", "1KB")
            .start();
    AtomicLong titles = new AtomicLong();
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom random = seeds.split();
      new Thread(
              () -> {
                while (true) {
                  step(factory, random, seed + "-" + titles.incrementAndGet());
                }
              })
          .start();
    }
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  private static void step(TestFactory factory, SplittableRandom random, String title) {
    Class<? extends Books.Book> type = Shop.TYPES.get(random.nextInt(Shop.TYPES.size()));
    long id = random.nextInt(Shop.IDS);
    try {
      switch (random.nextInt(10)) {
        case 0 -> factory.rolledBack(session -> change(session, type, id, title));
        case 1 ->
            factory.inTransaction(
                session ->
                    session
                        .createMutationQuery(
                            "update " + type.getSimpleName() + " set title = :title where id < 3")
                        .setParameter("title", title)
                        .executeUpdate());
        case 2 ->
            factory.inTransaction(
                session -> {
                  Books.Book book = session.find(type, id);
                  if (book != null) {
                    session.remove(book);
                  }
                });
        case 3, 4, 5 -> factory.inTransaction(session -> change(session, type, id, title));
        default -> readAll(factory);
      }
    } catch (RuntimeException e) {
      // A conflict with another thread; both are as if they had not been.
    }
  }

  private static void change(
      Session session, Class<? extends Books.Book> type, long id, String title) {
    Books.Book book = session.find(type, id);
    if (book == null) {
      session.persist(Books.of(type, id, title));
    } else {
      book.retitle(title);
    }
    session.flush();
  }
}
