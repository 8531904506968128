package io.github.thermae.hibernate.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.checker.CheckedRun.Result;
import io.github.thermae.hibernate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random transactions of several threads, and every read checked against the order of the commits:
 * {@link SerialOrder} has the rule. A failed run is repeated with the seed that it prints; threads
 * make it differ all the same.
 *
 * <p>Hibernate's own READ_WRITE over our caches is not asked for: without versions too, and over
 * Caffeine as over ours, a few runs in a hundred see what was replaced before. That our caches are
 * right by themselves is what the provider's linearizability tests show.
 */
class ConcurrencyCheckerTest {
  private static final int THREADS = 4;
  private static final int ROUNDS_UNTIL_RED = 40;

  private static final Map<String, Object> NO_CACHE =
      Map.of(
          "hibernate.cache.use_second_level_cache",
          "false",
          "hibernate.cache.use_query_cache",
          "false");

  private static final Map<String, Object> CAFFEINE_BY_HIBERNATES_OWN_FACTORY =
      Map.of(
          "hibernate.cache.region.factory_class",
          "jcache",
          "hibernate.javax.cache.provider",
          "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider",
          "hibernate.javax.cache.missing_cache_strategy",
          "create");

  @TempDir private Path folder;

  /** Tiers so small that entries move all the time: two objects, a few bytes, and rows. */
  private Map<String, Object> thermae() {
    return Map.of(
        "hibernate.cache.region.factory_class",
        "thermae",
        "hibernate.thermae.hot.max-entries",
        2,
        "hibernate.thermae.query.hot.max-entries",
        20,
        "hibernate.thermae.store.warm.max-bytes",
        "1KB",
        "hibernate.thermae.store.path",
        folder.resolve("regions.db"));
  }

  private static Result run(Plan plan, TestDatabase database, Map<String, Object> cache, int millis)
      throws Exception {
    return new CheckedRun(plan, database, cache, System.nanoTime(), THREADS).run(millis);
  }

  @Test
  void reads_throughThermae_followTheOrderOfCommits() throws Exception {
    Result result = run(Plan.ALL, TestDatabase.h2(folder), thermae(), 3_500);

    assertThat(result.violations()).as("%s", result).isEmpty();
    assertThat(result.hits()).as("hits of %s", result).isPositive();
    assertThat(result.queryHits()).as("query hits of %s", result).isPositive();
  }

  @Test
  @Tag("sqlite-database")
  void reads_throughThermaeOverSqlite_followTheOrderOfCommits() throws Exception {
    Result result = run(Plan.ALL, TestDatabase.sqlite(folder), thermae(), 2_000);

    assertThat(result.violations()).as("%s", result).isEmpty();
    assertThat(result.hits()).as("hits of %s", result).isPositive();
  }

  @Test
  void reads_throughThermaeOverHsqldb_followTheOrderOfCommits() throws Exception {
    Result result = run(Plan.ALL, TestDatabase.hsqldbInMemory(), thermae(), 2_000);

    assertThat(result.violations()).as("%s", result).isEmpty();
    assertThat(result.hits()).as("hits of %s", result).isPositive();
  }

  /** The checker can pass: without a cache there is nothing that could be old. */
  @Test
  void reads_withoutAnyCache_followTheOrderOfCommits() throws Exception {
    Result result = run(Plan.ALL, TestDatabase.h2InMemory(), NO_CACHE, 1_000);

    assertThat(result.violations()).as("%s", result).isEmpty();
    assertThat(result.observations()).as("reads of %s", result).isPositive();
  }

  /** The checker can fail: what it forbids is what Hibernate's own access classes do. */
  @Test
  @Tag("hibernate-jcache")
  void reads_nonstrictByHibernatesOwnFactory_seeRowsThatWereReplaced() throws Exception {
    assertThat(violationsWith(Kind.NONSTRICT))
        .anySatisfy(violation -> assertThat(violation).contains("had been replaced"));
  }

  @Test
  @Tag("hibernate-jcache")
  void reads_transactionalByHibernatesOwnFactory_seeWhatWasNeverCommitted() throws Exception {
    assertThat(violationsWith(Kind.TRANSACTIONAL))
        .anySatisfy(
            violation ->
                assertThat(violation).containsAnyOf("never committed", "not committed yet"));
  }

  /** What one of several short runs finds. */
  private static List<String> violationsWith(Kind kind) throws Exception {
    List<String> violations = new ArrayList<>();
    for (int round = 0; violations.isEmpty() && round < ROUNDS_UNTIL_RED; round++) {
      violations.addAll(
          run(Plan.mild(kind), TestDatabase.h2InMemory(), CAFFEINE_BY_HIBERNATES_OWN_FACTORY, 500)
              .violations());
    }
    return violations;
  }
}
