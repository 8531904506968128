package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.hibernate.internal.codec.MappingTypes;
import io.github.thermae.hibernate.internal.codec.RegionValueCodec;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.hibernate.Version;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the fingerprints of all regions of a session factory have in common.
 *
 * @param database null if it could not be asked
 * @param sealing how the store is encrypted
 */
record FactoryFacts(
    SessionFactoryImplementor factory,
    MappingTypes types,
    @Nullable DatabaseIdentity database,
    String sealing) {
  private static final Logger LOG = LoggerFactory.getLogger(FactoryFacts.class);

  /** What Hibernate calls the filter of entities that have a tenant in a column. */
  private static final String TENANT_FILTER = "_tenantId";

  static FactoryFacts of(SessionFactoryImplementor factory, String sealing) {
    return new FactoryFacts(factory, new MappingTypes(factory), identity(factory), sealing);
  }

  private static @Nullable DatabaseIdentity identity(SessionFactoryImplementor factory) {
    try {
      return DatabaseIdentity.of(factory);
    } catch (RuntimeException e) {
      LOG.warn("No region is restored: the database could not be asked which one it is", e);
      return null;
    }
  }

  /** Why nothing can be restored from this database; null if something can. */
  @Nullable String whyNot(RestoreOptions options) {
    if (database == null) {
      return "the database could not be asked which one it is";
    }
    if (database.isInMemory()) {
      return "the database is in memory, so it is another one";
    }
    return database.isOfTenants() && options.generation().isEmpty()
        ? "the databases of tenants cannot be told apart: set generation"
        : null;
  }

  /** Whether there are tenants, with a database each or in one. */
  boolean hasTenants() {
    return factory.getSessionFactoryOptions().isMultiTenancyEnabled()
        || factory.getDefinedFilterNames().contains(TENANT_FILTER);
  }

  /** The fingerprint of a region. */
  Fingerprint fingerprint(String mapping, String generation) {
    Map<String, String> parts = new TreeMap<>();
    parts.put("mapping", mapping);
    parts.put("codec", Integer.toString(RegionValueCodec.FORMAT));
    parts.put("hibernate", Version.getVersionString());
    parts.put("thermae", thermae());
    parts.put("database", database == null ? "" : database.text());
    parts.put("generation", generation);
    parts.put("time zone", zones());
    parts.put("encryption", sealing);
    return Fingerprint.of(parts);
  }

  /** What turns the columns of a row into moments. */
  private String zones() {
    TimeZone ofDatabase = factory.getSessionFactoryOptions().getJdbcTimeZone();
    return (ofDatabase == null ? "" : ofDatabase.getID()) + " " + TimeZone.getDefault().getID();
  }

  /** The same for all builds that do not come from a jar. */
  private static String thermae() {
    return String.valueOf(FactoryFacts.class.getPackage().getImplementationVersion());
  }
}
