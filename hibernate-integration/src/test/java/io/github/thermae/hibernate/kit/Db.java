package io.github.thermae.hibernate.kit;

import java.nio.file.Path;

/** The databases that tests run on: real files. */
public enum Db {
  /** H2, with its multi-version store. */
  H2("org.hibernate.dialect.H2Dialect") {
    @Override
    String url(Path folder, String name) {
      return "jdbc:h2:file:" + folder.resolve(name) + ";DB_CLOSE_DELAY=0;LOCK_TIMEOUT=10000";
    }
  },

  /** HSQLDB, with its multi-version control. */
  HSQLDB("org.hibernate.dialect.HSQLDialect") {
    @Override
    String url(Path folder, String name) {
      return "jdbc:hsqldb:file:"
          + folder.resolve(name + ".hsqldb")
          + ";hsqldb.tx=mvcc;hsqldb.write_delay=false;shutdown=true";
    }
  },

  /** SQLite, where readers see a moment and writers wait for each other. */
  SQLITE("org.hibernate.community.dialect.SQLiteDialect") {
    @Override
    String url(Path folder, String name) {
      return "jdbc:sqlite:"
          + folder.resolve(name + ".sqlite")
          + "?journal_mode=WAL&synchronous=OFF&busy_timeout=10000";
    }
  };

  private final String dialect;

  Db(String dialect) {
    this.dialect = dialect;
  }

  abstract String url(Path folder, String name);

  String dialect() {
    return dialect;
  }
}
