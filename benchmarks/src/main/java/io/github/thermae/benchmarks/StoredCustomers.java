package io.github.thermae.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.cfg.Configuration;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;

/** A session factory over customers in an H2 database in memory, with a cache before it. */
final class StoredCustomers implements AutoCloseable {
  private final SessionFactory factory;
  private final Class<? extends StoredCustomer> type;

  StoredCustomers(CacheConcurrencyStrategy strategy, Map<String, Object> cacheSettings) {
    this.type = StoredCustomer.of(strategy).getClass();
    Configuration configuration = new Configuration().addAnnotatedClass(type);
    Map<String, Object> settings = new HashMap<>(cacheSettings);
    settings.put("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID());
    settings.put("hibernate.connection.pool_size", "8");
    settings.put("hibernate.hbm2ddl.auto", "create");
    settings.put(
        "hibernate.connection.handling_mode",
        PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION);
    settings.forEach(configuration.getProperties()::put);
    this.factory = configuration.buildSessionFactory();
  }

  SessionFactory factory() {
    return factory;
  }

  /** Writes them, and reads them twice, so that those that fit are where they will be found. */
  void fill(CacheConcurrencyStrategy strategy, int count) {
    factory.inTransaction(
        session -> {
          for (long id = 0; id < count; id++) {
            session.persist(StoredCustomer.of(strategy).numbered(id));
          }
        });
    for (int round = 0; round < 2; round++) {
      for (long id = 0; id < count; id++) {
        find(id);
      }
    }
  }

  /** One read by a session of its own. */
  StoredCustomer find(long id) {
    try (Session session = factory.openSession()) {
      return session.find(type, id);
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
