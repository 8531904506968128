package io.github.thermae.hibernate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.core.Fleet.Berth;
import io.github.thermae.hibernate.core.Fleet.BerthId;
import io.github.thermae.hibernate.core.Fleet.Captain;
import io.github.thermae.hibernate.core.Fleet.Chart;
import io.github.thermae.hibernate.core.Fleet.Flag;
import io.github.thermae.hibernate.core.Fleet.InTwoTables;
import io.github.thermae.hibernate.core.Fleet.Joined;
import io.github.thermae.hibernate.core.Fleet.JoinedChild;
import io.github.thermae.hibernate.core.Fleet.Named;
import io.github.thermae.hibernate.core.Fleet.PerClass;
import io.github.thermae.hibernate.core.Fleet.PerClassChild;
import io.github.thermae.hibernate.core.Fleet.Ship;
import io.github.thermae.hibernate.core.Fleet.Single;
import io.github.thermae.hibernate.core.Fleet.SingleChild;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Garbage;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Hibernate's own tests check with single mappings; each test names where the idea is from.
 */
final class FleetTest {
  @TempDir private Path folder;
  private @Nullable TestFactory opened;

  private TestFactory start(String... settings) {
    TestFactory.Builder builder =
        TestFactory.over(Db.H2, folder).entities(Fleet.ALL.toArray(Class<?>[]::new));
    for (int i = 0; i < settings.length; i += 2) {
      builder.with(settings[i], settings[i + 1]);
    }
    TestFactory factory = builder.start();
    opened = factory;
    factory.inTransaction(FleetTest::fill);
    return factory;
  }

  @AfterEach
  void close() {
    Objects.requireNonNull(opened).close();
  }

  private static void fill(Session session) {
    SingleChild single = new SingleChild();
    JoinedChild joined = new JoinedChild();
    PerClassChild perClass = new PerClassChild();
    for (Named named : List.of(single, joined, perClass)) {
      named.rename("old root", "old child");
      session.persist(named);
    }
    InTwoTables two = new InTwoTables();
    two.front = "old front";
    two.back = "old back";
    session.persist(two);
    Captain captain = new Captain();
    captain.name = "Ahab";
    session.persist(captain);
    Ship ship = new Ship();
    ship.name = "Pequod";
    ship.captain = captain;
    session.persist(ship);
    for (int i = 0; i < 2; i++) {
      Berth berth = new Berth();
      berth.number = i;
      berth.ship = ship;
      berth.sleeper = "sleeper " + i;
      session.persist(berth);
    }
    Chart chart = new Chart();
    chart.picture = new byte[] {1, 2, 3};
    chart.reefs.add("sharp");
    session.persist(chart);
    Flag flag = new Flag();
    flag.colours = "black";
    session.persist(flag);
  }

  // ------------------------------------------------------------------ hierarchies

  static Stream<Arguments> hierarchies() {
    return Stream.of(
            List.of(Single.class, SingleChild.class),
            List.of(Joined.class, JoinedChild.class),
            List.of(PerClass.class, PerClassChild.class))
        .flatMap(
            types ->
                Stream.of(true, false)
                    .map(structured -> Arguments.of(types.get(0), types.get(1), structured)));
  }

  /** HHH13179Test; StructuredEntityCacheInheritanceTest. */
  @ParameterizedTest
  @MethodSource("hierarchies")
  void update_ofASubclass_isFoundByEitherClass(Class<?> root, Class<?> child, boolean structured) {
    TestFactory factory =
        start(
            "hibernate.cache.use_structured_entries",
            String.valueOf(structured),
            "hibernate.thermae.hot.max-entries",
            "1");
    factory.inTransaction(
        session -> ((Named) session.find(root, 0L)).rename("new root", "new child"));
    Garbage.collect();
    for (Class<?> type : List.of(root, child)) {
      long statements =
          factory.statementsIn(
              session -> {
                Named found = (Named) session.find(type, 0L);
                assertThat(found).isInstanceOf(child);
                assertThat(found.names()).containsExactly("new root", "new child");
              });
      assertThat(statements).isZero();
    }
  }

  /** CachingWithSecondaryTests and its likes. */
  @Test
  void executeUpdate_ofAnEntityInTwoTables_isSeen() {
    TestFactory factory = start();
    factory.inTransaction(session -> session.find(InTwoTables.class, 0L));
    assertThat(factory.statementsIn(session -> session.find(InTwoTables.class, 0L))).isZero();
    factory.inTransaction(session -> session.find(InTwoTables.class, 0L).back = "new");
    // Hibernate does not cache the new state itself where there are two tables and no version.
    for (int i = 1; i >= 0; i--) {
      long statements =
          factory.statementsIn(
              session -> assertThat(session.find(InTwoTables.class, 0L).back).isEqualTo("new"));
      assertThat(statements).isEqualTo(i);
    }
    factory.inTransaction(
        session ->
            session.createMutationQuery("update InTwoTables set front = 'newer'").executeUpdate());
    factory.inTransaction(
        session -> {
          InTwoTables found = session.find(InTwoTables.class, 0L);
          assertThat(found.front).isEqualTo("newer");
          assertThat(found.back).isEqualTo("new");
        });
    factory.inTransaction(
        session -> session.createMutationQuery("delete from InTwoTables").executeUpdate());
    factory.inTransaction(session -> assertThat(session.find(InTwoTables.class, 0L)).isNull());
  }

  // ------------------------------------------------------------------ associations

  /** LazyOneToOneWithCollectionTest, CachingAndVersionOneToOneLazyTest. */
  @Test
  void find_ofTheInverseSideOfAOneToOne_seesWhoseItIs() {
    TestFactory factory = start();
    for (int i = 0; i < 2; i++) {
      factory.inTransaction(
          session -> {
            Ship ship = Objects.requireNonNull(session.find(Captain.class, 0L).ship);
            assertThat(ship.name).isEqualTo("Pequod");
          });
    }
    factory.inTransaction(session -> session.find(Ship.class, 0L).captain = null);
    factory.inTransaction(session -> assertThat(session.find(Captain.class, 0L).ship).isNull());
  }

  /** CacheOneToManyAndIdClassTest, NonAggregatedCompositeIdCachingTest. */
  @Test
  void find_withAnIdOfTwoColumns_isCachedAloneAndInCollections() {
    TestFactory factory = start("hibernate.thermae.hot.max-entries", "1");
    for (int i = 0; i < 2; i++) {
      Garbage.collect();
      boolean first = i == 0;
      long statements =
          factory.statementsIn(
              session -> {
                assertThat(session.find(Ship.class, 0L).berths)
                    .extracting(berth -> berth.sleeper)
                    .containsExactlyInAnyOrder("sleeper 0", "sleeper 1");
                assertThat(session.find(Berth.class, new BerthId(1, 0)).number).isEqualTo(1);
              });
      assertThat(statements).isLessThanOrEqualTo(first ? 1 : 0);
    }
    factory.inTransaction(session -> session.find(Berth.class, new BerthId(1, 0)).sleeper = "new");
    factory.inTransaction(
        session ->
            assertThat(session.find(Ship.class, 0L).berths)
                .extracting(berth -> berth.sleeper)
                .containsExactlyInAnyOrder("sleeper 0", "new"));
  }

  /** CacheLazyLoadNoTransTest. */
  @Test
  void initialize_ofACollectionWhoseSessionIsClosed_readsAndCachesIt() {
    TestFactory factory = start("hibernate.enable_lazy_load_no_trans", "true");
    for (int i = 0; i < 2; i++) {
      Ship ship = factory.fromTransaction(session -> session.find(Ship.class, 0L));
      assertThat(factory.statements(() -> assertThat(ship.berths).hasSize(2))).isEqualTo(1 - i);
    }
    factory.inTransaction(
        session ->
            session.createMutationQuery("delete from Berth where number = 1").executeUpdate());
    factory.factory().getCache().evictCollectionData();
    Ship ship = factory.fromTransaction(session -> session.find(Ship.class, 0L));
    assertThat(ship.berths).hasSize(1);
  }

  // ------------------------------------------------------------------ read-only, and by reference

  /** CachedReadOnlyArrayTest. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "1000"})
  void find_ofAMutableValueThatSomebodyHasChanged_isAsItWas(String hotEntries) {
    TestFactory factory = start("hibernate.thermae.hot.max-entries", hotEntries);
    for (int i = 0; i < 3; i++) {
      try (Session session = factory.factory().openSession()) {
        session.setDefaultReadOnly(true);
        byte[] picture = Objects.requireNonNull(session.find(Chart.class, 0L).picture);
        assertThat(picture).containsExactly(1, 2, 3);
        picture[0] = 9;
      }
    }
  }

  /** ReadOnlyCollectionOwnerDeletionTest. */
  @Test
  void remove_ofTheOwnerOfAReadOnlyCollection_isAllowed() {
    TestFactory factory = start();
    factory.inTransaction(session -> Hibernate.initialize(session.find(Chart.class, 0L).reefs));
    factory.inTransaction(session -> session.remove(session.find(Chart.class, 0L)));
    factory.inTransaction(session -> assertThat(session.find(Chart.class, 0L)).isNull());
    assertThat(
            factory.factory().getCache().containsCollection(Chart.class.getName() + ".reefs", 0L))
        .isFalse();
  }

  /** ReferenceCacheTest: the entity itself is cached, and no other can take its place. */
  @Test
  void find_withReferenceEntries_givesTheOneObjectToAll() {
    TestFactory factory =
        start(
            "hibernate.cache.use_reference_entries",
            "true",
            "hibernate.thermae.store.path",
            folder.resolve("cache.db").toString());
    Flag first = factory.fromTransaction(session -> session.find(Flag.class, 0L));
    Garbage.collect();
    for (int i = 0; i < 2; i++) {
      factory.inTransaction(session -> assertThat(session.find(Flag.class, 0L)).isSameAs(first));
    }
    assertThat(factory.statementsIn(session -> session.find(Flag.class, 0L))).isZero();
  }

  // ------------------------------------------------------------------ locks and versions

  /** ForceIncrementCacheTest: the version in the cache is the one that the lock has written. */
  @ParameterizedTest
  @EnumSource(
      value = LockModeType.class,
      names = {"OPTIMISTIC_FORCE_INCREMENT", "PESSIMISTIC_FORCE_INCREMENT"})
  void lock_thatIncrementsTheVersion_isFollowedByTheCache(LockModeType mode) {
    TestFactory factory = start();
    for (int i = 1; i <= 2; i++) {
      int expected = i;
      factory.inTransaction(session -> session.lock(session.find(Ship.class, 0L), mode));
      factory.inTransaction(
          session -> assertThat(session.find(Ship.class, 0L).version).isEqualTo(expected));
    }
    factory.inTransaction(session -> session.find(Ship.class, 0L).name = "Rachel");
    factory.inTransaction(
        session -> {
          assertThat(session.find(Ship.class, 0L).name).isEqualTo("Rachel");
          assertThat(session.find(Ship.class, 0L).version).isEqualTo(3);
        });
  }

  /** LockModeTest: who locks a row asks the database for it, and the cache goes on afterwards. */
  @ParameterizedTest
  @EnumSource(
      value = LockModeType.class,
      names = {"PESSIMISTIC_READ", "PESSIMISTIC_WRITE"})
  void lock_ofACachedRow_asksTheDatabase(LockModeType mode) {
    TestFactory factory = start();
    assertThat(factory.statementsIn(s -> s.find(Ship.class, 0L))).isZero();
    assertThat(factory.statementsIn(s -> s.lock(s.find(Ship.class, 0L), mode))).isPositive();
    assertThat(factory.statementsIn(s -> s.find(Ship.class, 0L))).isLessThan(2);
    assertThat(factory.statementsIn(s -> s.find(Ship.class, 0L))).isZero();
  }

  /** ReadWriteMinimalPutsTest, ReadOnlyMinimalPutsTest. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void find_inModesThatPut_putsWhatIsNew(boolean minimalPuts) {
    TestFactory factory = start("hibernate.cache.use_minimal_puts", String.valueOf(minimalPuts));
    Statistics statistics = factory.statistics();
    long before = statistics.getSecondLevelCachePutCount();
    findShip(factory, CacheRetrieveMode.BYPASS, CacheStoreMode.USE);
    findShip(factory, CacheRetrieveMode.BYPASS, CacheStoreMode.BYPASS);
    findShip(factory, CacheRetrieveMode.USE, CacheStoreMode.USE);
    findShip(factory, CacheRetrieveMode.BYPASS, CacheStoreMode.REFRESH);
    assertThat(statistics.getSecondLevelCachePutCount()).isEqualTo(before);
    factory.inTransaction(
        session ->
            session.doWork(
                connection -> {
                  try (var update =
                      connection.prepareStatement(
                          "update Ship set name = 'Rachel', version = version + 1")) {
                    update.executeUpdate();
                  }
                }));
    findShip(factory, CacheRetrieveMode.USE, CacheStoreMode.USE);
    assertThat(statistics.getSecondLevelCachePutCount()).isEqualTo(before);
    findShip(factory, CacheRetrieveMode.BYPASS, CacheStoreMode.REFRESH);
    assertThat(statistics.getSecondLevelCachePutCount()).isGreaterThan(before);
    factory.inTransaction(
        session -> assertThat(session.find(Ship.class, 0L).name).isEqualTo("Rachel"));
  }

  private static void findShip(
      TestFactory factory, CacheRetrieveMode retrieve, CacheStoreMode store) {
    Map<String, Object> modes =
        Map.of(
            "jakarta.persistence.cache.retrieveMode", retrieve,
            "jakarta.persistence.cache.storeMode", store);
    factory.inTransaction(session -> assertThat(session.find(Ship.class, 0L, modes)).isNotNull());
  }

  // ------------------------------------------------------------------ queries

  private static List<Ship> ships(EntityManager manager, String hql) {
    return manager
        .createQuery(hql, Ship.class)
        .setHint("org.hibernate.cacheable", true)
        .getResultList();
  }

  /** QueryCacheJoinFetchTest. */
  @Test
  void getResultList_withAFetchedCollection_isCachedWithIt() {
    TestFactory factory = start();
    for (int i = 0; i < 2; i++) {
      long statements =
          factory.statementsIn(
              session -> {
                List<Ship> ships = ships(session, "from Ship s left join fetch s.berths");
                assertThat(Hibernate.isInitialized(ships.get(0).berths)).isTrue();
                assertThat(ships.get(0).berths).hasSize(2);
              });
      assertThat(statements).isEqualTo(1 - i);
    }
  }

  /** QueryCacheWithFilterTest: a filter makes it another query. */
  @Test
  void getResultList_withAFilter_isCachedForThatFilter() {
    TestFactory factory = start();
    for (int i = 0; i < 2; i++) {
      for (String name : List.of("Pequod", "Rachel")) {
        factory.inTransaction(
            session -> {
              session.enableFilter("named").setParameter("name", name);
              assertThat(ships(session, "from Ship")).hasSize(name.equals("Pequod") ? 1 : 0);
            });
      }
      factory.inTransaction(session -> assertThat(ships(session, "from Ship")).hasSize(1));
    }
  }

  /** QueryCacheIncompleteTest, QueryCacheTest: what the result names is not cached any more. */
  @Test
  void getResultList_ofEntitiesThatWereEvicted_readsThemAgain() {
    TestFactory factory = start();
    factory.inTransaction(session -> assertThat(ships(session, "from Ship")).hasSize(1));
    factory.factory().getCache().evictEntityData();
    factory.factory().getCache().evictCollectionData();
    factory.inTransaction(
        session -> assertThat(ships(session, "from Ship").get(0).name).isEqualTo("Pequod"));
  }
}
