package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.nio.file.Path;
import java.sql.Statement;
import org.hibernate.Session;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Natural ids under the strategies that {@link MappingsTest} does not have. */
final class NaturalIdStrategiesTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private TestFactory factory;

  /** What both have. */
  @MappedSuperclass
  public abstract static class Place {
    @Id public long id;

    abstract @Nullable String code();

    abstract void rename(String code);
  }

  /** Can get another natural id. */
  @Entity(name = "Station")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  @NaturalIdCache
  public static class Station extends Place {
    @NaturalId(mutable = true)
    public @Nullable String code;

    @Override
    @Nullable String code() {
      return code;
    }

    @Override
    void rename(String newCode) {
      code = newCode;
    }
  }

  /** Keeps the one that it has. */
  @Entity(name = "Landmark")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  @NaturalIdCache
  public static class Landmark extends Place {
    @NaturalId public @Nullable String code;

    @Override
    @Nullable String code() {
      return code;
    }

    @Override
    void rename(String newCode) {
      code = newCode;
    }
  }

  @BeforeEach
  void start() {
    factory = TestFactory.over(Db.H2, folder).entities(Station.class, Landmark.class).start();
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private <P extends Place> void insert(Class<P> type) throws ReflectiveOperationException {
    P place = type.getDeclaredConstructor().newInstance();
    place.id = 1;
    place.rename("oslo");
    factory.inTransaction(session -> session.persist(place));
  }

  /** The statements that it takes to find a place by its natural id. */
  private <P extends Place> long loads(Class<P> type, String code, long id) {
    return factory.statementsIn(
        session -> {
          P place = session.bySimpleNaturalId(type).load(code);
          assertThat(place).isNotNull();
          assertThat(place.id).isEqualTo(id);
          assertThat(place.code()).isEqualTo(code);
        });
  }

  private <P extends Place> void assertNobodyHas(Class<P> type, String code) {
    factory.inTransaction(
        session -> assertThat(session.bySimpleNaturalId(type).load(code)).isNull());
  }

  /**
   * Nobody tells the cache of this row, so what it knows of its natural id must be gone already.
   */
  private void insertUntold(Class<?> type, long id, String code) {
    factory.inTransaction(
        session ->
            session.doWork(
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    String sql = "insert into %s (id, code) values (%d, '%s')";
                    assertThat(
                            statement.executeUpdate(sql.formatted(type.getSimpleName(), id, code)))
                        .isEqualTo(1);
                  }
                }));
  }

  private static <P extends Place> P first(Session session, Class<P> type) {
    return session.find(type, 1L);
  }

  @ParameterizedTest
  @ValueSource(classes = {Station.class, Landmark.class})
  <P extends Place> void load_again_needsNoStatement(Class<P> type) throws Exception {
    insert(type);
    factory.factory().getCache().evictAllRegions();
    assertThat(loads(type, "oslo", 1)).isPositive();
    long hits = factory.statistics().getNaturalIdCacheHitCount();

    assertThat(loads(type, "oslo", 1)).isZero();
    assertThat(factory.statistics().getNaturalIdCacheHitCount()).isEqualTo(hits + 1);
  }

  @Test
  void load_readOnlyAfterTheInsert_needsNoStatement() throws Exception {
    insert(Landmark.class);

    assertThat(loads(Landmark.class, "oslo", 1)).isZero();
  }

  @Test
  void load_nonstrictAfterTheInsert_isReadOnce() throws Exception {
    insert(Station.class);

    assertThat(loads(Station.class, "oslo", 1)).isPositive();
    assertThat(loads(Station.class, "oslo", 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(classes = {Station.class, Landmark.class})
  <P extends Place> void load_afterItsRowWasDeleted_findsTheHeir(Class<P> type) throws Exception {
    insert(type);
    assertThat(loads(type, "oslo", 1)).isNotNegative();
    assertThat(loads(type, "oslo", 1)).isZero();
    factory.inTransaction(session -> session.remove(first(session, type)));
    assertNobodyHas(type, "oslo");

    insertUntold(type, 2, "oslo");

    assertThat(loads(type, "oslo", 2)).isPositive();
    assertThat(loads(type, "oslo", 2)).isZero();
  }

  @ParameterizedTest
  @ValueSource(classes = {Station.class, Landmark.class})
  <P extends Place> void load_afterADeletionThatWasRolledBack_findsIt(Class<P> type)
      throws Exception {
    insert(type);
    assertThat(loads(type, "oslo", 1)).isNotNegative();
    factory.rolledBack(session -> session.remove(first(session, type)));

    assertThat(loads(type, "oslo", 1)).isNotNegative();
    assertThat(loads(type, "oslo", 1)).isZero();
  }

  @Test
  void load_nonstrictAfterAChange_findsItUnderTheNewOneAndItsHeirUnderTheOldOne() throws Exception {
    insert(Station.class);
    assertThat(loads(Station.class, "oslo", 1)).isPositive();
    factory.inTransaction(session -> first(session, Station.class).rename("bergen"));

    insertUntold(Station.class, 2, "oslo");

    assertThat(loads(Station.class, "oslo", 2)).isPositive();
    assertThat(loads(Station.class, "bergen", 1)).isPositive();
    assertThat(loads(Station.class, "bergen", 1)).isZero();
  }

  @Test
  void load_nonstrictAfterAChangeThatWasRolledBack_findsItUnderTheOldOneOnly() throws Exception {
    insert(Station.class);
    assertThat(loads(Station.class, "oslo", 1)).isPositive();
    factory.rolledBack(session -> first(session, Station.class).rename("never"));

    assertNobodyHas(Station.class, "never");
    assertThat(loads(Station.class, "oslo", 1)).isNotNegative();
    assertThat(loads(Station.class, "oslo", 1)).isZero();
  }
}
