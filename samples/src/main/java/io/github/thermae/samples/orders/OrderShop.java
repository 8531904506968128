package io.github.thermae.samples.orders;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.writebehind.jdbc.JdbcCacheLoader;
import io.github.thermae.writebehind.jdbc.JdbcCacheWriter;
import io.github.thermae.writebehind.jdbc.JdbcTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A shop's order table in H2, and the cache in front of it: all that an application has to say. */
final class OrderShop {
  private static final JdbcTable<Long, Order> TABLE =
      JdbcTable.ofRecord("orders", "id", Long.class, Order.class);

  private OrderShop() {}

  /** The database; what it has committed is in its file, which H2 leaves for later by default. */
  static DataSource database(Path folder) throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:file:" + folder.resolve("shop").toAbsolutePath() + ";WRITE_DELAY=0");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS orders (id BIGINT PRIMARY KEY, customer VARCHAR(40),"
              + " total DECIMAL(12, 2), state VARCHAR(10), placed_at TIMESTAMP WITH TIME ZONE)");
    }
    return source;
  }

  @SuppressWarnings("unchecked") // it is made with these types
  static ThermaeCache<Long, Order> open(Path folder, DataSource database) {
    StoreOptions options = StoreOptions.builder().path(folder.resolve("cache.db")).build();
    CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
    return manager
        .createCache(
            "orders",
            ThermaeConfiguration.builder(Long.class, Order.class)
                .readThrough(JdbcCacheLoader.factoryOf(database, TABLE))
                .writeBehind(
                    JdbcCacheWriter.factoryOf(database, TABLE),
                    WriteBehindOptions.NONE
                        .withBatchSize(100)
                        .withMaxDelay(Duration.ofMillis(200))
                        .withRateLimit(5_000))
                .build())
        .unwrap(ThermaeCache.class);
  }
}
