package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.internal.key.RegionKey;
import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.Library.Author;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.Regions;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose keys a region has: {@code hibernate.cache.keys_factory}. */
final class KeysFactoryTest {
  private static final String SETTING = "hibernate.cache.keys_factory";
  private static final String AUTHOR = Author.class.getName();
  private static final String BOOK = Books.ReadWrite.class.getName();

  @TempDir Path folder;

  /** Keys that nobody else makes. */
  record OwnKey(String kind, Object id) {}

  /** A factory of a user's. */
  public static final class OwnKeys implements CacheKeysFactory {
    /** Made by Hibernate too. */
    public OwnKeys() {}

    @Override
    public Object createEntityKey(
        Object id,
        EntityPersister persister,
        SessionFactoryImplementor factory,
        @Nullable String tenant) {
      return new OwnKey("entity", id);
    }

    @Override
    public Object createCollectionKey(
        Object id,
        CollectionPersister persister,
        SessionFactoryImplementor factory,
        @Nullable String tenant) {
      return new OwnKey("collection", id);
    }

    @Override
    public Object createNaturalIdKey(
        Object values, EntityPersister persister, SharedSessionContractImplementor session) {
      return new OwnKey("natural id", List.of((Object[]) values));
    }

    @Override
    public Object getEntityId(Object key) {
      return ((OwnKey) key).id();
    }

    @Override
    public Object getCollectionId(Object key) {
      return ((OwnKey) key).id();
    }

    @Override
    public Object getNaturalIdValues(Object key) {
      return ((List<?>) ((OwnKey) key).id()).toArray();
    }
  }

  private static List<RegionKey> keys(TestFactory factory, String region) {
    try (Stream<Object> keys = Regions.cache(factory, region).keys()) {
      return keys.map(RegionKey.class::cast).toList();
    }
  }

  // ------------------------------------------------------------------ Hibernate's own names

  private static TestFactory.Builder notes(Path folder) {
    return TestFactory.over(Db.H2, folder).entities(TenantsTest.Note.class);
  }

  private static List<@Nullable String> tenantsInKeys(TestFactory factory) {
    TenantsTest.Note note = new TenantsTest.Note();
    note.id = 1;
    note.slug = "slug";
    SessionFactory sessions = factory.factory();
    try (Session session =
        sessions.withOptions().tenantIdentifier((Object) "north").openSession()) {
      session.beginTransaction();
      session.persist(note);
      session.getTransaction().commit();
    }
    return keys(factory, TenantsTest.Note.class.getName()).stream().map(RegionKey::tenant).toList();
  }

  @ParameterizedTest
  @CsvSource({"default, north", "simple,"})
  void start_withAName_keepsTenantsApartOrNot(String name, @Nullable String tenant) {
    try (TestFactory factory = notes(folder).with(SETTING, name).start()) {
      assertThat(tenantsInKeys(factory)).hasSize(1).containsOnly(tenant);
    }
  }

  @Test
  void start_withNothingSet_keepsTenantsApart() {
    try (TestFactory factory = notes(folder).start()) {
      assertThat(tenantsInKeys(factory)).containsExactly("north");
    }
  }

  // ------------------------------------------------------------------ a user's own

  private TestFactory.Builder own(Object factory) {
    return TestFactory.over(Db.H2, folder)
        .entities(Stream.concat(Library.ALL.stream(), Books.ALL.stream()).toArray(Class<?>[]::new))
        .with(SETTING, factory);
  }

  static Stream<Object> start_withAFactoryOfTheUsers_makesAllKeysByIt() {
    return Stream.of(OwnKeys.class, OwnKeys.class.getName(), new OwnKeys());
  }

  @ParameterizedTest
  @MethodSource
  void start_withAFactoryOfTheUsers_makesAllKeysByIt(Object keys) {
    try (TestFactory factory = own(keys).start()) {
      Author author = new Author();
      author.id = 1;
      author.pseudonym = "mole";
      author.number = 7;
      author.awards.add("gold");
      factory.inTransaction(session -> session.persist(author));
      factory.inTransaction(KeysFactoryTest::read);

      assertThat(factory.statementsIn(KeysFactoryTest::read)).isZero();
      assertThat(keys(factory, AUTHOR)).extracting(RegionKey::id).contains(entity(1));
      assertThat(keys(factory, AUTHOR + ".awards"))
          .extracting(RegionKey::id)
          .containsExactly(new OwnKey("collection", 1L));
      assertThat(keys(factory, AUTHOR + "##NaturalId"))
          .singleElement()
          .satisfies(key -> assertThat(((OwnKey) key.id()).kind()).isEqualTo("natural id"));
    }
  }

  private static OwnKey entity(long id) {
    return new OwnKey("entity", id);
  }

  private static void read(Session session) {
    Author author =
        session.byNaturalId(Author.class).using("pseudonym", "mole").using("number", 7).load();
    assertThat(author.awards).containsExactly("gold");
  }

  private static void persistBooks(TestFactory factory, int books) {
    factory.inTransaction(
        session -> {
          for (int i = 0; i < books; i++) {
            session.persist(Books.of(Books.ReadWrite.class, i, "title"));
          }
        });
  }

  @Test
  void persist_withKeysOfTheUsers_staysInTheHotTier() {
    try (TestFactory factory =
        own(OwnKeys.class)
            .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
            .with("hibernate.thermae.store.persist-mode", "write-through")
            .with("hibernate.thermae.hot.max-entries", 5)
            .start()) {
      persistBooks(factory, 50);

      RegionStatistics region = Regions.of(factory).regionStatistics().get(BOOK);
      assertThat(region).isNotNull();
      assertThat(region.tiers().hotEntries()).isBetween(1L, 5L);
      assertThat(region.tiers().warmEntries()).isZero();
      assertThat(region.tiers().coldEntries()).isZero();
    }
  }

  @Test
  void start_withKeysOfTheUsersAndARestore_startsEmptyAndSaysSoInTheTable() {
    TestFactory.Builder each =
        own(OwnKeys.class)
            .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
            .with("hibernate.thermae.restore", "clean");
    try (TestFactory factory = each.start()) {
      persistBooks(factory, 1);
      assertThat(factory.statementsIn(s -> s.find(Books.ReadWrite.class, 0L))).isZero();
    }
    String log =
        Log.of(
            () -> {
              try (TestFactory factory = each.start()) {
                assertThat(factory.statementsIn(s -> s.find(Books.ReadWrite.class, 0L)))
                    .isEqualTo(1);
              }
            });
    assertThat(log).containsPattern("ReadWrite +entity .* discard");
  }
}
