package io.github.thermae.hibernate.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Regions;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Query results are never kept: when their tables were changed is not known after a restart. */
final class QueriesAfterRestartTest {
  @TempDir Path folder;

  private TestFactory start(String restore) {
    return TestFactory.over(Db.H2, folder)
        .entities(Books.ReadWrite.class)
        .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
        .with("hibernate.thermae.restore", restore)
        .start();
  }

  private static long query(TestFactory factory) {
    return factory.statementsIn(
        session ->
            assertThat(
                    session
                        .createSelectionQuery("select title from ReadWrite", String.class)
                        .setCacheable(true)
                        .getResultList())
                .containsExactly("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean", "crash-safe"})
  void getResultList_afterARestart_isAskedOfTheDatabaseOnce(String restore) {
    try (TestFactory factory = start(restore)) {
      factory.inTransaction(
          session -> session.persist(Books.of(Books.ReadWrite.class, 1, "first")));
      assertThat(query(factory)).isEqualTo(1);
      assertThat(query(factory)).isZero();
      String region = "default-query-results-region";
      assertThat(Regions.configuration(factory, region).isHotOnly()).isTrue();
    }

    try (TestFactory factory = start(restore)) {
      assertThat(factory.statementsIn(s -> s.find(Books.ReadWrite.class, 1L)))
          .as("entities are restored")
          .isZero();
      assertThat(query(factory)).isEqualTo(1);
      assertThat(query(factory)).isZero();
    }
  }
}
