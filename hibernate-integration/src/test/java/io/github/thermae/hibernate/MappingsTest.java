package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Garbage;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.Library.Address;
import io.github.thermae.hibernate.kit.Library.Author;
import io.github.thermae.hibernate.kit.Library.Copy;
import io.github.thermae.hibernate.kit.Library.CopyId;
import io.github.thermae.hibernate.kit.Library.Money;
import io.github.thermae.hibernate.kit.Library.Mood;
import io.github.thermae.hibernate.kit.Library.Novel;
import io.github.thermae.hibernate.kit.Library.Paper;
import io.github.thermae.hibernate.kit.Library.Topic;
import io.github.thermae.hibernate.kit.Library.Work;
import io.github.thermae.hibernate.kit.TestFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of mapping, from every tier: with room for all in hot, and with hardly any. */
class MappingsTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // every test starts it
  private TestFactory factory;

  /** On which database; {@link OnSqliteTest} and {@link OnHsqldbTest} name others. */
  Db db() {
    return Db.H2;
  }

  private void start(long hotEntries) {
    factory =
        TestFactory.over(db(), folder)
            .entities(Library.ALL.toArray(Class<?>[]::new))
            .with("hibernate.thermae.hot.max-entries", hotEntries)
            .start();
    factory.inTransaction(MappingsTest::fill);
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private static void fill(Session session) {
    Topic topic = new Topic();
    topic.id = 1;
    topic.name = "rivers";
    session.persist(topic);
    Author author = new Author();
    author.id = 1;
    author.pseudonym = "mole";
    author.number = 7;
    author.mood = Mood.GRUMPY;
    author.fee = new Money(new BigDecimal("12.50"));
    Address address = new Address();
    address.town = "Riverbank";
    author.address = address;
    author.born = LocalDate.of(1908, 6, 15);
    author.awards.add("gold");
    author.topics.add(topic);
    Novel novel = new Novel();
    novel.id = 1;
    novel.title = "Willows";
    novel.pages = 300;
    Paper paper = new Paper();
    paper.id = 2;
    paper.title = "Boats";
    paper.journal = "Messing";
    for (Work work : new Work[] {novel, paper}) {
      work.author = author;
      author.works.add(work);
    }
    session.persist(author);
    Copy copy = new Copy();
    copy.id = new CopyId(1, "north");
    copy.shelf = "A1";
    session.persist(copy);
  }

  private void readAll(Session session) {
    Author author = session.find(Author.class, 1L);
    assertThat(author.mood).isEqualTo(Mood.GRUMPY);
    assertThat(author.fee).isEqualTo(new Money(new BigDecimal("12.50")));
    Address address = Objects.requireNonNull(author.address);
    assertThat(address.town).isEqualTo("Riverbank");
    assertThat(address.street).isNull();
    assertThat(author.born).isEqualTo(LocalDate.of(1908, 6, 15));
    assertThat(author.awards).containsExactly("gold");
    assertThat(author.works).hasSize(2);
    assertThat(author.topics).extracting(topic -> topic.name).containsExactly("rivers");
    assertThat(session.find(Work.class, 1L)).isInstanceOf(Novel.class);
    assertThat(session.find(Paper.class, 2L).journal).isEqualTo("Messing");
    assertThat(session.find(Copy.class, new CopyId(1, "north")).shelf).isEqualTo("A1");
    assertThat(session.find(Copy.class, new CopyId(1, "south"))).isNull();
  }

  @Test
  void find_entityWhoseItemIsInTheFileOnly_comesFromTheFile() {
    factory =
        TestFactory.over(db(), folder)
            .entities(Library.ALL.toArray(Class<?>[]::new))
            .with("hibernate.thermae.hot.max-entries", 1)
            .with("hibernate.thermae.store.path", folder.resolve("cache.db").toString())
            .with("hibernate.thermae.store.persist-mode", "write-through")
            .with("hibernate.thermae.store.warm.max-bytes", 0)
            .start();
    factory.inTransaction(MappingsTest::fill);
    factory.inTransaction(MappingsTest::readWorks);
    Garbage.collect();

    assertThat(factory.statementsIn(MappingsTest::readWorks)).isZero();
  }

  private static void readWorks(Session session) {
    assertThat(session.find(Work.class, 1L).title).isEqualTo("Willows");
    assertThat(session.find(Paper.class, 2L).journal).isEqualTo("Messing");
    assertThat(session.find(Copy.class, new CopyId(1, "north")).shelf).isEqualTo("A1");
    session.clear();
    assertThat(session.find(Work.class, 1L)).isInstanceOf(Novel.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 1})
  void find_everyKindOfMapping_comesFromTheCacheAsItWas(long hotEntries) {
    start(hotEntries);
    factory.inTransaction(this::readAll);
    factory.inTransaction(this::readAll);
    Garbage.collect();
    // The copy that does not exist is asked for again; nothing is cached of it.
    assertThat(factory.statementsIn(this::readAll)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 1})
  void collections_changed_areReadAgainAndThenCached(long hotEntries) {
    start(hotEntries);
    factory.inTransaction(this::readAll);
    factory.inTransaction(
        session -> {
          Author author = session.find(Author.class, 1L);
          author.awards.add("silver");
          author.topics.clear();
        });
    for (int i = 0; i < 2; i++) {
      Garbage.collect();
      factory.inTransaction(
          session -> {
            Author author = session.find(Author.class, 1L);
            assertThat(author.awards).containsExactlyInAnyOrder("gold", "silver");
            assertThat(author.topics).isEmpty();
            assertThat(author.works).hasSize(2);
          });
    }
    assertThat(
            factory.statementsIn(
                session ->
                    assertThat(session.find(Author.class, 1L).awards)
                        .containsExactlyInAnyOrder("gold", "silver")))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 1})
  void collections_changeRolledBack_areAsTheyWere(long hotEntries) {
    start(hotEntries);
    factory.inTransaction(this::readAll);
    factory.rolledBack(session -> session.find(Author.class, 1L).awards.add("never"));
    for (int i = 0; i < 2; i++) {
      factory.inTransaction(this::readAll);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 1})
  void naturalId_readAndChanged_isFoundUnderTheNewOneOnly(long hotEntries) {
    start(hotEntries);
    factory.inTransaction(session -> assertThat(byNaturalId(session, "mole", 7).id).isEqualTo(1));
    assertThat(
            factory.statementsIn(
                session -> assertThat(byNaturalId(session, "mole", 7).id).isEqualTo(1)))
        .isZero();
    factory.rolledBack(session -> session.find(Author.class, 1L).pseudonym = "never");
    factory.inTransaction(session -> assertThat(byNaturalId(session, "never", 7)).isNull());
    factory.inTransaction(session -> session.find(Author.class, 1L).pseudonym = "toad");
    factory.inTransaction(session -> assertThat(byNaturalId(session, "mole", 7)).isNull());
    factory.inTransaction(session -> assertThat(byNaturalId(session, "toad", 7)).isNotNull());
    assertThat(
            factory.statementsIn(
                session -> assertThat(byNaturalId(session, "toad", 7).id).isEqualTo(1)))
        .isZero();
  }

  @Test
  void naturalId_ofADeletedRow_isFreeForAnotherOne() {
    start(1000);
    factory.inTransaction(session -> assertThat(byNaturalId(session, "mole", 7).id).isEqualTo(1));
    try (Session slow = factory.factory().openSession()) {
      slow.beginTransaction();
      assertThat(byNaturalId(slow, "mole", 7).id).isEqualTo(1);
      factory.inTransaction(session -> session.remove(session.find(Author.class, 1L)));
      // It knows of the deletion no more than before, and reads what its isolation lets it.
      slow.clear();
      byNaturalId(slow, "mole", 7);
      slow.getTransaction().commit();
    }
    factory.inTransaction(
        session -> {
          Author heir = new Author();
          heir.id = 2;
          heir.pseudonym = "mole";
          heir.number = 7;
          session.persist(heir);
        });
    for (int i = 0; i < 2; i++) {
      factory.inTransaction(session -> assertThat(byNaturalId(session, "mole", 7).id).isEqualTo(2));
    }
  }

  private static Author byNaturalId(Session session, String pseudonym, int number) {
    return session
        .byNaturalId(Author.class)
        .using("pseudonym", pseudonym)
        .using("number", number)
        .load();
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 1})
  void evict_ofOneCompositeId_leavesTheOthers(long hotEntries) {
    start(hotEntries);
    factory.inTransaction(
        session -> {
          Copy copy = new Copy();
          copy.id = new CopyId(1, "south");
          copy.shelf = "B2";
          session.persist(copy);
        });
    factory.factory().getCache().evict(Copy.class, new CopyId(1, "north"));
    assertThat(factory.statementsIn(s -> s.find(Copy.class, new CopyId(1, "south")))).isZero();
    assertThat(factory.statementsIn(s -> s.find(Copy.class, new CopyId(1, "north")))).isEqualTo(1);
  }
}
