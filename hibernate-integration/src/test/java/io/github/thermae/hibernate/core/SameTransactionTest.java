package io.github.thermae.hibernate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Books.Book;
import io.github.thermae.hibernate.kit.BooksThatChange;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several things that a transaction does with one row, as in Hibernate's InsertedDataTest and
 * RefreshUpdatedDataTest. What was committed is seen, and nothing else ever was.
 */
@ParameterizedClass
@BooksThatChange
final class SameTransactionTest {
  @TempDir private Path folder;

  @Parameter
  @SuppressWarnings("NullAway.Init") // by JUnit
  Class<? extends Book> type;

  @SuppressWarnings("NullAway.Init") // before each test
  private TestFactory factory;

  @BeforeEach
  void start() {
    factory = TestFactory.over(Db.H2, folder).entities(Books.ALL.toArray(Class<?>[]::new)).start();
    factory.inTransaction(session -> session.persist(Books.of(type, 1, "old")));
    factory.inTransaction(session -> session.find(type, 1L));
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private void run(boolean commits, Consumer<Session> work) {
    if (commits) {
      factory.inTransaction(work);
    } else {
      factory.rolledBack(work);
    }
  }

  private void assertThatAllFind(long id, String title) {
    for (int i = 0; i < 2; i++) {
      factory.inTransaction(session -> assertThat(session.find(type, id).title()).isEqualTo(title));
    }
    assertThat(factory.statementsIn(session -> session.find(type, id))).isZero();
  }

  private void assertThatNobodyFinds(long id) {
    assertThat(factory.factory().getCache().containsEntity(type, id)).isFalse();
    factory.inTransaction(session -> assertThat(session.find(type, id)).isNull());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void insert_thenUpdated_isSeenAsItWasCommitted(boolean commits) {
    run(
        commits,
        session -> {
          Book book = Books.of(type, 2, "draft");
          session.persist(book);
          session.flush();
          book.retitle("final");
          session.flush();
        });
    if (commits) {
      assertThatAllFind(2, "final");
    } else {
      assertThatNobodyFinds(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void insert_thenRefreshed_isSeenAsItWasCommitted(boolean commits) {
    run(
        commits,
        session -> {
          Book book = Books.of(type, 2, "final");
          session.persist(book);
          session.flush();
          session.refresh(book);
        });
    if (commits) {
      assertThatAllFind(2, "final");
    } else {
      assertThatNobodyFinds(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void insert_thenClearedAndReadAgain_isSeenAsItWasCommitted(boolean commits) {
    run(
        commits,
        session -> {
          session.persist(Books.of(type, 2, "final"));
          session.flush();
          session.clear();
          assertThat(session.find(type, 2L).title()).isEqualTo("final");
        });
    if (commits) {
      assertThatAllFind(2, "final");
    } else {
      assertThatNobodyFinds(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void insert_thenRemoved_leavesNothing(boolean commits) {
    run(
        commits,
        session -> {
          Book book = Books.of(type, 2, "never");
          session.persist(book);
          session.flush();
          session.remove(book);
        });
    assertThatNobodyFinds(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void update_thenRefreshed_isSeenAsItWasCommitted(boolean commits) {
    run(
        commits,
        session -> {
          Book book = session.find(type, 1L);
          book.retitle("new");
          session.flush();
          session.refresh(book);
          assertThat(book.title()).isEqualTo("new");
        });
    assertThatAllFind(1, commits ? "new" : "old");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void update_thenEvictedAndReadAgain_isSeenAsItWasCommitted(boolean commits) {
    run(
        commits,
        session -> {
          session.find(type, 1L).retitle("new");
          session.flush();
          factory.factory().getCache().evictAllRegions();
          session.clear();
          assertThat(session.find(type, 1L).title()).isEqualTo("new");
        });
    assertThatAllFind(1, commits ? "new" : "old");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void remove_thenInsertedAgain_isSeenAsItWasCommitted(boolean commits) {
    run(
        commits,
        session -> {
          session.remove(session.find(type, 1L));
          session.flush();
          session.persist(Books.of(type, 1, "again"));
          session.flush();
        });
    assertThatAllFind(1, commits ? "again" : "old");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void executeUpdate_thenReadByIdAndQuery_isSeenAsItWasCommitted(boolean commits) {
    run(
        commits,
        session -> {
          String entity = type.getSimpleName();
          session.createMutationQuery("update " + entity + " set title = 'new'").executeUpdate();
          assertThat(session.find(type, 1L).title()).isEqualTo("new");
          session.clear();
          assertThat(session.createSelectionQuery("from " + entity, type).getSingleResult().title())
              .isEqualTo("new");
        });
    assertThatAllFind(1, commits ? "new" : "old");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void merge_ofADetachedRow_isSeenAsItWasCommitted(boolean commits) {
    Book detached = factory.fromTransaction(session -> session.find(type, 1L));
    detached.retitle("new");
    run(commits, session -> session.merge(detached));
    assertThatAllFind(1, commits ? "new" : "old");
  }
}
