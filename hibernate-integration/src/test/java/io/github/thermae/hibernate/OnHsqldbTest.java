package io.github.thermae.hibernate;

import io.github.thermae.hibernate.kit.Db;
import org.junit.jupiter.api.Nested;

/** The same facts over HSQLDB. */
final class OnHsqldbTest {
  @Nested
  final class Mappings extends MappingsTest {
    @Override
    Db db() {
      return Db.HSQLDB;
    }
  }
}
