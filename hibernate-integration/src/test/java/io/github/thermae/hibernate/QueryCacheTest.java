package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.util.List;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cached results of queries, which hold as long as their tables have not been changed. */
class QueryCacheTest {
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
            .entities(Books.ALL.toArray(Class<?>[]::new))
            .with("hibernate.thermae.query.hot.max-entries", 20)
            .start();
    factory.inTransaction(
        session -> {
          session.persist(Books.of(Books.ReadWrite.class, 1, "old"));
          session.persist(Books.of(Books.Unversioned.class, 1, "other"));
        });
  }

  @AfterEach
  void close() {
    factory.close();
  }

  /** The methods that all versions have in common. */
  private static EntityManager manager(Session session) {
    return session;
  }

  private static List<String> titles(Session session, String entity, String notThis) {
    return manager(session)
        .createQuery("select b.title from " + entity + " b where b.title <> :title", String.class)
        .setParameter("title", notThis)
        .setHint("org.hibernate.cacheable", true)
        .getResultList();
  }

  private long query(String... expected) {
    return factory.statementsIn(
        session ->
            assertThat(titles(session, "ReadWrite", "none")).containsExactlyInAnyOrder(expected));
  }

  @Test
  void getResultList_again_needsNoStatement() {
    assertThat(query("old")).isEqualTo(1);
    assertThat(query("old")).isZero();
  }

  @Test
  void getResultList_ofEntities_needsNoStatement() {
    for (int i = 0; i < 2; i++) {
      long statements =
          factory.statementsIn(
              session ->
                  assertThat(
                          manager(session)
                              .createQuery("from ReadWrite", Books.ReadWrite.class)
                              .setHint("org.hibernate.cacheable", true)
                              .getResultList())
                      .hasSize(1));
      assertThat(statements).isEqualTo(1 - i);
    }
  }

  @Test
  void getResultList_afterAChangeOfItsTable_isReadAgain() {
    query("old");
    factory.inTransaction(session -> session.find(Books.ReadWrite.class, 1L).retitle("new"));
    assertThat(query("new")).isEqualTo(1);
    factory.inTransaction(session -> session.persist(Books.of(Books.ReadWrite.class, 2, "two")));
    assertThat(query("new", "two")).isEqualTo(1);
    assertThat(query("new", "two")).isZero();
  }

  @Test
  void getResultList_afterAChangeOfAnotherTable_needsNoStatement() {
    query("old");
    factory.inTransaction(session -> session.find(Books.Unversioned.class, 1L).retitle("new"));
    assertThat(query("old")).isZero();
  }

  @Test
  void getResultList_whileOneOfTwoWritersHasEnded_isStillReadFromTheDatabase() {
    try (Session one = factory.factory().openSession();
        Session two = factory.factory().openSession()) {
      one.beginTransaction();
      two.beginTransaction();
      one.persist(Books.of(Books.ReadWrite.class, 2, "two"));
      one.flush();
      two.persist(Books.of(Books.ReadWrite.class, 3, "three"));
      two.flush();
      one.getTransaction().commit();
      // The other may commit at any moment, and its results must not be hidden for one of them.
      assertThat(query("old", "two")).isEqualTo(1);
      assertThat(query("old", "two")).isEqualTo(1);
      two.getTransaction().commit();
    }
    assertThat(query("old", "two", "three")).isEqualTo(1);
    assertThat(query("old", "two", "three")).isZero();
  }

  @Test
  void getResultList_afterARollback_isCachedAgain() {
    query("old");
    factory.rolledBack(session -> session.persist(Books.of(Books.ReadWrite.class, 2, "never")));
    assertThat(query("old")).isEqualTo(1);
    assertThat(query("old")).isZero();
  }

  @Test
  void evictQueryRegions_letsNoResultHold() {
    query("old");
    factory.factory().getCache().evictQueryRegions();
    assertThat(query("old")).isEqualTo(1);
  }

  @Test
  void getResultList_moreThanTheBound_keepsTheRegionWithinIt() {
    for (int i = 0; i < 100; i++) {
      String notThis = "n" + i;
      factory.inTransaction(session -> titles(session, "ReadWrite", notThis));
    }
    assertThat(
            factory
                .statistics()
                .getQueryRegionStatistics("default-query-results-region")
                .getElementCountInMemory())
        .isLessThanOrEqualTo(20);
  }

  @Test
  void evictRegion_ofQueriesInAFactoryWithAPrefix_isKnownByItsOwnName() {
    close();
    factory =
        TestFactory.over(db(), folder)
            .entities(Books.ALL.toArray(Class<?>[]::new))
            .with("hibernate.cache.region_prefix", "app")
            .start();
    for (String region : List.of("default-query-results-region", "titles")) {
      assertThat(queryIn(region)).isEqualTo(1);
      assertThat(queryIn(region)).isZero();
      assertThat(factory.statistics().getQueryRegionStatistics(region).getHitCount()).isEqualTo(1);
      factory.factory().getCache().evictRegion(region);
      assertThat(queryIn(region)).isEqualTo(1);
    }
  }

  /** Hibernate lets queries have the name of a region of entities. */
  @Test
  void getResultList_inARegionWithTheNameOfOneOfEntities_leavesThatAlone() {
    String region = Books.ReadWrite.class.getName();
    assertThat(queryIn(region)).isEqualTo(1);
    assertThat(queryIn(region)).isZero();
    assertThat(factory.statementsIn(s -> s.find(Books.ReadWrite.class, 1L))).isZero();
    factory.factory().getCache().evictRegion(region);
    assertThat(queryIn(region)).isEqualTo(1);
  }

  private long queryIn(String region) {
    return factory.statementsIn(
        session ->
            assertThat(
                    manager(session)
                        .createQuery("select b.title from ReadWrite b", String.class)
                        .setHint("org.hibernate.cacheable", true)
                        .setHint("org.hibernate.cacheRegion", region)
                        .getResultList())
                .containsExactly("old"));
  }
}
