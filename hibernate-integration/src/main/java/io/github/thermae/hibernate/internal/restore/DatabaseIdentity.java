package io.github.thermae.hibernate.internal.restore;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Which database a session factory works on, as far as its driver tells. */
final class DatabaseIdentity {
  /** Databases that are gone when the process is. */
  private static final List<String> IN_MEMORY =
      List.of("jdbc:h2:mem:", "jdbc:hsqldb:mem:", "jdbc:derby:memory:", "jdbc:sqlite::memory:");

  private static final String OF_TENANTS = "of tenants";

  private final String text;
  private final boolean isInMemory;

  private DatabaseIdentity(String text, boolean isInMemory) {
    this.text = text;
    this.isInMemory = isInMemory;
  }

  /** Asks the database; with tenants there are many. */
  static DatabaseIdentity of(SessionFactoryImplementor factory) {
    if (factory.getSessionFactoryOptions().isMultiTenancyEnabled()) {
      return new DatabaseIdentity(OF_TENANTS, false);
    }
    return factory.fromStatelessSession(session -> session.doReturningWork(DatabaseIdentity::of));
  }

  private static DatabaseIdentity of(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String url = String.valueOf(database.getURL());
    return new DatabaseIdentity(
        String.join(
            "\n",
            database.getDatabaseProductName(),
            withoutSecrets(url),
            String.valueOf(connection.getCatalog()),
            String.valueOf(connection.getSchema())),
        IN_MEMORY.stream().anyMatch(url.toLowerCase(Locale.ROOT)::startsWith));
  }

  /** Without parameters, which are not part of the name, and without a user and a password. */
  private static String withoutSecrets(String url) {
    return url.replaceAll("[?;].*", "").replaceAll("([^/:@]+[:/])?[^/:@]*@", "@");
  }

  String text() {
    return text;
  }

  boolean isOfTenants() {
    return text.equals(OF_TENANTS);
  }

  boolean isInMemory() {
    return isInMemory;
  }
}
