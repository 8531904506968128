package io.github.thermae.hibernate.testkit;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hsqldb.jdbc.JDBCDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A new database for one test. Immutable; a data source makes a new connection for each caller. */
public final class TestDatabase {
  private final DataSource dataSource;
  private final Map<String, String> settings;
  private final String identityColumn;
  private final boolean readsAreOfOneMoment;

  private TestDatabase(
      DataSource dataSource,
      Map<String, String> settings,
      String identityColumn,
      boolean readsAreOfOneMoment) {
    this.dataSource = dataSource;
    this.settings = settings;
    this.identityColumn = identityColumn;
    this.readsAreOfOneMoment = readsAreOfOneMoment;
  }

  /** H2 in memory, until the JVM ends. */
  public static TestDatabase h2InMemory() {
    return h2("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  /** H2 in a file. */
  public static TestDatabase h2(Path folder) {
    return h2("jdbc:h2:file:" + folder.resolve("h2").toAbsolutePath() + ";DB_CLOSE_DELAY=-1");
  }

  private static TestDatabase h2(String url) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    source.setUser("sa");
    return new TestDatabase(
        source, Map.of(), "bigint generated always as identity primary key", false);
  }

  /** HSQLDB in memory, with its multi-version control. */
  public static TestDatabase hsqldbInMemory() {
    JDBCDataSource source = new JDBCDataSource();
    source.setURL("jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc");
    source.setUser("sa");
    return new TestDatabase(
        source, Map.of(), "bigint generated always as identity primary key", false);
  }

  /** SQLite in a file: one writer at a time; a transaction sees the moment of its first read. */
  public static TestDatabase sqlite(Path folder) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setBusyTimeout(10_000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + folder.resolve("sqlite.db").toAbsolutePath());
    return new TestDatabase(
        source,
        Map.of("hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect"),
        "integer primary key autoincrement",
        true);
  }

  /** Connections, each a new one. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** What Hibernate must be told of this database, beside the data source. */
  public Map<String, String> settings() {
    return settings;
  }

  /** The type of a column in which the database numbers the rows. */
  public String identityColumn() {
    return identityColumn;
  }

  /** Whether a transaction sees what there was when it first read, until its end. */
  public boolean readsAreOfOneMoment() {
    return readsAreOfOneMoment;
  }
}
