package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Books.Book;
import io.github.thermae.hibernate.kit.BooksOfAllStrategies;
import io.github.thermae.hibernate.kit.BooksThatChange;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.OptimisticLockException;
import java.nio.file.Path;
import org.hibernate.CacheMode;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each concurrency strategy promises of an entity, told by the statements that are run. */
class StrategiesTest {
  @TempDir Path folder;

  /** On which database; {@link OnSqliteTest} names another one. */
  Db db() {
    return Db.H2;
  }

  private TestFactory start() {
    return TestFactory.over(db(), folder).entities(Books.ALL.toArray(Class<?>[]::new)).start();
  }

  private static <B extends Book> long reads(TestFactory factory, Class<B> type, String title) {
    return factory.statementsIn(
        session -> assertThat(session.find(type, 1L).title()).isEqualTo(title));
  }

  private static <B extends Book> void insert(TestFactory factory, Class<B> type) {
    factory.inTransaction(session -> session.persist(Books.of(type, 1, "old")));
  }

  private static <B extends Book> void retitle(TestFactory factory, Class<B> type, String title) {
    factory.inTransaction(session -> session.find(type, 1L).retitle(title));
  }

  @ParameterizedTest
  @BooksOfAllStrategies
  <B extends Book> void find_afterItWasRead_needsNoStatement(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      factory.factory().getCache().evictAllRegions();
      assertThat(reads(factory, type, "old")).isEqualTo(1);
      assertThat(reads(factory, type, "old")).isZero();
      assertThat(factory.factory().getCache().contains(type, 1L)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Books.ReadOnly.class, Books.ReadWrite.class, Books.Transactional.class})
  <B extends Book> void persist_committed_isCached(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      assertThat(reads(factory, type, "old")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {Books.ReadWrite.class, Books.Transactional.class, Books.Unversioned.class})
  <B extends Book> void update_committed_isCachedWithItsNewState(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      retitle(factory, type, "new");
      assertThat(reads(factory, type, "new")).isZero();
    }
  }

  @Test
  void update_nonstrict_isReadAgain() {
    try (TestFactory factory = start()) {
      insert(factory, Books.Nonstrict.class);
      assertThat(reads(factory, Books.Nonstrict.class, "old")).isEqualTo(1);
      retitle(factory, Books.Nonstrict.class, "new");
      assertThat(reads(factory, Books.Nonstrict.class, "new")).isEqualTo(1);
      assertThat(reads(factory, Books.Nonstrict.class, "new")).isZero();
    }
  }

  @ParameterizedTest
  @BooksThatChange
  <B extends Book> void update_rolledBack_isNeverSeen(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      factory.rolledBack(
          session -> {
            session.find(type, 1L).retitle("never");
            session.flush();
            assertThat(reads(factory, type, "old")).isEqualTo(1);
          });
      assertThat(reads(factory, type, "old")).isEqualTo(1);
      assertThat(reads(factory, type, "old")).isZero();
    }
  }

  @ParameterizedTest
  @BooksOfAllStrategies
  <B extends Book> void remove_committed_isGone(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      factory.inTransaction(session -> session.remove(session.find(type, 1L)));
      factory.inTransaction(session -> assertThat(session.find(type, 1L)).isNull());
    }
  }

  @ParameterizedTest
  @BooksThatChange
  <B extends Book> void putFromLoad_byASlowReader_bringsNoOldRowBack(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      try (Session slow = factory.factory().openSession()) {
        slow.beginTransaction();
        factory.inTransaction(
            session -> {
              // So that the new state is not cached by who has written it.
              session.setCacheMode(CacheMode.IGNORE);
              session.find(type, 1L).retitle("new");
            });
        // It began before the change ended, so what it reads might be older than that.
        assertThat(slow.find(type, 1L)).isNotNull();
        slow.getTransaction().commit();
      }
      assertThat(factory.factory().getCache().contains(type, 1L)).isFalse();
      assertThat(reads(factory, type, "new")).isEqualTo(1);
      assertThat(reads(factory, type, "new")).isZero();
    }
  }

  /** More keys of a stripe are let go than it has tombstones for: the older ones hold for all. */
  @Test
  void putFromLoad_byASlowReaderAfterManyChanges_bringsNoOldRowBack() {
    int books = 10_000;
    try (TestFactory factory = start()) {
      factory.inTransaction(
          session -> {
            for (int i = 1; i <= books; i++) {
              session.persist(Books.of(Books.Nonstrict.class, i, "old"));
            }
          });
      try (Session slow = factory.factory().openSession()) {
        slow.beginTransaction();
        factory.inTransaction(
            session ->
                session
                    .createSelectionQuery("from Nonstrict", Books.Nonstrict.class)
                    .getResultList()
                    .forEach(book -> book.retitle("new")));
        for (long id = 1; id <= books; id += 97) {
          assertThat(slow.find(Books.Nonstrict.class, id)).isNotNull();
          assertThat(factory.factory().getCache().contains(Books.Nonstrict.class, id)).isFalse();
        }
        slow.getTransaction().commit();
      }
    }
  }

  @ParameterizedTest
  @BooksOfAllStrategies
  <B extends Book> void remove_rolledBack_isStillThere(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      factory.rolledBack(
          session -> {
            session.remove(session.find(type, 1L));
            session.flush();
            assertThat(reads(factory, type, "old")).isEqualTo(1);
          });
      assertThat(reads(factory, type, "old")).isEqualTo(1);
      assertThat(reads(factory, type, "old")).isZero();
    }
  }

  @ParameterizedTest
  @BooksOfAllStrategies
  <B extends Book> void find_ofARowThatIsNotThere_isAskedOfTheDatabaseEachTime(Class<B> type) {
    try (TestFactory factory = start()) {
      for (int i = 0; i < 2; i++) {
        assertThat(factory.statementsIn(s -> assertThat(s.find(type, 1L)).isNull())).isEqualTo(1);
      }
      insert(factory, type);
      assertThat(reads(factory, type, "old")).isLessThan(2);
      assertThat(reads(factory, type, "old")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Books.Nonstrict.class, Books.ReadWrite.class, Books.Transactional.class})
  <B extends Book> void update_withAnOutdatedVersion_failsAndTheNewStateIsSeen(Class<B> type) {
    try (TestFactory factory = start()) {
      insert(factory, type);
      reads(factory, type, "old");
      try (Session late = factory.factory().openSession()) {
        late.beginTransaction();
        late.find(type, 1L).retitle("late");
        retitle(factory, type, "new");
        assertThatThrownBy(late::flush).isInstanceOf(OptimisticLockException.class);
        late.getTransaction().rollback();
      }
      for (int i = 0; i < 2; i++) {
        assertThat(reads(factory, type, "new")).isLessThan(2);
      }
      assertThat(reads(factory, type, "new")).isZero();
    }
  }

  @Test
  void update_ofAReadOnlyEntity_isRefusedWithTheRegion() {
    try (TestFactory factory = TestFactory.over(db(), folder).entities(Frozen.class).start()) {
      factory.inTransaction(session -> session.persist(Books.of(Frozen.class, 1, "old")));
      assertThatThrownBy(() -> retitle(factory, Frozen.class, "new"))
          .hasStackTraceContaining("READ_ONLY");
      assertThat(reads(factory, Frozen.class, "old")).isLessThan(2);
    }
  }

  /** Mutable for Hibernate, and cached as if it were not. */
  @jakarta.persistence.Entity(name = "Frozen")
  @jakarta.persistence.Cacheable
  @org.hibernate.annotations.Cache(
      usage = org.hibernate.annotations.CacheConcurrencyStrategy.READ_ONLY)
  public static class Frozen extends Book {}
}
