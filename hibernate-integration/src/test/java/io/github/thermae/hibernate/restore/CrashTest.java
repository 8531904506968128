package io.github.thermae.hibernate.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.TestFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.Session;
import org.hibernate.Version;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After {@code kill -9} at any moment a crash-safe region serves nothing that is older than the
 * database, and still serves what nobody has changed.
 */
final class CrashTest {
  private static final int KILLS = Integer.getInteger("test.restore.kills", 3);
  private static final int RUN_MAX_MILLIS = 800;

  @TempDir Path folder;

  /** A run that is closed, which leaves everything in the file. */
  @BeforeEach
  void runAndClose() {
    try (TestFactory factory = Shop.builder(folder).start()) {
      factory.inTransaction(
          session -> {
            session.persist(Shop.author(1, "gold"));
            Shop.TYPES.forEach(
                type -> {
                  for (long id = 0; id < Shop.IDS; id++) {
                    session.persist(Books.of(type, id, "old"));
                  }
                });
          });
      ShopProcess.readAll(factory);
      factory.inTransaction(session -> assertThat(mole(session)).isEqualTo("1 [gold]"));
    }
  }

  /** Stateless sessions know of the cache since Hibernate 7. */
  static List<ShopProcess.Stop> stops() {
    boolean isLater = !Version.getVersionString().startsWith("6.");
    return Arrays.stream(ShopProcess.Stop.values())
        .filter(stop -> isLater || stop != ShopProcess.Stop.STATELESS_AND_COMMITTED)
        .filter(stop -> !stop.name().startsWith("AUTHOR_"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("stops")
  void find_afterAKill_isWhatTheDatabaseHas(ShopProcess.Stop stop) throws Exception {
    kill(stop);

    try (TestFactory factory = Shop.builder(folder).start()) {
      if (stop != ShopProcess.Stop.BEING_RESTORED) {
        assertThat(factory.statementsIn(session -> session.find(Books.ReadWrite.class, 2L)))
            .as("what nobody changed comes from the cache")
            .isEqualTo(stop == ShopProcess.Stop.BULK_AND_COMMITTED || isNative(stop) ? 1 : 0);
      }
      assertThat(served(factory)).isEqualTo(inDatabase());
    }
  }

  /** Which rows a statement changes nobody says, so everything goes. */
  private static boolean isNative(ShopProcess.Stop stop) {
    return stop == ShopProcess.Stop.NATIVE_AND_COMMITTED;
  }

  @Test
  void find_afterAKillInTheRestoreAndAnotherAfterACommit_isWhatTheDatabaseHas() throws Exception {
    kill(ShopProcess.Stop.BEING_RESTORED);
    kill(ShopProcess.Stop.UPDATED_AND_COMMITTED);

    try (TestFactory factory = Shop.builder(folder).start()) {
      assertThat(served(factory)).isEqualTo(inDatabase());
    }
  }

  @Test
  void find_afterAKillWithRestoreAfterACleanCloseOnly_startsEmpty() throws Exception {
    kill(ShopProcess.Stop.UPDATED_AND_COMMITTED);

    String log =
        Log.of(
            () -> {
              try (TestFactory factory =
                  Shop.builder(folder).with("hibernate.thermae.restore", "clean").start()) {
                long statements =
                    factory.statementsIn(session -> session.find(Books.ReadWrite.class, 2L));
                assertThat(statements).isEqualTo(1);
              }
            });
    assertThat(log).contains("starts empty: the last run was not closed");
  }

  @Test
  void find_afterManyKillsAtRandom_isWhatTheDatabaseHas() throws Exception {
    long seed = Long.getLong("test.restore.seed", System.nanoTime());
    System.out.println("CrashTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      try (Child child =
          Child.start(
              ShopProcess.class,
              folder.toString(),
              ShopProcess.AT_RANDOM,
              random.nextLong() + "")) {
        child.await(ShopProcess.READY);
        Thread.sleep(random.nextInt(RUN_MAX_MILLIS));
        child.kill();
      }
      try (TestFactory factory = Shop.builder(folder).start()) {
        assertThat(served(factory)).as("kill %d, seed %d", i, seed).isEqualTo(inDatabase());
      }
    }
  }

  private static String mole(Session session) {
    Library.Author author = Shop.mole(session);
    return author == null ? "nobody" : author.id + " " + new TreeSet<>(author.awards);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHOR_HONOURED_AND_COMMITTED, 1 [gold; silver]",
    "AUTHOR_REPLACED_AND_COMMITTED, 2 [bronze]",
    "AUTHOR_RENAMED_AND_COMMITTED, nobody",
    "AUTHOR_DELETED_AND_COMMITTED, nobody",
    "UPDATED_AND_COMMITTED, 1 [gold]"
  })
  void load_byNaturalIdAfterAKill_isWhatTheDatabaseHas(ShopProcess.Stop stop, String expected)
      throws Exception {
    kill(stop);

    try (TestFactory factory = Shop.builder(folder).start()) {
      factory.inTransaction(
          session -> assertThat(mole(session)).isEqualTo(expected.replace(';', ',')));
    }
  }

  /** Hibernate locks no natural id of what it deletes: others have it cached before the commit. */
  @Test
  void load_byNaturalIdOfWhatWasDeletedBeforeAKillAndStoredUnderAnother_findsNobody()
      throws Exception {
    kill(ShopProcess.Stop.AUTHOR_DELETED_WHILE_READ_AND_COMMITTED);

    try (TestFactory factory = Shop.builder(folder).start()) {
      factory.inTransaction(
          session -> {
            Library.Author author = Shop.author(1, "gold");
            author.number = 8;
            session.persist(author);
          });
      factory.inTransaction(session -> assertThat(mole(session)).isEqualTo("nobody"));
    }
  }

  private void kill(ShopProcess.Stop stop) throws IOException, InterruptedException {
    try (Child child = Child.start(ShopProcess.class, folder.toString(), stop.name())) {
      child.await(StoppingDataSource.STOPPED);
      child.kill();
    }
  }

  // ------------------------------------------------------------------ what is there

  private static Map<String, String> served(TestFactory factory) {
    Map<String, String> all = new TreeMap<>();
    factory.inTransaction(
        session -> {
          for (Class<? extends Books.Book> type : Shop.TYPES) {
            for (long id = 0; id < Shop.IDS; id++) {
              Books.Book book = session.find(type, id);
              if (book != null) {
                all.put(type.getSimpleName() + " " + id, String.valueOf(book.title()));
              }
            }
          }
        });
    return all;
  }

  private Map<String, String> inDatabase() throws SQLException {
    Map<String, String> all = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(Shop.url(folder));
        Statement statement = connection.createStatement()) {
      for (Class<?> type : Shop.TYPES) {
        String name = type.getSimpleName();
        try (ResultSet rows = statement.executeQuery("select id, title from " + name)) {
          while (rows.next()) {
            all.put(name + " " + rows.getLong(1), rows.getString(2));
          }
        }
      }
    }
    return all;
  }
}
