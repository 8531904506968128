package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeManager;
import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.stat.CacheRegionStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a region, and what the log is told. */
final class RegionStatisticsTest {
  private static final String REGION = Books.ReadWrite.class.getName();

  @TempDir Path folder;

  private TestFactory start() {
    return TestFactory.over(Db.H2, folder)
        .entities(Books.ALL.toArray(Class<?>[]::new))
        .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
        .with("hibernate.thermae.hot.max-entries", 3)
        .start();
  }

  private static void persist(TestFactory factory, int books) {
    factory.inTransaction(
        session -> {
          for (int i = 0; i < books; i++) {
            session.persist(Books.of(Books.ReadWrite.class, i, "title"));
          }
        });
  }

  private static ThermaeRegionFactory regions(TestFactory factory) {
    return (ThermaeRegionFactory)
        factory.factory().unwrap(SessionFactoryImplementor.class).getCache().getRegionFactory();
  }

  private static RegionStatistics region(TestFactory factory) {
    return Objects.requireNonNull(regions(factory).regionStatistics().get(REGION));
  }

  @Test
  void getDomainDataRegionStatistics_countsMemoryAndDisk() {
    try (TestFactory factory = start()) {
      persist(factory, 20);
      regions(factory).cacheManager().unwrap(ThermaeManager.class).flush();
      CacheRegionStatistics region = factory.statistics().getDomainDataRegionStatistics(REGION);
      assertThat(region.getElementCountInMemory()).isEqualTo(20);
      assertThat(region.getElementCountOnDisk()).isEqualTo(20);
      assertThat(region.getSizeInMemory()).isPositive();
    }
  }

  @Test
  void regionStatistics_withoutHibernatesOwn_countsEverything() {
    try (TestFactory factory = start()) {
      factory.statistics().setStatisticsEnabled(false);
      persist(factory, 20);
      // Some versions of Hibernate ask whether what is persisted is there, and others do not.
      assertThat(region(factory).misses()).isIn(0L, 20L);
      long missesBefore = region(factory).misses();
      for (int i = 0; i < 2; i++) {
        factory.inTransaction(
            session -> {
              for (long id = 0; id < 21; id++) {
                session.find(Books.ReadWrite.class, id);
              }
            });
      }
      factory.inTransaction(session -> session.find(Books.ReadWrite.class, 0L).retitle("new"));
      RegionStatistics region = region(factory);
      assertThat(region.hits()).isEqualTo(41);
      assertThat(region.misses() - missesBefore).isEqualTo(2);
      assertThat(region.puts()).isEqualTo(21);
      assertThat(region.invalidations()).isEqualTo(1);
      assertThat(region.tiers().warmHits()).isPositive();
      assertThat(region.hotHits()).isLessThan(41);
    }
  }

  @Test
  void addRegionListener_isToldOfEarlyAndLateRegionsOnce() {
    try (TestFactory factory =
        TestFactory.over(Db.H2, folder)
            .entities(Books.ReadWrite.class)
            .with("hibernate.cache.use_query_cache", true)
            .start()) {
      List<String> told = new ArrayList<>();
      regions(factory)
          .addRegionListener(
              (name, statistics) -> {
                told.add(name);
                assertThat(statistics.get().hits()).isZero();
              });
      assertThat(told).contains(REGION).doesNotHaveDuplicates().doesNotContain("late");
      int early = told.size();
      for (int i = 0; i < 2; i++) {
        factory.inTransaction(
            session ->
                assertThat(
                        session
                            .createSelectionQuery("from ReadWrite", Books.ReadWrite.class)
                            .setCacheable(true)
                            .setCacheRegion("late")
                            .getResultList())
                    .isEmpty());
      }
      assertThat(told.subList(early, told.size())).containsExactly("late");
    }
  }

  @Test
  void executeUpdate_nativeWithoutTables_isToldWithTheStatement() {
    try (TestFactory factory = start()) {
      persist(factory, 1);
      String sql = "update ReadWrite set title = 'new'";
      String log =
          Log.of(
              () ->
                  factory.inTransaction(
                      session -> session.createNativeMutationQuery(sql).executeUpdate()));
      assertThat(log).contains("whole second-level cache").contains(sql);
      factory.inTransaction(
          session -> assertThat(session.find(Books.ReadWrite.class, 0L).title()).isEqualTo("new"));
    }
  }

  @Test
  void executeUpdate_ofOneType_isNotTold() {
    try (TestFactory factory = start()) {
      persist(factory, 1);
      String log =
          Log.of(
              () ->
                  factory.inTransaction(
                      session ->
                          session
                              .createMutationQuery("update ReadWrite set title = 'new'")
                              .executeUpdate()));
      assertThat(log).doesNotContain("whole second-level cache");
    }
  }
}
