package io.github.thermae.samples.jpa;

import io.github.thermae.hibernate.RegionStatistics;
import io.github.thermae.hibernate.ThermaeRegionFactory;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** The application. What is special about it is in {@code persistence.xml}, and not here. */
final class Library implements AutoCloseable {
  static final int AUTHORS = 200;
  static final int BOOKS = 2_000;

  private final JdbcConnectionPool database;
  private final EntityManagerFactory entities;

  private Library(JdbcConnectionPool database, EntityManagerFactory entities) {
    this.database = database;
    this.entities = entities;
  }

  static Library open(Path folder) {
    Path data = folder.resolve("library").toAbsolutePath();
    JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:file:" + data, "sa", "");
    Map<String, Object> places =
        Map.of(
            "jakarta.persistence.nonJtaDataSource",
            database,
            "hibernate.thermae.store.path",
            folder.resolve("cache.db").toString());
    return new Library(database, Persistence.createEntityManagerFactory("library", places));
  }

  void fill() {
    inTransaction(
        manager -> {
          for (int i = 0; i < AUTHORS; i++) {
            Author author = new Author(i, "author " + i);
            manager.persist(author);
            for (int j = 0; j < BOOKS / AUTHORS; j++) {
              long id = (long) i * BOOKS / AUTHORS + j;
              manager.persist(new Book(id, "book " + id, 900, author));
            }
          }
        });
  }

  /** A book, its author, and how many books of his there are. */
  void showPage(RandomGenerator random) {
    try (EntityManager manager = entities.createEntityManager()) {
      Book book = manager.find(Book.class, random.nextLong(BOOKS));
      Author author = Objects.requireNonNull(book.author());
      if (author.name().isEmpty() || author.books().size() != BOOKS / AUTHORS) {
        throw new IllegalStateException("not the page of " + book.title());
      }
    }
  }

  int priceOf(long id) {
    try (EntityManager manager = entities.createEntityManager()) {
      return manager.find(Book.class, id).priceCents();
    }
  }

  void setPrice(long id, int cents) {
    inTransaction(manager -> manager.find(Book.class, id).priceCents(cents));
  }

  void raiseAllPrices(int cents) {
    inTransaction(
        manager ->
            manager
                .createQuery("update Book set priceCents = priceCents + :cents")
                .setParameter("cents", cents)
                .executeUpdate());
  }

  private void inTransaction(Consumer<EntityManager> work) {
    try (EntityManager manager = entities.createEntityManager()) {
      manager.getTransaction().begin();
      work.accept(manager);
      manager.getTransaction().commit();
    }
  }

  /** What was counted since the application was started. */
  Counts counts() {
    SessionFactoryImplementor factory = entities.unwrap(SessionFactoryImplementor.class);
    ThermaeRegionFactory cache = (ThermaeRegionFactory) factory.getCache().getRegionFactory();
    Collection<RegionStatistics> regions = cache.regionStatistics().values();
    return new Counts(
        entities.unwrap(SessionFactory.class).getStatistics().getPrepareStatementCount(),
        sum(regions, RegionStatistics::hotHits),
        sum(regions, region -> region.tiers().warmHits()),
        sum(regions, region -> region.tiers().coldHits()));
  }

  private static long sum(
      Collection<RegionStatistics> regions, ToLongFunction<RegionStatistics> count) {
    return regions.stream().mapToLong(count).sum();
  }

  @Override
  public void close() {
    entities.close();
    database.dispose();
  }
}
