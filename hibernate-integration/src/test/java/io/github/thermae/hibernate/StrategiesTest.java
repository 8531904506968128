package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Books.Book;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import org.hibernate.Session;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each concurrency strategy promises of an entity, told by the statements that are run. */
final class StrategiesTest {
  @TempDir Path folder;

  private TestFactory start(Db db) {
    return TestFactory.over(db, folder).entities(Books.ALL.toArray(Class<?>[]::new)).start();
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
  @ValueSource(
      classes = {
        Books.ReadOnly.class,
        Books.Nonstrict.class,
        Books.ReadWrite.class,
        Books.Transactional.class,
        Books.Unversioned.class
      })
  <B extends Book> void find_afterItWasRead_needsNoStatement(Class<B> type) {
    try (TestFactory factory = start(Db.H2)) {
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
    try (TestFactory factory = start(Db.H2)) {
      insert(factory, type);
      assertThat(reads(factory, type, "old")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {Books.ReadWrite.class, Books.Transactional.class, Books.Unversioned.class})
  <B extends Book> void update_committed_isCachedWithItsNewState(Class<B> type) {
    try (TestFactory factory = start(Db.H2)) {
      insert(factory, type);
      retitle(factory, type, "new");
      assertThat(reads(factory, type, "new")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void update_nonstrict_isReadAgain(Db db) {
    try (TestFactory factory = start(db)) {
      insert(factory, Books.Nonstrict.class);
      assertThat(reads(factory, Books.Nonstrict.class, "old")).isEqualTo(1);
      retitle(factory, Books.Nonstrict.class, "new");
      assertThat(reads(factory, Books.Nonstrict.class, "new")).isEqualTo(1);
      assertThat(reads(factory, Books.Nonstrict.class, "new")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Books.Nonstrict.class,
        Books.ReadWrite.class,
        Books.Transactional.class,
        Books.Unversioned.class
      })
  <B extends Book> void update_rolledBack_isNeverSeen(Class<B> type) {
    try (TestFactory factory = start(Db.H2)) {
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
  @ValueSource(
      classes = {
        Books.ReadOnly.class,
        Books.Nonstrict.class,
        Books.ReadWrite.class,
        Books.Transactional.class,
        Books.Unversioned.class
      })
  <B extends Book> void remove_committed_isGone(Class<B> type) {
    try (TestFactory factory = start(Db.H2)) {
      insert(factory, type);
      factory.inTransaction(session -> session.remove(session.find(type, 1L)));
      factory.inTransaction(session -> assertThat(session.find(type, 1L)).isNull());
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Books.Nonstrict.class,
        Books.ReadWrite.class,
        Books.Transactional.class,
        Books.Unversioned.class
      })
  <B extends Book> void putFromLoad_byASlowReader_bringsNoOldRowBack(Class<B> type) {
    try (TestFactory factory = start(Db.H2)) {
      insert(factory, type);
      factory.factory().getCache().evictAllRegions();
      try (Session slow = factory.factory().openSession()) {
        slow.beginTransaction();
        retitle(factory, type, "new");
        factory.factory().getCache().evictAllRegions();
        // It began before the change ended, so what it reads might be older than that.
        assertThat(slow.find(type, 1L)).isNotNull();
        slow.getTransaction().commit();
      }
      assertThat(factory.factory().getCache().contains(type, 1L)).isFalse();
      assertThat(reads(factory, type, "new")).isEqualTo(1);
      assertThat(reads(factory, type, "new")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void update_ofAReadOnlyEntity_isRefusedWithTheRegion(Db db) {
    try (TestFactory factory = TestFactory.over(db, folder).entities(Frozen.class).start()) {
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
