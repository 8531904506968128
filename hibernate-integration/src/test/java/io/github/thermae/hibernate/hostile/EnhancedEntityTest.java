package io.github.thermae.hibernate.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Garbage;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.Objects;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An entity whose class Hibernate has enhanced and one of whose attributes is lazy: the cache holds
 * a placeholder for it that Hibernate compares by identity. From hot, and with a hot tier of one
 * entry, from warm.
 */
class EnhancedEntityTest {
  @TempDir private Path folder;
  private @Nullable TestFactory opened;
  private final ClassLoader loader = new EnhancingClassLoader(Letter.class);

  private TestFactory start(int hotEntries) throws Exception {
    TestFactory factory =
        TestFactory.over(Db.H2, folder)
            .with("hibernate.session.events.log", false)
            .classesOf(loader)
            .with("hibernate.thermae.hot.max-entries", hotEntries)
            .entities(type())
            .start();
    opened = factory;
    for (long id = 1; id <= 3; id++) {
      Object letter =
          type()
              .getConstructor(Long.class, String.class, String.class)
              .newInstance(id, "subject " + id, "text " + id);
      factory.inTransaction(session -> session.persist(letter));
    }
    factory.factory().getCache().evictAllRegions();
    return factory;
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(opened).close();
  }

  private Class<?> type() throws ClassNotFoundException {
    return loader.loadClass(Letter.class.getName());
  }

  private static Message find(Session session, Class<?> type, long id) {
    return (Message) session.find(type, id);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1})
  void find_lazyAttributeWasNotFetchedWhenCached_isFetchedWhenAsked(int hotEntries)
      throws Exception {
    TestFactory factory = start(hotEntries);
    Class<?> type = type();
    for (long id = 1; id <= 3; id++) {
      long letter = id;
      assertThat(factory.statementsIn(session -> find(session, type, letter))).isEqualTo(1);
    }

    Garbage.collect();
    for (long id = 1; id <= 3; id++) {
      long letter = id;
      assertThat(
              factory.statementsIn(
                  session ->
                      assertThat(find(session, type, letter).subject())
                          .isEqualTo("subject " + letter)))
          .isZero();
      assertThat(
              factory.statementsIn(
                  session ->
                      assertThat(find(session, type, letter).text()).isEqualTo("text " + letter)))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1})
  void find_lazyAttributeWasChanged_findsTheNewOne(int hotEntries) throws Exception {
    TestFactory factory = start(hotEntries);
    Class<?> type = type();
    for (long id = 1; id <= 3; id++) {
      long letter = id;
      factory.inTransaction(session -> find(session, type, letter).rewrite("new " + letter));
    }
    Garbage.collect();

    for (long id = 1; id <= 3; id++) {
      long letter = id;
      factory.inTransaction(
          session -> {
            Message found = find(session, type, letter);
            assertThat(found.text()).isEqualTo("new " + letter);
            assertThat(found.subject()).isEqualTo("subject " + letter);
          });
    }
  }
}
