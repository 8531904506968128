package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has no form in bytes is cached all the same, in memory, and never in the way of a flush. */
final class HotOnlyValuesTest {
  @TempDir Path folder;

  /** Serialized, and no class that a mapping names. */
  record Payload(String text) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** With an attribute of any class. */
  @Entity(name = "Parcel")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NullUnmarked
  public static class Parcel {
    @Id long id;
    Serializable content;
  }

  /** Cached by reference. */
  @Entity(name = "Constant")
  @Immutable
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  @NullUnmarked
  public static class Constant {
    @Id long id;
    String name;
  }

  private TestFactory.Builder builder(String persistMode) {
    return TestFactory.over(Db.H2, folder)
        .entities(Parcel.class, Constant.class)
        .with("hibernate.thermae.store.path", folder.resolve("store.db"))
        .with("hibernate.thermae.store.persist-mode", persistMode);
  }

  private static RegionStatistics region(TestFactory factory, Class<?> entity) {
    ThermaeRegionFactory regions =
        (ThermaeRegionFactory)
            factory
                .factory()
                .unwrap(org.hibernate.engine.spi.SessionFactoryImplementor.class)
                .getCache()
                .getRegionFactory();
    return Objects.requireNonNull(regions.regionStatistics().get(entity.getName()));
  }

  private static Parcel parcel(long id, Serializable content) {
    Parcel parcel = new Parcel();
    parcel.id = id;
    parcel.content = content;
    return parcel;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lazy", "write-through"})
  void flush_ofAttributesThatHaveNoForm_isCachedInMemoryAndToldOnce(String persistMode) {
    String log =
        Log.of(
            () -> {
              try (TestFactory factory = builder(persistMode).start()) {
                for (long id = 1; id <= 3; id++) {
                  Parcel parcel = parcel(id, new Payload("p" + id));
                  factory.inTransaction(session -> session.persist(parcel));
                }
                long statements =
                    factory.statementsIn(
                        session -> {
                          for (long id = 1; id <= 3; id++) {
                            assertThat(session.find(Parcel.class, id).content)
                                .isEqualTo(new Payload("p" + id));
                          }
                        });
                assertThat(statements).isZero();
                assertThat(region(factory, Parcel.class).tiers().coldEntries()).isZero();
              }
            });

    assertThat(log).containsOnlyOnce("holds values that cannot be encoded");
    assertThat(log).contains("Parcel.content", Payload.class.getName(), "allowed-classes");
  }

  @Test
  void update_toWhatHasNoForm_leavesNoOlderRow() {
    try (TestFactory factory = builder("write-through").start()) {
      factory.inTransaction(session -> session.persist(parcel(1, "text")));
      assertThat(region(factory, Parcel.class).tiers().coldEntries()).isEqualTo(1);

      factory.inTransaction(
          session -> session.find(Parcel.class, 1L).content = new Payload("later"));

      assertThat(region(factory, Parcel.class).tiers().coldEntries()).isZero();
      factory.inTransaction(
          session ->
              assertThat(session.find(Parcel.class, 1L).content).isEqualTo(new Payload("later")));
    }
  }

  @Test
  void find_ofEntityCachedByReference_comesFromMemoryAsTheSameObjectAndIsInNoFile() {
    try (TestFactory factory =
        builder("write-through").with("hibernate.cache.use_reference_entries", true).start()) {
      factory.inTransaction(
          session -> {
            Constant constant = new Constant();
            constant.id = 1;
            constant.name = "pi";
            session.persist(constant);
          });
      Constant first = factory.fromTransaction(session -> session.find(Constant.class, 1L));
      Constant second = factory.fromTransaction(session -> session.find(Constant.class, 1L));

      assertThat(second).isSameAs(first);
      assertThat(region(factory, Constant.class).tiers().coldEntries()).isZero();
    }
  }
}
