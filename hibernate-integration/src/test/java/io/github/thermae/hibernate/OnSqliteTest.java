package io.github.thermae.hibernate;

import io.github.thermae.hibernate.kit.Db;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The same facts over SQLite. */
@Tag("sqlite-database")
final class OnSqliteTest {
  @Nested
  final class Strategies extends StrategiesTest {
    @Override
    Db db() {
      return Db.SQLITE;
    }
  }

  @Nested
  final class Mappings extends MappingsTest {
    @Override
    Db db() {
      return Db.SQLITE;
    }
  }

  @Nested
  final class Invalidation extends InvalidationTest {
    @Override
    Db db() {
      return Db.SQLITE;
    }
  }

  @Nested
  final class Tenants extends TenantsTest {
    @Override
    Db db() {
      return Db.SQLITE;
    }
  }

  @Nested
  final class QueryCache extends QueryCacheTest {
    @Override
    Db db() {
      return Db.SQLITE;
    }

    /** There is one writer at a time. */
    @Override
    void getResultList_whileOneOfTwoWritersHasEnded_isStillReadFromTheDatabase() {}
  }
}
