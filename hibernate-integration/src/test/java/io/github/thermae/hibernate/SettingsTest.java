package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.Shelf;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.SharedCacheMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.stat.CacheRegionStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be set, what holds where, and what is said of mistakes. */
final class SettingsTest {
  private static final String REGION = Books.ReadWrite.class.getName();

  @TempDir Path folder;

  private TestFactory.Builder factory() {
    return TestFactory.over(Db.H2, folder).entities(Books.ALL.toArray(Class<?>[]::new));
  }

  private static long hotAfter(TestFactory factory, int books) {
    factory.inTransaction(
        session -> {
          for (int i = 0; i < books; i++) {
            session.persist(Books.of(Books.ReadWrite.class, i, "title"));
          }
        });
    CacheRegionStatistics region = region(factory);
    return region.getElementCountInMemory();
  }

  private static CacheRegionStatistics region(TestFactory factory) {
    return factory.statistics().getDomainDataRegionStatistics(REGION);
  }

  @Test
  void start_byClassName_works() {
    try (TestFactory factory =
        factory()
            .with("hibernate.cache.region.factory_class", ThermaeRegionFactory.class.getName())
            .start()) {
      assertThat(hotAfter(factory, 3)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hibernate.thermae.hot.max-entries, 5",
    "hibernate.thermae.entity.hot.max-entries, 5",
    "hibernate.thermae.io.github.thermae.hibernate.kit.Books$ReadWrite.hot.max-entries, 5",
    "hibernate.thermae.app.io.github.thermae.hibernate.kit.Books$ReadWrite.hot.max-entries, 5"
  })
  void start_withABound_holdsIt(String name, int bound) {
    // Without a warm tier, what is beyond the bound is gone.
    try (TestFactory factory =
        factory()
            .with(name, bound)
            .with("hibernate.thermae.store.warm.max-bytes", 0)
            .with("hibernate.cache.region_prefix", "app")
            .start()) {
      assertThat(hotAfter(factory, 50)).isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void start_withBoundsOnSeveralLevels_takesTheNearest() {
    try (TestFactory factory =
        factory()
            .with("hibernate.thermae.store.warm.max-bytes", 0)
            .with("hibernate.thermae.hot.max-entries", "1000")
            .with("hibernate.thermae.entity.hot.max-bytes", "1MB")
            .with("hibernate.thermae." + REGION + ".hot.max-entries", 7)
            .start()) {
      assertThat(hotAfter(factory, 50)).isLessThanOrEqualTo(7);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hibernate.thermae.hot.max-entriess, 5, hot.max-entries",
    "hibernate.thermae.entity.hot.maxentries, 5, hibernate.thermae.entity.hot.max-entries",
    "hibernate.thermae.hot.max-entries, many, whole number",
    "hibernate.thermae.ttl, soon, duration",
    "hibernate.thermae.store.pth, x, store.path",
    "hibernate.thermae.lock-timeout, 1ms, 100ms",
    "hibernate.thermae.default-update-timestamps-region.ttl, 1m, update timestamps",
    "hibernate.thermae.default-query-results-region.cold.max-entries, 1, query results",
    "hibernate.thermae.compression-min-bytes, 5, at least 64",
    "hibernate.thermae.query.compression-min-bytes, 100, query results"
  })
  void start_withAMistake_failsAndSaysWhatIsWrong(String name, String value, String said) {
    assertThatThrownBy(() -> factory().with(name, value).start().close())
        .hasStackTraceContaining(said);
  }

  @Test
  void start_withSettingsForARegionThatDoesNotExist_saysWhichThereAre() {
    String log =
        Log.of(
            () ->
                factory()
                    .with("hibernate.thermae.Boks.ttl", Duration.ofMinutes(1))
                    .start()
                    .close());
    assertThat(log).contains("Boks").contains(REGION);
  }

  @Test
  void start_withTransactionalRegions_saysOnceWhatTheyGet() {
    String log = Log.of(() -> factory().start().close());

    assertThat(log)
        .containsOnlyOnce("Regions [" + Books.Transactional.class.getName() + "] ask for")
        .containsOnlyOnce("ask for TRANSACTIONAL and get READ_WRITE");
  }

  @Test
  void start_withoutTransactionalRegions_saysNothingOfThem() {
    String log =
        Log.of(
            () -> TestFactory.over(Db.H2, folder).entities(Books.ReadWrite.class).start().close());

    assertThat(log).contains(REGION).doesNotContain("ask for TRANSACTIONAL");
  }

  @Test
  void start_withAStore_overflowsIntoItAndStartsEmpty() throws Exception {
    Path store = folder.resolve("cache.db");
    for (int run = 0; run < 2; run++) {
      try (TestFactory factory =
          factory()
              .with("hibernate.hbm2ddl.auto", "create-drop")
              .with("hibernate.thermae.store.path", store)
              .with("hibernate.thermae.store.warm.max-bytes", "0")
              .with("hibernate.thermae.hot.max-entries", 2)
              .start()) {
        assertThat(region(factory).getElementCountOnDisk()).isZero();
        hotAfter(factory, 50);
        factory.inTransaction(
            session -> {
              for (long i = 0; i < 50; i++) {
                assertThat(session.find(Books.ReadWrite.class, i)).isNotNull();
              }
            });
        assertThat(factory.statistics().getSecondLevelCacheMissCount()).isZero();
      }
      assertThat(Files.size(store)).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ALL, true, true, true",
    "NONE, false, false, false",
    "ENABLE_SELECTIVE, true, false, false",
    "DISABLE_SELECTIVE, true, true, false"
  })
  void start_inASharedCacheMode_cachesWhatTheModeSays(
      SharedCacheMode mode, boolean marked, boolean plain, boolean excluded) {
    try (TestFactory factory =
        TestFactory.over(Db.H2, folder)
            .entities(Marked.class, Plain.class, Excluded.class)
            .with("jakarta.persistence.sharedCache.mode", mode)
            .start()) {
      assertThat(isCached(factory, Marked.class)).isEqualTo(marked);
      assertThat(isCached(factory, Plain.class)).isEqualTo(plain);
      assertThat(isCached(factory, Excluded.class)).isEqualTo(excluded);
    }
  }

  private static <B extends Books.Book> boolean isCached(TestFactory factory, Class<B> type) {
    factory.inTransaction(session -> session.persist(Books.of(type, 1, "title")));
    return factory.statementsIn(session -> session.find(type, 1L)) == 0;
  }

  /** Wants to be cached. */
  @Entity(name = "Marked")
  @Cacheable
  public static class Marked extends Books.Book {}

  /** Says nothing. */
  @Entity(name = "Plain")
  public static class Plain extends Books.Book {}

  /** Does not want to be cached. */
  @Entity(name = "Excluded")
  @Cacheable(false)
  public static class Excluded extends Books.Book {}

  @Test
  void start_twiceInOneJvm_keepsTheCachesApart() {
    try (TestFactory one = factory().start();
        TestFactory other =
            TestFactory.over(Db.HSQLDB, folder)
                .entities(Books.ALL.toArray(Class<?>[]::new))
                .start()) {
      hotAfter(one, 1);
      other.inTransaction(session -> assertThat(session.find(Books.ReadWrite.class, 0L)).isNull());
    }
  }

  @Test
  void start_twiceOverOneStore_keepsTheSecondInMemory() {
    Path store = folder.resolve("cache.db");
    try (TestFactory one = factory().with("hibernate.thermae.store.path", store).start()) {
      hotAfter(one, 5);
      String log =
          Log.of(
              () -> {
                try (TestFactory other =
                    TestFactory.over(Db.HSQLDB, folder)
                        .entities(Books.ALL.toArray(Class<?>[]::new))
                        .with("hibernate.thermae.store.path", store)
                        .start()) {
                  other.inTransaction(
                      session -> assertThat(session.find(Books.ReadWrite.class, 0L)).isNull());
                  hotAfter(other, 1);
                  assertThat(region(other).getElementCountOnDisk()).isZero();
                }
              });
      assertThat(log).contains("stay in memory").contains("region_prefix");
      assertThat(one.statementsIn(s -> s.find(Books.ReadWrite.class, 4L))).isZero();
    }
    try (TestFactory again =
        factory()
            .with("hibernate.hbm2ddl.auto", "create")
            .with("hibernate.thermae.store.path", store)
            .with("hibernate.thermae.store.persist-mode", "write-through")
            .start()) {
      hotAfter(again, 5);
      assertThat(region(again).getElementCountOnDisk()).isPositive();
    }
  }

  @Test
  void start_overOneStoreWithAnotherPrefix_keepsBothInTheFile() {
    Path store = folder.resolve("cache.db");
    TestFactory.Builder each =
        factory()
            .with("hibernate.thermae.store.path", store)
            .with("hibernate.thermae.store.persist-mode", "write-through");
    try (TestFactory one = each.start();
        TestFactory other = each.with("hibernate.cache.region_prefix", "app").start()) {
      hotAfter(one, 5);
      other.inTransaction(
          session -> assertThat(session.find(Books.ReadWrite.class, 1L)).isNotNull());
      assertThat(region(one).getElementCountOnDisk()).isEqualTo(5);
      assertThat(region(other).getElementCountOnDisk()).isEqualTo(1);
    }
  }

  @Test
  void start_whereAPrefixAndANameMakeTheNameOfAnothersRegion_fails() {
    Path store = folder.resolve("cache.db");
    try (TestFactory one =
        TestFactory.over(Db.H2, folder)
            .entities(Dotted.class)
            .with("hibernate.thermae.store.path", store)
            .start()) {
      assertThat(one.factory().isOpen()).isTrue();
      assertThatThrownBy(
              () ->
                  TestFactory.over(Db.HSQLDB, folder)
                      .entities(Shelf.Map.class)
                      .with("hibernate.thermae.store.path", store)
                      .with("hibernate.cache.region_prefix", "app")
                      .start()
                      .close())
          .hasStackTraceContaining("has a region 'app.shelf'");
    }
  }

  /** In a region whose name looks like that of a factory with a prefix. */
  @Entity(name = "Dotted")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "app." + Shelf.REGION)
  public static class Dotted extends Books.Book {}
}
