package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.Library.Author;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.Regions;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.stat.CacheRegionStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a region gets: of its own settings, of those of its type, and without any. */
final class RegionSettingsTest {
  private static final String ENTITY = Books.ReadWrite.class.getName();
  private static final String IMMUTABLE = Books.ReadOnly.class.getName();
  private static final String COLLECTION = Author.class.getName() + ".awards";
  private static final String NATURAL_ID = Author.class.getName() + "##NaturalId";
  private static final String QUERY = "default-query-results-region";

  @TempDir Path folder;

  private TestFactory.Builder builder() {
    return TestFactory.over(Db.H2, folder)
        .entities(Stream.concat(Library.ALL.stream(), Books.ALL.stream()).toArray(Class<?>[]::new));
  }

  private static long hotMaxEntries(TestFactory factory, String region) {
    return Regions.configuration(factory, region).hotMaxEntries().orElseThrow();
  }

  /** In the order of the constants above. */
  private static List<Long> hotMaxEntries(TestFactory factory) {
    return Stream.of(ENTITY, IMMUTABLE, COLLECTION, NATURAL_ID, QUERY)
        .map(region -> hotMaxEntries(factory, region))
        .toList();
  }

  // ------------------------------------------------------------------ without any

  @Test
  void start_withNothingSet_boundsEveryRegion() {
    try (TestFactory factory = builder().start()) {
      assertThat(hotMaxEntries(factory))
          .containsExactly(10_000L, 10_000L, 10_000L, 10_000L, 1_000L);
    }
  }

  @Test
  void persist_moreThanTheBoundOfARegionWithoutSettings_keepsItWithinThat() {
    // Without a warm tier, what is beyond the bound is gone.
    try (TestFactory factory =
        builder().with("hibernate.thermae.store.warm.max-bytes", 0).start()) {
      factory.inTransaction(
          session -> {
            for (int i = 0; i < 11_000; i++) {
              session.persist(Books.of(Books.ReadWrite.class, i, "title"));
            }
          });
      CacheRegionStatistics region = factory.statistics().getDomainDataRegionStatistics(ENTITY);
      assertThat(region.getElementCountInMemory()).isBetween(9_000L, 10_000L);
    }
  }

  @Test
  void getResultList_moreThanTheBoundOfARegionWithoutSettings_keepsItWithinThat() {
    try (TestFactory factory = builder().start()) {
      factory.inTransaction(
          session -> {
            for (int i = 0; i < 1_200; i++) {
              assertThat(
                      session
                          .createSelectionQuery(
                              "select title from ReadWrite where id = :id", String.class)
                          .setParameter("id", (long) i)
                          .setCacheable(true)
                          .getResultList())
                  .isEmpty();
            }
          });
      CacheRegionStatistics region = factory.statistics().getQueryRegionStatistics(QUERY);
      assertThat(region.getElementCountInMemory()).isBetween(900L, 1_000L);
    }
  }

  // ------------------------------------------------------------------ of its type

  @ParameterizedTest
  @CsvSource({
    "entity, 5, 5, 10000, 10000, 1000",
    "immutable-entity, 10000, 5, 10000, 10000, 1000",
    "collection, 10000, 10000, 5, 10000, 1000",
    "naturalid, 10000, 10000, 10000, 5, 1000",
    "query, 10000, 10000, 10000, 10000, 5"
  })
  void start_withABoundOfAType_givesItToRegionsOfThatTypeOnly(
      String type, long entity, long immutable, long collection, long naturalId, long query) {
    try (TestFactory factory =
        builder().with("hibernate.thermae." + type + ".hot.max-entries", 5).start()) {
      assertThat(hotMaxEntries(factory))
          .containsExactly(entity, immutable, collection, naturalId, query);
    }
  }

  @Test
  void start_withBoundsOfAllAndOfTypes_takesTheNearest() {
    try (TestFactory factory =
        builder()
            .with("hibernate.thermae.hot.max-entries", 3)
            .with("hibernate.thermae.entity.hot.max-entries", 5)
            .with("hibernate.thermae.immutable-entity.hot.max-entries", 7)
            .with("hibernate.thermae.naturalid.hot.max-entries", 9)
            .with("hibernate.thermae." + NATURAL_ID + ".hot.max-entries", 11)
            .start()) {
      assertThat(hotMaxEntries(factory)).containsExactly(5L, 7L, 3L, 11L, 3L);
    }
  }

  // ------------------------------------------------------------------ of its own

  @ParameterizedTest
  @ValueSource(strings = {"", "entity.", "io.github.thermae.hibernate.kit.Books$ReadWrite."})
  void start_withTheLeastSizeOfWhatIsCompressed_givesItToTheCache(String where) {
    try (TestFactory factory =
        builder().with("hibernate.thermae." + where + "compression-min-bytes", "2KB").start()) {
      assertThat(Regions.configuration(factory, ENTITY).compressionMinBytes()).hasValue(2_048);
      if (!where.isEmpty()) {
        assertThat(Regions.configuration(factory, COLLECTION).compressionMinBytes())
            .isNotEqualTo(Regions.configuration(factory, ENTITY).compressionMinBytes());
      }
    }
  }

  @Test
  void start_withSettingsOfRegions_showsThemInTheTable() {
    Path store = folder.resolve("cache.db");
    String nonstrict = Books.Nonstrict.class.getName();
    String log =
        Log.of(
            () ->
                builder()
                    .with("hibernate.thermae.store.path", store)
                    .with("hibernate.thermae." + ENTITY + ".hot.max-bytes", "1MB")
                    .with("hibernate.thermae." + ENTITY + ".cold.max-entries", 77)
                    .with("hibernate.thermae." + ENTITY + ".ttl", "10m")
                    .with("hibernate.thermae." + ENTITY + ".restore", "clean")
                    .with("hibernate.thermae." + nonstrict + ".hot.max-entries", 12)
                    .with("hibernate.thermae." + nonstrict + ".expire-after-access", "5m")
                    .with("hibernate.thermae." + nonstrict + ".restore", "crash-safe")
                    .with("hibernate.thermae." + nonstrict + ".max-age-after-restart", "1h")
                    .start()
                    .close());

    assertThat(log).containsOnlyOnce("Second-level cache regions in store " + store + ":");
    assertThat(log).containsPattern(row("region", "type", "strategy", "bounds", "life", "restore"));
    assertThat(log)
        .containsPattern(
            row(
                ENTITY,
                "entity",
                "read-write",
                "1048576 bytes hot, 77 cold",
                "ttl PT10M",
                "clean"));
    assertThat(log)
        .containsPattern(
            row(
                nonstrict,
                "entity",
                "nonstrict-read-write",
                "12 hot",
                "unused PT5M",
                "crash-safe, at most PT1H old"));
    assertThat(log)
        .containsPattern(
            row(IMMUTABLE, "immutable-entity", "read-only", "10000 hot", "eternal", "discard"));
    assertThat(log)
        .containsPattern(
            row(COLLECTION, "collection", "read-write", "10000 hot", "eternal", "discard"));
    assertThat(log)
        .containsPattern(
            row(NATURAL_ID, "naturalid", "read-write", "10000 hot", "eternal", "discard"));
    assertThat(log).containsPattern(row(QUERY, "query", "-", "1000 hot", "eternal", "no"));
  }

  private static Pattern row(String... columns) {
    String cells = String.join(" +", Stream.of(columns).map(Pattern::quote).toList());
    return Pattern.compile("^ +" + cells + " *$", Pattern.MULTILINE);
  }
}
