package io.github.thermae.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.jcache.Ship.Berth;
import io.github.thermae.hibernate.jcache.Ship.Rig;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import io.github.thermae.hibernate.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hibernate.cache.region.factory_class=jcache} with Thermae as the JCache provider. */
@Tag("hibernate-jcache")
class HibernatesOwnFactoryTest {
  private static final String PROVIDER = "io.github.thermae.spi.ThermaeCachingProvider";
  private static final String TIMESTAMPS = "default-update-timestamps-region";
  private static final Berth BERTH = new Berth("Fairhaven", 7);

  @TempDir private Path folder;

  private final Set<String> properties = new HashSet<>();
  private final TestDatabase database = TestDatabase.h2InMemory();

  @AfterEach
  void forgetTheSettings() {
    properties.forEach(System::clearProperty);
    Caching.getCachingProvider(PROVIDER).close();
  }

  private void set(String name, String value) {
    properties.add("thermae." + name);
    System.setProperty("thermae." + name, value);
  }

  private void inAFile(String persistMode) {
    set("store.path", folder.resolve("cache.db").toString());
    set("store.persist-mode", persistMode);
  }

  private TestFactory start() {
    return TestFactory.over(Db.H2, folder)
        .with("hibernate.connection.datasource", database.dataSource())
        .with("hibernate.session.events.log", false)
        .with("hibernate.cache.region.factory_class", "jcache")
        .with("hibernate.javax.cache.provider", PROVIDER)
        .with("hibernate.javax.cache.missing_cache_strategy", "create")
        .entities(Ship.class)
        .start();
  }

  private static CacheManager manager() {
    return Caching.getCachingProvider(PROVIDER).getCacheManager();
  }

  private static void build(TestFactory ships) {
    ships.inTransaction(session -> session.persist(new Ship(BERTH, "Spray")));
  }

  private static Rig rig(TestFactory ships) {
    return ships.fromTransaction(session -> session.find(Ship.class, BERTH).rig());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "lazy", "write-through"})
  void entries_inEveryPersistMode_areServedWithoutAStatement(String mode) {
    if (!mode.equals("memory")) {
      inAFile(mode);
    }
    try (TestFactory ships = start()) {
      build(ships);
      ships.inTransaction(HibernatesOwnFactoryTest::readAll);

      assertThat(ships.statementsIn(HibernatesOwnFactoryTest::readAll)).isZero();
    }
  }

  private static void readAll(Session session) {
    Ship ship = session.find(Ship.class, BERTH);
    assertThat(ship.berth()).isEqualTo(BERTH);
    assertThat(ship.name()).isEqualTo("Spray");
    assertThat(ship.rig()).isEqualTo(Rig.SLOOP);
    assertThat(ship.launched()).isEqualTo(LocalDate.of(1898, 4, 24));
    assertThat(ship.crew()).containsExactly("Slocum");
    session.clear();
    assertThat(session.bySimpleNaturalId(Ship.class).load("Spray")).isNotNull();
    assertThat(
            session
                .createSelectionQuery("from Ship where rig = :rig", Ship.class)
                .setParameter("rig", Rig.SLOOP)
                .setCacheable(true)
                .getResultList())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "lazy", "write-through"})
  void entries_afterUpdateRollbackAndDelete_areThoseOfTheDatabase(String mode) {
    if (!mode.equals("memory")) {
      inAFile(mode);
    }
    try (TestFactory ships = start()) {
      build(ships);
      ships.inTransaction(HibernatesOwnFactoryTest::readAll);

      ships.rolledBack(session -> session.find(Ship.class, BERTH).rerig(Rig.KETCH));
      assertThat(rig(ships)).isEqualTo(Rig.SLOOP);

      ships.inTransaction(session -> session.find(Ship.class, BERTH).rerig(Rig.KETCH));
      assertThat(rig(ships)).isEqualTo(Rig.KETCH);

      ships.inTransaction(session -> session.remove(session.find(Ship.class, BERTH)));
      ships.inTransaction(s -> assertThat(s.find(Ship.class, BERTH)).isNull());
    }
  }

  @Test
  void regions_inAFileStore_haveNoRows() {
    inAFile("write-through");
    try (TestFactory ships = start()) {
      build(ships);
      ships.inTransaction(HibernatesOwnFactoryTest::readAll);

      assertThat(manager().getCacheNames()).contains("ships", "crews", TIMESTAMPS);
    }
    assertThat(manager().unwrap(ThermaeManager.class).storedCacheNames()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lazy", "write-through"})
  void restart_rowWasChangedMeanwhile_isNotStale(String mode) throws Exception {
    inAFile(mode);
    try (TestFactory ships = start()) {
      build(ships);
      ships.inTransaction(HibernatesOwnFactoryTest::readAll);
    }
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      statement.executeUpdate("update Ship set rig = 1");
    }

    try (TestFactory ships = start()) {
      assertThat(rig(ships)).isEqualTo(Rig.KETCH);
    }
  }

  @Test
  void region_withoutSettings_isSharedAndBounded() {
    inAFile("write-through");
    try (TestFactory ships = start()) {
      assertThat(ships.factory().isOpen()).isTrue();

      ThermaeConfiguration<?, ?> region = configurationOf("ships");
      assertThat(region.isStoreByValue()).isFalse();
      assertThat(region.isHotOnly()).isTrue();
      assertThat(region.hotMaxEntries()).hasValue(100_000);
      assertThat(configurationOf("default-query-results-region").hotMaxEntries()).hasValue(10_000);
    }
  }

  @Test
  void region_withABoundInTheSettings_hasThatBound() {
    set("caches.ships.hot.max-entries", "17");
    set("defaults.hot.max-entries", "23");
    try (TestFactory ships = start()) {
      assertThat(ships.factory().isOpen()).isTrue();

      assertThat(configurationOf("ships").hotMaxEntries()).hasValue(17);
      assertThat(configurationOf("crews").hotMaxEntries()).hasValue(23);
    }
  }

  private static ThermaeConfiguration<?, ?> configurationOf(String cacheName) {
    Cache<Object, Object> cache = manager().getCache(cacheName);
    // The interface's signature cannot be called without.
    @SuppressWarnings("unchecked")
    Configuration<Object, Object> configuration = cache.getConfiguration(Configuration.class);
    return (ThermaeConfiguration<?, ?>) configuration;
  }

  @Test
  void timestamps_defaultsAreTinyAndShort_areNeitherEvictedNorExpired() throws Exception {
    set("defaults.hot.max-entries", "1");
    set("defaults.ttl", "1ms");
    set("store.warm.max-bytes", "0");
    try (TestFactory ships = start()) {
      assertThat(ships.factory().isOpen()).isTrue();

      assertThatNothingLeaves(manager().getCache(TIMESTAMPS));
    }
  }

  @Test
  void timestamps_withSettingsOfTheirOwn_areNeitherEvictedNorExpired() throws Exception {
    set("caches." + TIMESTAMPS + ".hot.max-entries", "1");
    set("caches." + TIMESTAMPS + ".ttl", "1ms");
    manager().createCache(TIMESTAMPS, new MutableConfiguration<>());

    assertThatNothingLeaves(manager().getCache(TIMESTAMPS));
  }

  @Test
  void createCache_timestampsWithALife_isRefused() {
    ThermaeConfiguration<Object, Object> forgetful =
        ThermaeConfiguration.builder(Object.class, Object.class).ttl(Duration.ofMillis(1)).build();

    assertThatThrownBy(() -> manager().createCache("shop." + TIMESTAMPS, forgetful))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("no bound and no expiry");
  }

  private static void assertThatNothingLeaves(Cache<Object, Object> timestamps) throws Exception {
    for (int table = 0; table < 1_000; table++) {
      timestamps.put("table" + table, (long) table);
    }
    Thread.sleep(5); // longer than the life that was asked for
    for (int table = 0; table < 1_000; table++) {
      assertThat(timestamps.get("table" + table)).isEqualTo((long) table);
    }
  }

  @Test
  void cacheOfTheUsersInAFile_isRefusedWithAdvice() {
    inAFile("write-through");
    set("store.allowed-classes", "org.hibernate.**");
    manager().createCache("ships", new MutableConfiguration<>());
    try (TestFactory ships = start()) {
      assertThatThrownBy(
              () -> {
                build(ships);
                ships.inTransaction(HibernatesOwnFactoryTest::readAll);
              })
          .hasStackTraceContaining("not allowed in cache 'ships'")
          .hasStackTraceContaining("storeByValue(false) and hotOnly(true)");
    }
  }

  @Test
  void cacheOfTheUsersThatIsHotOnly_isUsedAsItIs() {
    inAFile("write-through");
    manager()
        .createCache(
            "ships",
            ThermaeConfiguration.builder(Object.class, Object.class)
                .storeByValue(false)
                .hotOnly(true)
                .hotMaxEntries(5)
                .build());
    try (TestFactory ships = start()) {
      build(ships);
      ships.inTransaction(HibernatesOwnFactoryTest::readAll);

      assertThat(ships.statementsIn(HibernatesOwnFactoryTest::readAll)).isZero();
      assertThat(configurationOf("ships").hotMaxEntries()).hasValue(5);
    }
  }

  /** Every entry is copied through its bytes then: slow, but right. */
  @Test
  void cacheOfTheUsersByValueInMemory_isServedWithoutAStatement() {
    manager().createCache("ships", new MutableConfiguration<>());
    try (TestFactory ships = start()) {
      build(ships);
      ships.inTransaction(HibernatesOwnFactoryTest::readAll);

      assertThat(ships.statementsIn(HibernatesOwnFactoryTest::readAll)).isZero();
    }
  }
}
