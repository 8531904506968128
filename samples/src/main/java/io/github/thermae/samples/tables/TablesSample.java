package io.github.thermae.samples.tables;

import io.github.thermae.ThermaeManager;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.TreeSet;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Three caches with settings of their own in one file, and a question across two of them. */
public final class TablesSample {
  private static final String SELECT =
      """
      SELECT users.key, json_extract(users.value, '$.name'), count(*),
             sum(json_extract(orders.value, '$.cents'))
      FROM users JOIN orders ON json_extract(orders.value, '$.user') = users.key
      GROUP BY users.key ORDER BY 4 DESC""";

  private TablesSample() {}

  record User(String name, String city) {}

  record Order(String user, long cents) {}

  /** The argument is a folder for the store. */
  public static void main(String[] args) throws IOException, SQLException {
    Path file = Stores.fresh(args[0], "tables.db");

    Out.line("Thermae: three caches in one file, %s", file);
    try (CacheManager manager = open(file)) {
      Cache<String, User> users =
          manager.createCache(
              "users",
              ThermaeConfiguration.builder(String.class, User.class)
                  .codec(BuiltInCodec.JSON)
                  .build());
      Cache<Long, Order> orders =
          manager.createCache(
              "orders",
              ThermaeConfiguration.builder(Long.class, Order.class)
                  .codec(BuiltInCodec.JSON)
                  .coldMaxEntries(1_000_000)
                  .build());
      Cache<String, String> tokens =
          manager.createCache(
              "tokens",
              ThermaeConfiguration.builder(String.class, String.class)
                  .ttl(Duration.ofMinutes(10))
                  .build());
      fill(users, orders, tokens);
    }
    try (CacheManager manager = open(file)) {
      Out.line("");
      Out.line(
          "   after a restart the file holds: %s",
          String.join(
              ", ", new TreeSet<>(manager.unwrap(ThermaeManager.class).storedCacheNames())));
      Cache<Long, Order> orders =
          manager.createCache(
              "orders",
              ThermaeConfiguration.builder(Long.class, Order.class)
                  .codec(BuiltInCodec.JSON)
                  .build());
      Out.line("   order 1007 is %s", orders.get(1007L));
      Out.line("");
      askBySql(file);
    }
  }

  private static void fill(
      Cache<String, User> users, Cache<Long, Order> orders, Cache<String, String> tokens) {
    users.put("alice", new User("Alice Caldwell", "Bath"));
    users.put("bob", new User("Bob Tepid", "Baden-Baden"));
    users.put("carol", new User("Carol Frigo", "Budapest"));
    for (long number = 1_001; number <= 1_012; number++) {
      String user = number % 3 == 0 ? "alice" : number % 3 == 1 ? "bob" : "carol";
      orders.put(number, new Order(user, 100 * (number - 1_000) + 99));
    }
    tokens.put("alice", "a7f3");
  }

  /** The program goes on while any SQLite tool reads. */
  private static void askBySql(Path file) throws SQLException {
    SELECT.lines().forEach(line -> Out.line("   %s", line));
    Out.line("");
    Out.line("   %-8s %-16s %6s %10s", "user", "name", "orders", "sum");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet rows = connection.createStatement().executeQuery(SELECT)) {
      while (rows.next()) {
        Out.line(
            "   %-8s %-16s %6d %9.2f €",
            rows.getString(1), rows.getString(2), rows.getInt(3), rows.getLong(4) / 100.0);
      }
    }
  }

  private static CacheManager open(Path file) {
    StoreOptions options = StoreOptions.builder().path(file).build();
    return Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
  }
}
