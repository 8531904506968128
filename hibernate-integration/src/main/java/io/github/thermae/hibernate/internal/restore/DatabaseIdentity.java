package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Which database a session factory works on, as far as its driver tells. */
final class DatabaseIdentity {
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
    // Not by a session, which may want to know a tenant.
    JdbcConnectionAccess access = factory.getJdbcServices().getBootstrapJdbcConnectionAccess();
    try {
      Connection connection = access.obtainConnection();
      try {
        return of(connection);
      } finally {
        access.releaseConnection(connection);
      }
    } catch (SQLException e) {
      throw new ThermaeException("The database cannot be asked which one it is", e);
    }
  }

  private static DatabaseIdentity of(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String url = String.valueOf(database.getURL());
    return new DatabaseIdentity(
        String.join(
            "\n",
            database.getDatabaseProductName(),
            DatabaseUrl.name(url, Path.of("").toAbsolutePath()),
            String.valueOf(connection.getCatalog()),
            String.valueOf(connection.getSchema())),
        DatabaseUrl.isInMemory(url));
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
