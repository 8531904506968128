package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.JtaDatabase;
import io.github.thermae.hibernate.kit.NarayanaInMemory;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hibernate.Session;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under a transaction manager, which commits when the session's work is long done. */
final class JtaTest {
  @TempDir Path folder;

  private final TransactionManager manager = NarayanaInMemory.manager();

  @SuppressWarnings("NullAway.Init") // before each test
  private TestFactory factory;

  /** The transaction manager as Hibernate finds it. */
  private final class Platform extends AbstractJtaPlatform {
    private static final long serialVersionUID = 1L;

    @Override
    protected TransactionManager locateTransactionManager() {
      return manager;
    }

    @Override
    protected UserTransaction locateUserTransaction() {
      return NarayanaInMemory.user();
    }
  }

  @BeforeEach
  void start() throws Exception {
    factory =
        TestFactory.over(Db.H2, folder)
            .entities(Books.ALL.toArray(Class<?>[]::new))
            .with("hibernate.connection.datasource", new JtaDatabase(folder, manager))
            .with("hibernate.transaction.coordinator_class", "jta")
            .with("hibernate.transaction.jta.platform", new Platform())
            .start();
    inTransaction(session -> session.persist(Books.of(Books.ReadWrite.class, 1, "old")));
  }

  @AfterEach
  void close() throws Exception {
    if (manager.getTransaction() != null) {
      manager.rollback();
    }
    factory.close();
  }

  private interface Work {
    void in(Session session) throws Exception;
  }

  private void inTransaction(Work work) throws Exception {
    manager.begin();
    boolean done = false;
    try (Session session = factory.factory().openSession()) {
      work.in(session);
      session.flush();
      done = true;
    } finally {
      if (done) {
        manager.commit();
      } else {
        manager.rollback();
      }
    }
  }

  private String title() throws Exception {
    String[] title = new String[1];
    inTransaction(s -> title[0] = String.valueOf(s.find(Books.ReadWrite.class, 1L).title()));
    return title[0];
  }

  private <T> T inAnotherThread(Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      return threads.submit(work).get();
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void update_committed_isCachedAfterTheCommitAndNotBefore() throws Exception {
    assertThat(title()).isEqualTo("old");
    inTransaction(
        session -> {
          session.find(Books.ReadWrite.class, 1L).retitle("new");
          session.flush();
          assertThat(inAnotherThread(this::title)).isEqualTo("old");
          assertThat(factory.factory().getCache().contains(Books.ReadWrite.class, 1L)).isFalse();
        });
    assertThat(factory.statements(() -> assertThat(titleUnchecked()).isEqualTo("new"))).isZero();
  }

  private String titleUnchecked() {
    try {
      return title();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void update_rolledBack_isNeverSeen() throws Exception {
    manager.begin();
    try (Session session = factory.factory().openSession()) {
      session.find(Books.ReadWrite.class, 1L).retitle("never");
      session.flush();
    }
    manager.rollback();
    assertThat(title()).isEqualTo("old");
    assertThat(factory.statements(() -> assertThat(titleUnchecked()).isEqualTo("old"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void executeUpdate_sessionClosedBeforeTheEnd_isHeldBackUntilThen(boolean commits)
      throws Exception {
    assertThat(title()).isEqualTo("old");
    manager.begin();
    try (Session session = factory.factory().openSession()) {
      session.createMutationQuery("update ReadWrite set title = 'new'").executeUpdate();
    }
    assertThat(inAnotherThread(this::title)).isEqualTo("old");
    assertThat(factory.factory().getCache().contains(Books.ReadWrite.class, 1L)).isFalse();
    if (commits) {
      manager.commit();
    } else {
      manager.rollback();
    }
    assertThat(title()).isEqualTo(commits ? "new" : "old");
    assertThat(factory.statements(this::titleUnchecked)).isZero();
  }

  @Test
  void update_suspended_isNotSeenUntilItIsResumedAndCommitted() throws Exception {
    assertThat(title()).isEqualTo("old");
    manager.begin();
    try (Session session = factory.factory().openSession()) {
      session.find(Books.ReadWrite.class, 1L).retitle("new");
      session.flush();

      Transaction suspended = manager.suspend();
      assertThat(title()).isEqualTo("old");
      assertThat(factory.factory().getCache().contains(Books.ReadWrite.class, 1L)).isFalse();
      manager.resume(suspended);
    }
    manager.commit();

    assertThat(factory.statements(() -> assertThat(titleUnchecked()).isEqualTo("new"))).isZero();
  }

  /** Both sessions have one connection: the second reads what the first has not committed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void find_rowOfAnotherSessionOfTheSameTransaction_isNotCached(boolean inserted) throws Exception {
    long id = inserted ? 2 : 1;
    manager.begin();
    try (Session writer = factory.factory().openSession();
        Session reader = factory.factory().openSession()) {
      if (inserted) {
        writer.persist(Books.of(Books.ReadWrite.class, id, "never"));
      } else {
        writer.find(Books.ReadWrite.class, id).retitle("never");
      }
      writer.flush();
      assertThat(reader.find(Books.ReadWrite.class, id).title()).isEqualTo("never");

      assertThat(factory.factory().getCache().contains(Books.ReadWrite.class, id)).isFalse();
    }
    manager.rollback();

    assertThat(factory.factory().getCache().contains(Books.ReadWrite.class, id)).isFalse();
  }
}
