package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Books.Book;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Shelf;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.CacheMode;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements and calls that make what is cached void, and what they must leave alone. */
class InvalidationTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private TestFactory factory;

  /** On which database; {@link OnSqliteTest} names another one. */
  Db db() {
    return Db.H2;
  }

  @BeforeEach
  void start() {
    factory =
        TestFactory.over(db(), folder)
            .entities(
                Stream.concat(Books.ALL.stream(), Shelf.ALL.stream()).toArray(Class<?>[]::new))
            .with("hibernate.thermae.lock-timeout", "100ms")
            .start();
    factory.inTransaction(
        session -> {
          session.persist(Books.of(Shelf.Map.class, 1, "old"));
          session.persist(Books.of(Shelf.Globe.class, 1, "old"));
          session.persist(Books.of(Books.ReadWrite.class, 1, "old"));
          session.persist(Books.of(Books.Unversioned.class, 1, "old"));
        });
    readBoth();
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private void readBoth() {
    reads(Shelf.Map.class);
    reads(Shelf.Globe.class);
  }

  private long reads(Class<? extends Book> type) {
    return factory.statementsIn(session -> assertThat(session.find(type, 1L)).isNotNull());
  }

  private String title(Class<? extends Book> type) {
    return factory.fromTransaction(session -> String.valueOf(session.find(type, 1L).title()));
  }

  // ------------------------------------------------------------------ statements for many rows

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update ShelfMap set title = 'new'",
        "delete from ShelfMap where id = 2",
        "update ShelfMap m set m.title = 'new' where m.id = 1"
      })
  void executeUpdate_ofOneTypeInASharedRegion_leavesTheOtherAlone(String hql) {
    factory.inTransaction(session -> session.createMutationQuery(hql).executeUpdate());
    assertThat(reads(Shelf.Globe.class)).isZero();
    assertThat(reads(Shelf.Map.class)).isEqualTo(1);
    assertThat(reads(Shelf.Map.class)).isZero();
  }

  @Test
  void executeUpdate_notCommittedYet_letsNobodyCacheTheOldRow() {
    try (Session writer = factory.factory().openSession()) {
      writer.beginTransaction();
      writer.createMutationQuery("update ShelfMap set title = 'new'").executeUpdate();
      assertThat(title(Shelf.Map.class)).isEqualTo("old");
      assertThat(factory.factory().getCache().contains(Shelf.Map.class, 1L)).isFalse();
      writer.getTransaction().commit();
    }
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
  }

  @Test
  void executeUpdate_whileASlowReaderIsUnderWay_doesNotLetItCacheTheOldRow() {
    try (Session slow = factory.factory().openSession()) {
      slow.beginTransaction();
      factory.inTransaction(
          session ->
              session.createMutationQuery("update ShelfMap set title = 'new'").executeUpdate());
      assertThat(slow.find(Shelf.Map.class, 1L)).isNotNull();
      slow.getTransaction().commit();
    }
    assertThat(factory.factory().getCache().contains(Shelf.Map.class, 1L)).isFalse();
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
  }

  @Test
  void executeUpdate_rolledBack_showsWhatIsThere() {
    factory.rolledBack(
        session ->
            session.createMutationQuery("update ShelfMap set title = 'never'").executeUpdate());
    assertThat(title(Shelf.Map.class)).isEqualTo("old");
    assertThat(reads(Shelf.Map.class)).isZero();
  }

  @Test
  void executeUpdate_native_invalidatesWithinTheTransaction() {
    try (Session writer = factory.factory().openSession()) {
      writer.beginTransaction();
      writer.createNativeMutationQuery("update ShelfMap set title = 'new'").executeUpdate();
      assertThat(factory.factory().getCache().contains(Shelf.Map.class, 1L)).isFalse();
      assertThat(title(Shelf.Map.class)).isEqualTo("old");
      assertThat(factory.factory().getCache().contains(Shelf.Map.class, 1L)).isFalse();
      writer.getTransaction().commit();
    }
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
    assertThat(reads(Shelf.Map.class)).isZero();
  }

  @Test
  void executeUpdate_byAStatelessSession_letsNobodyCacheTheOldRowBeforeTheCommit() {
    try (StatelessSession writer = factory.factory().openStatelessSession()) {
      writer.beginTransaction();
      writer.createMutationQuery("update ShelfMap set title = 'new'").executeUpdate();
      assertThat(title(Shelf.Map.class)).isEqualTo("old");
      assertThat(factory.factory().getCache().contains(Shelf.Map.class, 1L)).isFalse();
      writer.getTransaction().commit();
    }
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
    assertThat(reads(Shelf.Map.class)).isZero();
  }

  // ------------------------------------------------------------------ stateless sessions

  @Test
  void update_byAStatelessSession_isSeenWhereHibernateTellsTheCache() {
    if (Version.getVersionString().startsWith("6.")) {
      // There a stateless session does not know the cache.
      factory.factory().getCache().evict(Shelf.Map.class, 1L);
    }
    try (StatelessSession writer = factory.factory().openStatelessSession()) {
      writer.beginTransaction();
      writer.update(Books.of(Shelf.Map.class, 1, "new"));
      assertThat(title(Shelf.Map.class)).isEqualTo("old");
      writer.getTransaction().commit();
    }
    if (Version.getVersionString().startsWith("6.")) {
      factory.factory().getCache().evict(Shelf.Map.class, 1L);
    }
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
    assertThat(reads(Shelf.Map.class)).isZero();
  }

  // ------------------------------------------------------------------ calls

  @Test
  void evictAll_ofOneTypeInASharedRegion_leavesTheOtherAlone() {
    factory.factory().getCache().evict(Shelf.Map.class);
    assertThat(reads(Shelf.Globe.class)).isZero();
    assertThat(reads(Shelf.Map.class)).isEqualTo(1);
  }

  @Test
  void evictRegion_clearsAllTypes() {
    factory.factory().getCache().evictRegion(Shelf.REGION);
    assertThat(reads(Shelf.Globe.class)).isEqualTo(1);
    assertThat(reads(Shelf.Map.class)).isEqualTo(1);
  }

  /** It may have read the row before another program changed it, which is why somebody evicts. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void evict_whileASlowReaderIsUnderWay_doesNotLetItCacheTheOldRow(boolean all) {
    try (Session slow = factory.factory().openSession()) {
      slow.beginTransaction();
      factory.inTransaction(session -> changeUnnoticed(session, "ShelfMap", "new"));
      if (all) {
        factory.factory().getCache().evictAllRegions();
      } else {
        factory.factory().getCache().evict(Shelf.Map.class, 1L);
      }
      assertThat(slow.find(Shelf.Map.class, 1L)).isNotNull();
      slow.getTransaction().commit();
    }
    assertThat(factory.factory().getCache().contains(Shelf.Map.class, 1L)).isFalse();
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
    assertThat(reads(Shelf.Map.class)).isZero();
  }

  @Test
  void refresh_afterAnotherProgramHasChangedTheRow_bringsTheNewState() {
    factory.inTransaction(session -> changeUnnoticed(session, "ShelfMap", "new"));
    assertThat(title(Shelf.Map.class)).isEqualTo("old");
    factory.inTransaction(
        session -> {
          Shelf.Map map = session.find(Shelf.Map.class, 1L);
          session.refresh(map);
          assertThat(map.title()).isEqualTo("new");
        });
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
    assertThat(reads(Shelf.Map.class)).isZero();
  }

  /** As another program would: past Hibernate. */
  private static void changeUnnoticed(Session session, String table, String title) {
    session.doWork(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.executeUpdate("update " + table + " set title = '" + title + "'");
          }
        });
  }

  // ------------------------------------------------------------------ cache modes

  @Test
  void find_inEachCacheMode_readsAndPutsAsTheModeSays() {
    factory.factory().getCache().evictAllRegions();
    assertThat(readsIn(CacheRetrieveMode.USE, CacheStoreMode.BYPASS)).isEqualTo(1);
    assertThat(readsIn(CacheRetrieveMode.USE, CacheStoreMode.BYPASS)).isEqualTo(1);
    assertThat(readsIn(CacheRetrieveMode.BYPASS, CacheStoreMode.USE)).isEqualTo(1);
    assertThat(readsIn(CacheRetrieveMode.USE, CacheStoreMode.BYPASS)).isZero();
    assertThat(readsIn(CacheRetrieveMode.BYPASS, CacheStoreMode.BYPASS)).isEqualTo(1);
    factory.inTransaction(session -> changeUnnoticed(session, "ShelfMap", "new"));
    assertThat(title(Shelf.Map.class)).isEqualTo("old");
    assertThat(readsIn(CacheRetrieveMode.BYPASS, CacheStoreMode.REFRESH)).isEqualTo(1);
    assertThat(title(Shelf.Map.class)).isEqualTo("new");
    assertThat(readsIn(CacheRetrieveMode.USE, CacheStoreMode.USE)).isZero();
  }

  private long readsIn(CacheRetrieveMode retrieve, CacheStoreMode store) {
    Map<String, Object> modes =
        Map.of(
            "jakarta.persistence.cache.retrieveMode", retrieve,
            "jakarta.persistence.cache.storeMode", store);
    return factory.statementsIn(
        session -> assertThat(session.find(Shelf.Map.class, 1L, modes)).isNotNull());
  }

  @Test
  void update_inAModeThatPutsNothing_invalidates() {
    for (CacheMode mode : new CacheMode[] {CacheMode.GET, CacheMode.IGNORE}) {
      reads(Shelf.Map.class);
      factory.inTransaction(
          session -> {
            session.setCacheMode(mode);
            session.find(Shelf.Map.class, 1L).retitle(mode.name());
          });
      assertThat(title(Shelf.Map.class)).isEqualTo(mode.name());
    }
  }

  // ------------------------------------------------------------------ conflicts

  /** As after a connection that broke at the commit, of which Hibernate tells nobody. */
  @Test
  void find_ofARowThatAClosedSessionHasLocked_isCachedAgainAfterTheTimeout() {
    Session abandoned = factory.factory().openSession();
    abandoned.beginTransaction();
    abandoned.find(Books.Unversioned.class, 1L).retitle("never");
    abandoned.flush();
    abandoned.doWork(Connection::rollback);
    abandoned.close();

    await()
        .until(
            () -> {
              reads(Books.Unversioned.class);
              return reads(Books.Unversioned.class) == 0;
            });
    assertThat(title(Books.Unversioned.class)).isEqualTo("old");
    assertThat(abandoned.isOpen()).isFalse();
  }

  @Test
  void find_inATransactionThatBeganBeforeAChange_doesNotSeeItInTheCache() {
    try (Session early = factory.factory().openSession()) {
      early.beginTransaction();
      factory.inTransaction(session -> session.find(Books.Unversioned.class, 1L).retitle("new"));
      assertThat(reads(Books.Unversioned.class)).isZero();
      long statements =
          factory.statements(() -> assertThat(early.find(Books.Unversioned.class, 1L)).isNotNull());
      assertThat(statements).isEqualTo(1);
      early.getTransaction().commit();
    }
  }

  @Test
  void find_whileAnotherTransactionHasFlushedAChange_readsTheDatabaseAndCachesNothing() {
    try (Session writer = factory.factory().openSession()) {
      writer.beginTransaction();
      writer.find(Books.Unversioned.class, 1L).retitle("new");
      writer.flush();
      assertThat(title(Books.Unversioned.class)).isEqualTo("old");
      assertThat(factory.factory().getCache().contains(Books.Unversioned.class, 1L)).isFalse();
      writer.getTransaction().commit();
    }
    assertThat(reads(Books.Unversioned.class)).isZero();
    assertThat(title(Books.Unversioned.class)).isEqualTo("new");
  }
}
