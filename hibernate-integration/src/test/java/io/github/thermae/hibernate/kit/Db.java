package io.github.thermae.hibernate.kit;

import java.nio.file.Path;

/** The databases that tests run on: real files. */
public enum Db {
  /** H2, with its multi-version store. */
  H2 {
    @Override
    String url(Path folder, String name) {
      return "jdbc:h2:file:" + folder.resolve(name) + ";DB_CLOSE_DELAY=0;LOCK_TIMEOUT=10000";
    }
  },

  /** HSQLDB, with its multi-version control. */
  HSQLDB {
    @Override
    String url(Path folder, String name) {
      return "jdbc:hsqldb:file:"
          + folder.resolve(name + ".hsqldb")
          + ";hsqldb.tx=mvcc;hsqldb.write_delay=false;shutdown=true";
    }
  };

  abstract String url(Path folder, String name);

  String dialect() {
    return this == H2 ? "org.hibernate.dialect.H2Dialect" : "org.hibernate.dialect.HSQLDialect";
  }
}
