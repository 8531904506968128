package io.github.thermae.samples.orders;

import io.github.thermae.ThermaeCache;
import io.github.thermae.samples.support.KilledProcess;
import io.github.thermae.writebehind.WriteBehind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Starts a shop whose database is behind a cache, kills it with SIGKILL while orders wait for the
 * database, opens it again, lets the database have what it is owed, and compares.
 */
public final class OrdersSample {
  private OrdersSample() {}

  /** The arguments are a folder and, optionally, after how many orders to kill the shop. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long orders = args.length > 1 ? Long.parseLong(args[1]) : 20_000;
    empty(folder);

    line("Thermae: an order table in H2 behind a cache");
    line("");
    line("1. A shop takes orders. Each is in the cache's file when it is acknowledged;");
    line("   the database gets them later, in batches.");
    long acknowledged = runAndKill(folder, orders);
    DataSource database = OrderShop.database(folder);
    line("2. kill -9, in the middle");
    line("   acknowledged              %,9d orders", acknowledged);
    line("   in the database           %,9d orders", count(database));
    line("");
    line("3. The shop opens again. The database gets what it is owed.");
    ThermaeCache<Long, Order> cache = OrderShop.open(folder, database);
    try {
      drain(cache);
      compare(cache, database, acknowledged);
    } finally {
      cache.getCacheManager().close();
    }
  }

  private static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Says how many orders the process has acknowledged when it is killed. */
  private static long runAndKill(Path folder, long orders)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(KilledProcess.command(OrdersRun.class, folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    long waiting = 0;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      while (acknowledged < orders) {
        String line = output.readLine();
        if (line == null) {
          throw new IOException("the shop ended by itself, with code " + process.waitFor());
        }
        acknowledged = Long.parseLong(line.substring(0, line.indexOf(' ')));
        waiting = Long.parseLong(line.substring(line.indexOf(' ') + 1));
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    line("   waiting for the database  %,9d operations", waiting);
    line("");
    return acknowledged;
  }

  private static void drain(ThermaeCache<Long, Order> cache) {
    WriteBehind<Long, Order> behind = cache.writeBehind().orElseThrow();
    long start = System.nanoTime();
    line("   owed from before          %,9d operations", behind.statistics().queuedOperations());
    boolean isDone = behind.flush(Duration.ofMinutes(5));
    line(
        "   delivered in              %9.1f s, %,d batches%s",
        (System.nanoTime() - start) / 1e9,
        behind.statistics().batches(),
        isDone ? "" : ", but NOT ALL");
  }

  private static void compare(
      ThermaeCache<Long, Order> cache, DataSource database, long acknowledged) throws SQLException {
    long missing = 0;
    long older = 0;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (long id = 1; id <= acknowledged; id++) {
        Order cached = cache.get(id);
        try (ResultSet row = statement.executeQuery("SELECT state FROM orders WHERE id = " + id)) {
          if (!row.next()) {
            missing++;
          } else if (!cached.state().name().equals(row.getString(1))
              || (id <= acknowledged - OrdersRun.UNDER_WAY && cached.state() != Order.State.SENT)) {
            older++;
          }
        }
      }
    }
    line("   in the database           %,9d orders", count(database));
    line("   missing                   %,9d", missing);
    line("   older than acknowledged   %,9d", older);
  }

  private static long count(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void line(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
    System.out.flush();
  }
}
