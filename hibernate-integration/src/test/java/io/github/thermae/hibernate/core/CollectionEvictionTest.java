package io.github.thermae.hibernate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Collections that change since their elements do, as in Hibernate's CollectionCacheEvictionTest
 * and its sisters: with {@code hibernate.cache.auto_evict_collection_cache} nobody need touch them.
 */
final class CollectionEvictionTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private TestFactory factory;

  /** With a collection of each kind. */
  @Entity(name = "Crew")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  public static class Crew {
    @Id public long id;

    public @Nullable String name;

    @OneToMany(mappedBy = "crew")
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public List<Sailor> sailors = new ArrayList<>();

    @OneToMany(mappedBy = "crew")
    @Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL)
    public List<Guest> guests = new ArrayList<>();

    @OneToMany
    @JoinColumn(name = "crew_id")
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    public List<Parrot> parrots = new ArrayList<>();
  }

  /** In an inverse collection. */
  @Entity(name = "Sailor")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  public static class Sailor {
    @Id public long id;
    public @Nullable String rank;
    @ManyToOne public @Nullable Crew crew;
  }

  /** In an inverse collection with another strategy. */
  @Entity(name = "Guest")
  public static class Guest {
    @Id public long id;
    @ManyToOne public @Nullable Crew crew;
  }

  /** Knows nothing of the collection that it is in. */
  @Entity(name = "Parrot")
  public static class Parrot {
    @Id public long id;
  }

  @BeforeEach
  void start() {
    factory =
        TestFactory.over(Db.H2, folder)
            .entities(Crew.class, Sailor.class, Guest.class, Parrot.class)
            .with("hibernate.cache.auto_evict_collection_cache", true)
            .start();
    factory.inTransaction(
        session -> {
          for (long id = 1; id <= 2; id++) {
            Crew crew = new Crew();
            crew.id = id;
            session.persist(crew);
            session.persist(sailor(id, crew));
            Guest guest = new Guest();
            guest.id = id;
            guest.crew = crew;
            session.persist(guest);
            Parrot parrot = new Parrot();
            parrot.id = id;
            session.persist(parrot);
            crew.parrots.add(parrot);
          }
        });
    for (long id = 1; id <= 2; id++) {
      assertSizes(id, 1, 1, 1);
    }
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private static Sailor sailor(long id, Crew crew) {
    Sailor sailor = new Sailor();
    sailor.id = id;
    sailor.crew = crew;
    return sailor;
  }

  private int size(long crew, Function<Crew, List<?>> collection) {
    return factory.fromTransaction(
        session -> collection.apply(session.find(Crew.class, crew)).size());
  }

  /** Twice: from the database, perhaps, and then from the cache. */
  private void assertSizes(long crew, int sailors, int guests, int parrots) {
    for (int i = 0; i < 2; i++) {
      assertThat(size(crew, c -> c.sailors)).isEqualTo(sailors);
      assertThat(size(crew, c -> c.guests)).isEqualTo(guests);
      assertThat(size(crew, c -> c.parrots)).isEqualTo(parrots);
    }
    assertThat(factory.statements(() -> size(crew, c -> c.sailors))).isZero();
  }

  @Test
  void persist_ofAnElement_evictsTheCollectionsOfItsOwnerOnly() {
    factory.inTransaction(
        session -> {
          session.persist(sailor(3, session.find(Crew.class, 1L)));
          Guest guest = new Guest();
          guest.id = 3;
          guest.crew = session.find(Crew.class, 1L);
          session.persist(guest);
        });
    assertThat(factory.statements(() -> size(2, c -> c.sailors))).isZero();
    assertSizes(1, 2, 2, 1);
  }

  @Test
  void persist_rolledBack_leavesTheCollectionAsItWas() {
    factory.rolledBack(session -> session.persist(sailor(3, session.find(Crew.class, 1L))));
    assertSizes(1, 1, 1, 1);
  }

  @Test
  void remove_ofAnElement_evictsTheCollection() {
    factory.inTransaction(
        session -> {
          session.remove(session.find(Sailor.class, 1L));
          session.remove(session.find(Guest.class, 1L));
        });
    assertSizes(1, 0, 0, 1);
    assertSizes(2, 1, 1, 1);
  }

  @Test
  void update_thatMovesAnElement_evictsTheCollectionsOfBothOwners() {
    factory.inTransaction(
        session -> {
          session.find(Sailor.class, 1L).crew = session.find(Crew.class, 2L);
          session.find(Guest.class, 1L).crew = session.find(Crew.class, 2L);
        });
    assertSizes(1, 0, 0, 1);
    assertSizes(2, 2, 2, 1);
  }

  @Test
  void update_ofSomethingElse_leavesTheCollectionCached() {
    factory.inTransaction(session -> session.find(Sailor.class, 1L).rank = "mate");
    factory.inTransaction(session -> session.find(Crew.class, 1L).name = "blue");
    assertThat(factory.statements(() -> size(1, c -> c.sailors))).isZero();
  }

  @Test
  void update_ofACollectionThatIsNotInverse_isSeen() {
    factory.inTransaction(
        session -> {
          Crew one = session.find(Crew.class, 1L);
          Crew two = session.find(Crew.class, 2L);
          two.parrots.add(one.parrots.remove(0));
        });
    assertSizes(1, 1, 1, 0);
    assertSizes(2, 1, 1, 2);
  }

  @Test
  void remove_ofTheOwner_leavesNoCollection() {
    factory.inTransaction(
        session -> {
          Crew crew = session.find(Crew.class, 1L);
          crew.sailors.forEach(session::remove);
          crew.guests.forEach(session::remove);
          session.remove(crew);
        });
    assertThat(
            factory.factory().getCache().containsCollection(Crew.class.getName() + ".sailors", 1L))
        .isFalse();
    assertSizes(2, 1, 1, 1);
  }

  @Test
  void executeUpdate_ofTheElements_isSeenInTheCollections() {
    factory.inTransaction(
        session -> {
          session.createMutationQuery("delete from Sailor where id = 1").executeUpdate();
          session.createMutationQuery("delete from Guest where id = 1").executeUpdate();
        });
    factory.factory().getCache().evictCollectionData();
    assertSizes(1, 0, 0, 1);
  }
}
