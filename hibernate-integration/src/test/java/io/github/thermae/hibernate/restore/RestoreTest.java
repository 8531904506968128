package io.github.thermae.hibernate.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.Library.Author;
import io.github.thermae.hibernate.kit.Library.Topic;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.TestFactory;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a region has after a restart, by its policy and by what has changed meanwhile. */
final class RestoreTest {
  @TempDir Path folder;

  private final Map<String, Object> settings = new TreeMap<>();

  private void set(String name, Object value) {
    settings.put(name, value);
  }

  private TestFactory.Builder builder(Db db) {
    TestFactory.Builder builder =
        TestFactory.over(db, folder)
            .entities(
                Stream.concat(Library.ALL.stream(), Books.ALL.stream()).toArray(Class<?>[]::new))
            .with("hibernate.thermae.store.path", folder.resolve("cache.db"));
    settings.forEach(builder::with);
    return builder;
  }

  private TestFactory start() {
    return builder(Db.H2).start();
  }

  private static void fill(TestFactory factory) {
    factory.inTransaction(
        session -> {
          session.persist(Books.of(Books.ReadOnly.class, 1, "constant"));
          session.persist(Books.of(Books.ReadWrite.class, 1, "first"));
          session.persist(Books.of(Books.Unversioned.class, 1, "plain"));
          Topic topic = new Topic();
          topic.id = 1;
          topic.name = "rivers";
          session.persist(topic);
          Author author = new Author();
          author.id = 1;
          author.pseudonym = "mole";
          author.number = 7;
          author.awards.add("gold");
          author.topics.add(topic);
          session.persist(author);
        });
  }

  private static void readLibrary(Session session) {
    Author author =
        session.byNaturalId(Author.class).using("pseudonym", "mole").using("number", 7).load();
    assertThat(author.awards).containsExactly("gold");
    assertThat(author.topics).extracting(topic -> topic.name).containsExactly("rivers");
  }

  private static void readBooks(Session session) {
    assertThat(title(session, Books.ReadWrite.class)).isEqualTo("first");
    assertThat(title(session, Books.Unversioned.class)).isEqualTo("plain");
    assertThat(title(session, Books.ReadOnly.class)).isEqualTo("constant");
  }

  private static String title(Session session, Class<? extends Books.Book> type) {
    return String.valueOf(session.find(type, 1L).title());
  }

  private void runOnce() {
    try (TestFactory factory = start()) {
      fill(factory);
      factory.inTransaction(RestoreTest::readBooks);
      factory.inTransaction(RestoreTest::readLibrary);
      assertThat(factory.statementsIn(RestoreTest::readLibrary)).isZero();
    }
  }

  /** The statements that reading the books takes in a run of its own, and what that run logs. */
  private record Run(long statements, String log) {}

  private Run readAgain(Db db) {
    long[] statements = new long[1];
    String log =
        Log.of(
            () -> {
              try (TestFactory factory = builder(db).start()) {
                statements[0] = factory.statementsIn(RestoreTest::readBooks);
              }
            });
    return new Run(statements[0], log);
  }

  private void assertStartsEmpty(String why) {
    Run run = readAgain(Db.H2);
    assertThat(run.statements()).as(run.log()).isEqualTo(3);
    assertThat(run.log()).contains("Region '" + Books.ReadWrite.class.getName() + "' starts empty");
    assertThat(run.log()).contains(why);
  }

  /** Where the tables are empty too. */
  private void assertFindsNothing(String why) {
    String log =
        Log.of(
            () -> {
              try (TestFactory factory = start()) {
                factory.inTransaction(s -> assertThat(find(s)).isFalse());
              }
            });
    assertThat(log).contains(why);
  }

  private void assertIsWarm() {
    Run run = readAgain(Db.H2);
    assertThat(run.statements()).as(run.log()).isZero();
    // Natural ids are not kept over a crash, books are.
    assertThat(run.log()).doesNotContainPattern("Books\\$\\w+' starts empty");
  }

  // ------------------------------------------------------------------ what is kept

  @ParameterizedTest
  @ValueSource(strings = {"clean", "crash-safe"})
  void find_afterACleanClose_asksNothingOfTheDatabase(String mode) {
    set("hibernate.thermae.restore", mode);
    runOnce();

    try (TestFactory factory = start()) {
      assertThat(factory.statementsIn(RestoreTest::readBooks)).isZero();
      assertThat(factory.statementsIn(RestoreTest::readLibrary)).isZero();
    }
  }

  @Test
  void find_afterManyRunsWithChanges_isWhatWasCommittedLast() {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    for (int i = 0; i < 3; i++) {
      String title = "title " + i;
      try (TestFactory factory = start()) {
        factory.inTransaction(s -> s.find(Books.ReadWrite.class, 1L).retitle(title));
        factory.inTransaction(
            s ->
                s.createMutationQuery("update Unversioned set title = '" + title + "'")
                    .executeUpdate());
        factory.inTransaction(s -> assertThat(title(s, Books.Unversioned.class)).isEqualTo(title));
      }
      try (TestFactory factory = start()) {
        long statements =
            factory.statementsIn(
                s -> {
                  assertThat(title(s, Books.ReadWrite.class)).isEqualTo(title);
                  assertThat(title(s, Books.Unversioned.class)).isEqualTo(title);
                });
        assertThat(statements).isZero();
      }
    }
  }

  @Test
  void find_withRestoreOfReadOnlyRegions_keepsThoseOnly() {
    set("hibernate.thermae.restore", "read-only");
    runOnce();

    try (TestFactory factory = start()) {
      assertThat(factory.statementsIn(s -> title(s, Books.ReadOnly.class))).isZero();
      assertThat(factory.statementsIn(s -> title(s, Books.ReadWrite.class))).isEqualTo(1);
    }
  }

  @Test
  void start_withNothingSet_startsEmptyAndSaysSoInTheTable() {
    runOnce();

    Run run = readAgain(Db.H2);

    assertThat(run.statements()).isEqualTo(3);
    assertThat(run.log()).containsPattern("ReadWrite +entity .* discard");
  }

  @Test
  void start_withPolicies_saysThemInTheTable() {
    set("hibernate.thermae.restore", "clean");
    set("hibernate.thermae." + Books.ReadWrite.class.getName() + ".restore", "crash-safe");
    set("hibernate.thermae.max-age-after-restart", "1h");

    String log = Log.of(() -> start().close());

    assertThat(log).containsPattern("ReadWrite +entity .* crash-safe, at most PT1H old");
    assertThat(log).containsPattern("Nonstrict +entity .* clean, at most PT1H old");
  }

  @Test
  void start_withARestoreThatThereIsNot_failsWithThoseThatThereAre() {
    set("hibernate.thermae.restore", "always");

    assertThatThrownBy(() -> start().close())
        .hasStackTraceContaining("hibernate.thermae.restore: expected one of discard, read-only");
  }

  @Test
  void start_withARestoreAndNoFile_saysThatNothingWillBe() {
    String log =
        Log.of(
            () ->
                TestFactory.over(Db.H2, folder)
                    .entities(Books.ALL.toArray(Class<?>[]::new))
                    .with("hibernate.thermae.restore", "clean")
                    .start()
                    .close());
    assertThat(log).contains("WARN", "hibernate.thermae.store.path");
  }

  // ------------------------------------------------------------------ what is not

  @Test
  void start_withAnotherMapping_startsEmpty() {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    set("hibernate.cache.use_structured_entries", true);

    assertStartsEmpty("not the same as before: mapping");
    assertIsWarm();
  }

  @Test
  void start_onAnotherDatabase_startsEmpty() {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    set("hibernate.connection.url", "jdbc:h2:file:" + folder.resolve("other"));

    String log =
        Log.of(
            () -> {
              try (TestFactory factory = start()) {
                assertThat(factory.<Object>fromTransaction(s -> List.of(find(s))))
                    .isEqualTo(List.of(false));
              }
            });
    assertThat(log).contains("not the same as before: database");
  }

  private static boolean find(Session session) {
    return session.find(Books.ReadWrite.class, 1L) != null;
  }

  @Test
  void start_withAnotherGeneration_startsEmpty() {
    set("hibernate.thermae.restore", "clean");
    set("hibernate.thermae.generation", "schema 1");
    runOnce();
    assertIsWarm();
    set("hibernate.thermae.generation", "schema 2");

    assertStartsEmpty("not the same as before: generation");
  }

  @Test
  void start_withTheStoreOfAnEarlierRun_startsEmpty() throws IOException {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    Path store = folder.resolve("cache.db");
    Path backup = folder.resolve("backup.db");
    Files.copy(store, backup);
    try (TestFactory factory = start()) {
      factory.inTransaction(s -> s.find(Books.ReadWrite.class, 1L).retitle("second"));
      factory.inTransaction(s -> s.find(Books.ReadWrite.class, 1L).retitle("first"));
    }
    Files.copy(backup, store, StandardCopyOption.REPLACE_EXISTING);

    assertStartsEmpty("the store is not as the last run has left it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a\nb\nc\nd\ne"})
  void start_withNonsenseAboutTheLastRunInTheStore_startsEmpty(String nonsense) {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    inStore(ledger -> ledger.put("run", nonsense));

    assertStartsEmpty("the store is not as the last run has left it");
  }

  @Test
  void start_withACopyOfTheStoreAlone_startsEmpty() throws IOException {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("cache.db");
    Files.copy(folder.resolve("cache.db"), elsewhere);
    set("hibernate.thermae.store.path", elsewhere);

    assertStartsEmpty("no run before this one has left anything that may be used");
  }

  /** As a backup of the whole folder is, although the database has moved on. */
  @Test
  void start_withTheStoreAndTheFileBesideItFromABackup_startsEmpty() throws IOException {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    Path backup = Files.createDirectory(folder.resolve("backup"));
    copyStore(folder, backup);
    copyStore(backup, folder);

    assertStartsEmpty("is a copy or comes from a backup");
    assertIsWarm();
  }

  private static void copyStore(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "cache.db*")) {
      for (Path file : files) {
        Files.copy(
            file,
            to.resolve(file.getFileName()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** What the last run was set to matters, not what this one is. */
  @ParameterizedTest
  @CsvSource({"normal, full", "full, normal"})
  void start_afterALossOfPower_dependsOnHowTheLastRunWasSaved(String last, String now) {
    set("hibernate.thermae.restore", "crash-safe");
    set("hibernate.thermae.store.synchronous", last);
    runOnce();
    inStore(
        ledger -> {
          String[] run = Objects.requireNonNull(ledger.get("run")).split("\n", -1);
          run[2] = "another boot";
          run[4] = "false";
          ledger.put("run", String.join("\n", run));
        });
    set("hibernate.thermae.store.synchronous", now);

    if (last.equals("full")) {
      assertIsWarm();
    } else {
      assertStartsEmpty("the system was started anew after the last run");
    }
  }

  /** The same columns are other moments then. */
  @Test
  void start_withAnotherTimeZone_startsEmpty() {
    set("hibernate.thermae.restore", "clean");
    set("hibernate.jdbc.time_zone", "UTC");
    runOnce();
    assertIsWarm();
    set("hibernate.jdbc.time_zone", "Asia/Tokyo");

    assertStartsEmpty("not the same as before: time zone");
  }

  @Test
  void start_afterARunThatDropsItsTables_startsEmpty() {
    set("hibernate.thermae.restore", "clean");
    set("hibernate.hbm2ddl.auto", "create-drop");
    String log = Log.of(this::runOnce);
    assertThat(log).contains("WARN", "drops its tables at the end");
    set("hibernate.hbm2ddl.auto", "update");

    assertFindsNothing("no run before this one");
  }

  @Test
  void start_afterARunThatKeptNothing_startsEmpty() {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    set("hibernate.thermae.restore", "discard");
    try (TestFactory factory = start()) {
      factory.inTransaction(s -> s.find(Books.ReadWrite.class, 1L).retitle("changed"));
      factory.inTransaction(s -> s.find(Books.ReadWrite.class, 1L).retitle("first"));
    }
    set("hibernate.thermae.restore", "clean");

    assertStartsEmpty("no run before this one");
  }

  @Test
  void start_afterTheTablesWereMadeAnew_startsEmpty() {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    set("hibernate.hbm2ddl.auto", "create");

    assertFindsNothing("the tables of the database are made anew");
  }

  @Test
  void start_withItemsOlderThanAllowed_dropsThem() {
    set("hibernate.thermae.restore", "clean");
    set("hibernate.thermae.max-age-after-restart", "1ms");
    runOnce();
    try (TestFactory factory = startAndWait()) {
      assertThat(factory.statementsIn(RestoreTest::readBooks)).isEqualTo(3);
    }
    set("hibernate.thermae.max-age-after-restart", "1h");
    try (TestFactory factory = startAndWait()) {
      assertThat(factory.statementsIn(RestoreTest::readBooks)).isZero();
    }
  }

  /** Items are looked at by a thread of their own before any is used. */
  private TestFactory startAndWait() {
    TestFactory factory = start();
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("thermae-restore-")));
    return factory;
  }

  @Test
  void start_withVersionsToVerify_dropsWhatTheDatabaseHasOtherwise() throws SQLException {
    set("hibernate.thermae.restore", "clean");
    set("hibernate.thermae.verify", true);
    runOnce();
    try (TestFactory factory = startAndWait()) {
      assertThat(factory.statementsIn(s -> title(s, Books.ReadWrite.class))).isZero();
      // Without a version nobody can tell.
      assertThat(factory.statementsIn(s -> title(s, Books.Unversioned.class))).isEqualTo(1);
    }
    change("update ReadWrite set title = 'by another', version = version + 1");
    try (TestFactory factory = startAndWait()) {
      factory.inTransaction(
          s -> assertThat(title(s, Books.ReadWrite.class)).isEqualTo("by another"));
    }
  }

  private void change(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("data"));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  // ------------------------------------------------------------------ two processes

  @Test
  void start_whileTheStoreBelongsToAnotherProcess_staysInMemoryAndSpoilsWhatThatOneHas()
      throws Exception {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    Path store = folder.resolve("cache.db");
    try (Child owner = Child.start(StoreProcess.class, store.toString())) {
      owner.await(ShopProcess.READY);
      String log =
          Log.of(
              () -> {
                try (TestFactory factory = start()) {
                  factory.inTransaction(RestoreTest::readBooks);
                  assertThat(factory.statementsIn(RestoreTest::readBooks)).isZero();
                  factory.inTransaction(s -> s.find(Books.ReadWrite.class, 1L).retitle("changed"));
                  factory.inTransaction(s -> s.find(Books.ReadWrite.class, 1L).retitle("first"));
                }
              });
      assertThat(log).contains("WARN", "stays in memory", store.toString(), "open in process");
      owner.kill();
    }

    assertStartsEmpty("no run before this one has left anything that may be used");
  }

  @Test
  void start_ofASecondFactoryInOneProcess_spoilsWhatTheFirstOneHas() {
    set("hibernate.thermae.restore", "clean");
    try (TestFactory first = start()) {
      fill(first);
      set("hibernate.session_factory_name", "second");
      String log = Log.of(() -> start().close());
      assertThat(log).contains("Another session factory of this JVM keeps its regions in");
      settings.remove("hibernate.session_factory_name");
    }

    assertStartsEmpty("no run before this one has left anything that may be used");
  }

  /** By another name it is the same file. */
  @Test
  void start_ofASecondFactoryOnALinkToTheStore_staysInMemory() throws IOException {
    set("hibernate.thermae.restore", "clean");
    try (TestFactory first = start()) {
      fill(first);
      Path link = Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("cache.db"));
      set("hibernate.thermae.store.path", link);
      String log = Log.of(() -> start().close());
      assertThat(log).contains("Another session factory of this JVM keeps its regions in");
    }
    set("hibernate.thermae.store.path", folder.resolve("cache.db"));

    assertStartsEmpty("no run before this one has left anything that may be used");
  }

  // ------------------------------------------------------------------ clocks, keys

  /** As if the clock had been a day ahead in the run before. */
  @Test
  void nextTimestamp_afterTheClockWasSetBack_isStillGreaterThanAllBefore() {
    set("hibernate.thermae.restore", "clean");
    runOnce();
    long ahead = (System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1)) << 12;
    inStore(
        ledger -> {
          String[] run = Objects.requireNonNull(ledger.get("run")).split("\n", -1);
          run[3] = Long.toString(ahead);
          ledger.put("run", String.join("\n", run));
        });

    try (TestFactory factory = start()) {
      long next =
          factory
              .factory()
              .unwrap(SessionFactoryImplementor.class)
              .getCache()
              .getRegionFactory()
              .nextTimestamp();
      assertThat(next).isGreaterThan(ahead);
      assertThat(factory.statementsIn(RestoreTest::readBooks)).isZero();
    }
  }

  @SuppressWarnings("unchecked") // a cache of this library unwraps to this
  private void inStore(java.util.function.Consumer<ThermaeCache<String, String>> work) {
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty(
        StoreOptions.PREFIX + StoreOptions.PATH, folder.resolve("cache.db").toString());
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider();
        CacheManager manager = provider.getCacheManager(null, null, properties)) {
      String name =
          manager.unwrap(io.github.thermae.ThermaeManager.class).storedCacheNames().stream()
              .filter(each -> each.startsWith("thermae-hibernate "))
              .findFirst()
              .orElseThrow();
      work.accept(
          manager
              .createCache(
                  name,
                  io.github.thermae.config.ThermaeConfiguration.builder(String.class, String.class)
                      .build())
              .unwrap(ThermaeCache.class));
    }
  }

  @Test
  void find_fromAnEncryptedStore_asksNothingAndShowsNothing() throws IOException {
    set("hibernate.thermae.restore", "clean");
    set("hibernate.thermae.store.encryption.password", "correct horse battery");
    set("hibernate.thermae.store.encryption.kdf", "pbkdf2");
    runOnce();

    assertIsWarm();
    String file =
        Files.readString(folder.resolve("cache.db"), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(file).doesNotContain("constant", "plain", "rivers");
  }
}
