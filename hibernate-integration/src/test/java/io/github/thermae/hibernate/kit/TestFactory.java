package io.github.thermae.hibernate.kit;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.stat.Statistics;

/** A session factory over a database file, with the cache under test. */
public final class TestFactory implements AutoCloseable {
  private final StandardServiceRegistry registry;
  private final SessionFactory factory;

  private TestFactory(StandardServiceRegistry registry, SessionFactory factory) {
    this.registry = registry;
    this.factory = factory;
  }

  /** Collects what a factory needs. */
  public static Builder over(Db db, Path folder) {
    return new Builder(db, folder);
  }

  /** The factory itself. */
  public SessionFactory factory() {
    return factory;
  }

  /** Hibernate's own counts. */
  public Statistics statistics() {
    return factory.getStatistics();
  }

  /** How many statements some work prepares: none if all was answered by the cache. */
  public long statements(Runnable work) {
    long before = statistics().getPrepareStatementCount();
    work.run();
    return statistics().getPrepareStatementCount() - before;
  }

  /** How many statements some work prepares in a session and transaction of its own. */
  public long statementsIn(Consumer<Session> work) {
    return statements(() -> inTransaction(work));
  }

  /** Work in a session and a transaction that commits. */
  public void inTransaction(Consumer<Session> work) {
    fromTransaction(
        session -> {
          work.accept(session);
          return session;
        });
  }

  /** A result of work in a session and a transaction that commits. */
  public <T> T fromTransaction(Function<Session, T> work) {
    try (Session session = factory.openSession()) {
      Transaction transaction = session.beginTransaction();
      try {
        T result = work.apply(session);
        transaction.commit();
        return result;
      } catch (RuntimeException | Error e) {
        if (transaction.isActive()) {
          transaction.rollback();
        }
        throw e;
      }
    }
  }

  /** Work in a transaction that is flushed and then rolled back. */
  public void rolledBack(Consumer<Session> work) {
    try (Session session = factory.openSession()) {
      Transaction transaction = session.beginTransaction();
      work.accept(session);
      session.flush();
      transaction.rollback();
    }
  }

  @Override
  public void close() {
    try {
      factory.close();
    } finally {
      StandardServiceRegistryBuilder.destroy(registry);
    }
  }

  /** Collects what a factory needs. */
  public static final class Builder {
    private final Map<String, Object> settings = new TreeMap<>();
    private final BootstrapServiceRegistryBuilder boot = new BootstrapServiceRegistryBuilder();
    private Class<?>[] entities = {};

    private Builder(Db db, Path folder) {
      with("hibernate.connection.url", db.url(folder, "data"));
      with("hibernate.dialect", db.dialect());
      with("hibernate.connection.pool_size", 20);
      with("hibernate.hbm2ddl.auto", "update");
      with("hibernate.cache.region.factory_class", "thermae");
      with("hibernate.cache.use_second_level_cache", true);
      with("hibernate.cache.use_query_cache", true);
      with("hibernate.generate_statistics", true);
    }

    /** One setting more. */
    public Builder with(String name, Object value) {
      settings.put(name, value);
      return this;
    }

    /** The annotated classes. */
    public Builder entities(Class<?>... classes) {
      entities = classes;
      return this;
    }

    /** Where Hibernate looks for classes first. */
    public Builder classesOf(ClassLoader loader) {
      boot.applyClassLoader(loader);
      return this;
    }

    /** The factory, started. */
    public TestFactory start() {
      StandardServiceRegistry registry =
          new StandardServiceRegistryBuilder(boot.build()).applySettings(settings).build();
      try {
        MetadataSources sources = new MetadataSources(registry);
        sources.addAnnotatedClasses(entities);
        return new TestFactory(registry, sources.buildMetadata().buildSessionFactory());
      } catch (RuntimeException | Error e) {
        StandardServiceRegistryBuilder.destroy(registry);
        throw e;
      }
    }
  }
}
