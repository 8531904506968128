package io.github.thermae.writebehind.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriterException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/**
 * The writer and the loader over real databases, and the statements for those that are not here.
 */
class JdbcTest {
  @TempDir Path folder;

  enum State {
    OPEN,
    PAID
  }

  record Order(
      long id,
      String customer,
      BigDecimal total,
      State state,
      boolean isGift,
      @Nullable Instant placedAt,
      @Nullable LocalDate dueOn,
      UUID reference) {}

  record Oid(long id) {}

  record Nested(Order order) {}

  private static final JdbcTable<Long, Order> ORDERS =
      JdbcTable.ofRecord("orders", "id", Long.class, Order.class);

  /** H2 understands PostgreSQL's upsert in its compatibility mode, and MySQL's in that one. */
  enum Kind {
    SQLITE(""),
    H2(""),
    POSTGRESQL(";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"),
    MYSQL(";MODE=MySQL");

    private final String options;

    Kind(String options) {
      this.options = options;
    }

    DataSource open(Path folder) {
      if (this == SQLITE) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("orders.sqlite"));
        return source;
      }
      JdbcDataSource source = new JdbcDataSource();
      source.setURL("jdbc:h2:file:" + folder.resolve("orders") + options);
      return source;
    }

    JdbcDialect dialect() {
      // H2 has MERGE in all of its modes, but not PostgreSQL's ON CONFLICT DO UPDATE.
      return switch (this) {
        case SQLITE -> JdbcDialect.SQLITE;
        case MYSQL -> JdbcDialect.MYSQL;
        default -> JdbcDialect.H2;
      };
    }
  }

  private DataSource withTable(Kind kind) throws SQLException {
    DataSource source = kind.open(folder);
    execute(
        source,
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer VARCHAR(100) NOT NULL,"
            + " total "
            + (kind == Kind.SQLITE ? "TEXT" : "DECIMAL(20, 2)")
            + ", state VARCHAR(10), is_gift BOOLEAN,"
            + (kind == Kind.SQLITE
                ? " placed_at TEXT, due_on TEXT, reference TEXT)"
                : " placed_at TIMESTAMP(9) WITH TIME ZONE, due_on DATE, reference "
                    + (kind == Kind.MYSQL ? "VARCHAR(40))" : "UUID)")));
    return source;
  }

  private static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Order order(long id, String total) {
    return new Order(
        id,
        "Ann O'Hara; DROP TABLE orders",
        new BigDecimal(total),
        State.PAID,
        true,
        Instant.parse("2026-10-25T00:30:00.123456Z"),
        LocalDate.of(2026, 2, 28),
        new UUID(id, 7));
  }

  @ParameterizedTest
  @EnumSource
  void writtenAndLoaded_isTheSame(Kind kind) throws SQLException {
    JdbcTable<Long, Order> table = ORDERS.dialect(kind.dialect());
    DataSource source = withTable(kind);
    ThermaeCache<Long, Order> cache = open(source, table);
    for (long i = 0; i < 250; i++) {
      cache.put(i, order(i, "12.50"));
    }
    cache.put(7L, order(7, "99999999999.99"));
    Order bare =
        new Order(8, "b", new BigDecimal("1.00"), State.OPEN, false, null, null, UUID.randomUUID());
    cache.put(8L, bare);
    assertThat(cache.writeBehind().orElseThrow().flush(Duration.ofSeconds(30))).isTrue();
    cache.put(7L, order(7, "3.25"));
    cache.remove(9L);
    assertThat(cache.writeBehind().orElseThrow().flush(Duration.ofSeconds(30))).isTrue();
    cache.clear();
    assertThat(cache.get(7L)).isEqualTo(order(7, "3.25"));
    assertThat(cache.get(8L)).isEqualTo(bare);
    assertThat(cache.get(9L)).isNull();
    assertThat(cache.get(1_000L)).isNull();
    Map<Long, Order> all = cache.getAll(Set.of(1L, 2L, 9L, 249L));
    assertThat(all).hasSize(3).containsEntry(249L, order(249, "12.50"));
    cache.getCacheManager().close();
  }

  @Test
  void dialect_isFoundByAskingTheDatabase() throws SQLException {
    for (Kind kind : Set.of(Kind.SQLITE, Kind.H2)) {
      DataSource source = withTable(kind);
      ThermaeCache<Long, Order> cache = open(source, ORDERS);
      cache.put(1L, order(1, "1.00"));
      assertThat(cache.writeBehind().orElseThrow().flush(Duration.ofSeconds(30))).isTrue();
      assertThat(new JdbcCacheLoader<>(source, ORDERS).load(1L)).isEqualTo(order(1, "1.00"));
      cache.getCacheManager().close();
    }
  }

  @Test
  void textAndBytesColumns_areValuesToo() throws SQLException {
    DataSource source = Kind.H2.open(folder);
    execute(source, "CREATE TABLE docs (k VARCHAR(20) PRIMARY KEY, doc CLOB, raw BLOB)");
    JdbcTable<String, Integer> text =
        JdbcTable.ofText(
            "docs",
            "k",
            String.class,
            "doc",
            n -> "{\"n\":" + n + "}",
            s -> Integer.valueOf(s.replaceAll("\\D", "")));
    JdbcTable<String, byte[]> bytes =
        JdbcTable.ofBytes("docs", "k", String.class, "raw", b -> b, b -> b);
    new JdbcCacheWriter<>(source, text).write(new Pair<>("a", 42));
    new JdbcCacheWriter<>(source, bytes).write(new Pair<>("b", new byte[] {1, 2}));
    assertThat(new JdbcCacheLoader<>(source, text).load("a")).isEqualTo(42);
    assertThat(new JdbcCacheLoader<>(source, bytes).load("b")).containsExactly(1, 2);
    assertThat(new JdbcCacheLoader<>(source, bytes).load("a")).isNull();
  }

  record Price(BigDecimal amount, String value, int user) {}

  /** Names that the database keeps for itself, and a key that is read back with another scale. */
  @Test
  void columnsOfOtherNames_andKeysThatAreReadBackOtherwise() throws SQLException {
    DataSource source = Kind.H2.open(folder);
    execute(
        source,
        "CREATE TABLE prices (\"the amount\" DECIMAL(10, 4) PRIMARY KEY, \"value\" VARCHAR(9), "
            + "\"user\" INT)");
    JdbcTable<BigDecimal, Price> prices =
        JdbcTable.ofRecord("prices", "\"the amount\"", BigDecimal.class, Price.class)
            .column("amount", "\"the amount\"")
            .column("value", "\"value\"")
            .column("user", "\"user\"");
    BigDecimal key = new BigDecimal("1.5");
    BigDecimal other = new BigDecimal("2.0000");
    JdbcCacheWriter<BigDecimal, Price> writer = new JdbcCacheWriter<>(source, prices);
    writer.write(new Pair<>(key, new Price(key, "x", 7)));
    writer.write(new Pair<>(other, new Price(other, "y", 8)));
    JdbcCacheLoader<BigDecimal, Price> loader = new JdbcCacheLoader<>(source, prices);
    Price loaded = loader.load(key);
    assertThat(loaded).extracting(Price::value, Price::user).containsExactly("x", 7);
    assertThat(loader.loadAll(List.of(key, other, BigDecimal.TEN)))
        .containsOnlyKeys(key, other)
        .containsEntry(key, loaded);
    assertThatThrownBy(() -> prices.column("amuont", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[amount, value, user]");
  }

  @Test
  void primitiveTypeOfKeys_isItsObjects_andBytesAreRefused() throws SQLException {
    DataSource source = Kind.H2.open(folder);
    execute(source, "CREATE TABLE oids (id BIGINT PRIMARY KEY)");
    JdbcTable<Long, Oid> oids = JdbcTable.ofRecord("oids", "id", long.class, Oid.class);
    new JdbcCacheWriter<>(source, oids).write(new Pair<>(3L, new Oid(3)));
    assertThat(new JdbcCacheLoader<>(source, oids).load(3L)).isEqualTo(new Oid(3));
    assertThatThrownBy(() -> JdbcTable.ofRecord("oids", "id", byte[].class, Oid.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two arrays are never equal");
  }

  /** As pools give them out that were told so: a read must not leave its transaction open. */
  @Test
  void connectionThatDoesNotCommitByItself_hasNoTransactionOpenAfterwards() throws SQLException {
    DataSource source = withTable(Kind.H2);
    try (Connection only = source.getConnection()) {
      only.setAutoCommit(false);
      only.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      JdbcCacheLoader<Long, Order> loader = new JdbcCacheLoader<>(poolOf(only), ORDERS);
      assertThat(loader.load(1L)).isNull();
      new JdbcCacheWriter<>(source, ORDERS).write(new Pair<>(1L, order(1, "1.00")));
      assertThat(loader.load(1L)).isEqualTo(order(1, "1.00"));
      assertThat(only.getAutoCommit()).isFalse();
    }
  }

  /** One journey to the database and one commit, however many rows there are. */
  @ParameterizedTest
  @EnumSource
  void manyRows_areOneJdbcBatch(Kind kind) throws SQLException {
    JdbcTable<Long, Order> table = ORDERS.dialect(kind.dialect());
    DataSource source = withTable(kind);
    List<String> calls = new ArrayList<>();
    JdbcCacheWriter<Long, Order> writer = new JdbcCacheWriter<>(noting(source, calls), table);
    List<Cache.Entry<? extends Long, ? extends Order>> entries = new ArrayList<>();
    for (long i = 0; i < 30; i++) {
      entries.add(new Pair<>(i, order(i, "1.00")));
    }
    writer.writeAll(entries);
    assertOneBatchOf30(calls);
    calls.clear();
    writer.deleteAll(new ArrayList<>(LongStream.range(0, 30).boxed().toList()));
    assertOneBatchOf30(calls);
    assertThat(new JdbcCacheLoader<>(source, table).load(1L)).isNull();
  }

  private static void assertOneBatchOf30(List<String> calls) {
    assertThat(calls.stream().filter(call -> call.startsWith("execute")))
        .containsExactly("executeBatch");
    assertThat(calls).filteredOn("addBatch"::equals).hasSize(30);
    assertThat(calls)
        .containsOnlyOnce("getConnection")
        .containsOnlyOnce("prepareStatement")
        .containsOnlyOnce("commit");
  }

  /** Notes the names of all methods that are called on the source and what comes from it. */
  private static DataSource noting(DataSource source, List<String> calls) {
    return noting(DataSource.class, source, calls);
  }

  private static <T> T noting(Class<T> type, T target, List<String> calls) {
    return proxy(
        type,
        (self, method, arguments) -> {
          calls.add(method.getName());
          Object result = method.invoke(target, arguments);
          if (result instanceof PreparedStatement statement) {
            return noting(PreparedStatement.class, statement, calls);
          } else if (result instanceof Connection connection) {
            return noting(Connection.class, connection, calls);
          }
          return result;
        });
  }

  /** Gives the same connection again and again; closing it gives it back as it is. */
  private static DataSource poolOf(Connection only) {
    Connection lent =
        proxy(
            Connection.class,
            (self, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(only, arguments));
    return proxy(DataSource.class, (self, method, arguments) -> lent);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(JdbcTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void batchWithARowThatTheDatabaseRefuses_isNotWrittenAtAll() throws SQLException {
    DataSource source = withTable(Kind.H2);
    JdbcCacheWriter<Long, Order> writer = new JdbcCacheWriter<>(source, ORDERS);
    @SuppressWarnings("NullAway") // which is the point
    Order refused =
        new Order(2, null, BigDecimal.ONE, State.OPEN, false, null, null, new UUID(1, 1));
    List<Cache.Entry<? extends Long, ? extends Order>> batch = new ArrayList<>();
    batch.add(new Pair<>(1L, order(1, "1.00")));
    batch.add(new Pair<>(2L, refused));
    assertThatThrownBy(() -> writer.writeAll(batch))
        .isInstanceOf(CacheWriterException.class)
        .hasMessageContaining("2 rows could not be written to table orders");
    assertThat(batch).hasSize(2);
    assertThat(new JdbcCacheLoader<>(source, ORDERS).load(1L)).isNull();
  }

  @Test
  void missingTable_isToldByItsName() throws SQLException {
    DataSource source = Kind.H2.open(folder);
    assertThatThrownBy(() -> new JdbcCacheLoader<>(source, ORDERS).load(1L))
        .isInstanceOf(CacheLoaderException.class)
        .hasMessageContaining("table orders");
  }

  @Test
  void upsert_asEachDatabaseWantsIt() {
    JdbcTable<Long, Oid> bare = JdbcTable.ofRecord("shop.oids", "id", Long.class, Oid.class);
    JdbcTable<String, String> one = JdbcTable.ofText("t", "k", String.class, "v", s -> s, s -> s);
    assertThat(one.upsert(JdbcDialect.POSTGRESQL))
        .isEqualTo(
            "INSERT INTO t (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v");
    assertThat(one.upsert(JdbcDialect.SQLITE)).isEqualTo(one.upsert(JdbcDialect.POSTGRESQL));
    assertThat(one.upsert(JdbcDialect.H2)).isEqualTo("MERGE INTO t (k, v) KEY (k) VALUES (?, ?)");
    assertThat(one.upsert(JdbcDialect.MYSQL))
        .isEqualTo("INSERT INTO t (k, v) VALUES (?, ?) ON DUPLICATE KEY UPDATE v = VALUES(v)");
    assertThat(bare.upsert(JdbcDialect.POSTGRESQL))
        .isEqualTo("INSERT INTO shop.oids (id) VALUES (?) ON CONFLICT (id) DO NOTHING");
    assertThat(bare.upsert(JdbcDialect.MYSQL))
        .isEqualTo("INSERT INTO shop.oids (id) VALUES (?) ON DUPLICATE KEY UPDATE id = id");
    assertThat(one.delete()).isEqualTo("DELETE FROM t WHERE k = ?");
    assertThat(one.select(3)).isEqualTo("SELECT k, v FROM t WHERE k IN (?, ?, ?)");
  }

  @Test
  void namesAndTypesThatCannotBe_areRefused() {
    for (String name : Set.of("orders; DROP TABLE x", "", "a b", "a\"b", "1a", "\"a\"\"b\"")) {
      assertThatThrownBy(() -> JdbcTable.ofRecord(name, "id", Long.class, Order.class))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> JdbcTable.ofRecord("orders", name, Long.class, Order.class))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> JdbcTable.ofRecord("orders", "id", Long.class, Nested.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component order");
    assertThat(
            JdbcTable.ofRecord("\"Shop\".\"My Orders\"", "`the id`", Long.class, Oid.class)
                .delete())
        .isEqualTo("DELETE FROM \"Shop\".\"My Orders\" WHERE `the id` = ?");
  }

  private ThermaeCache<Long, Order> open(DataSource source, JdbcTable<Long, Order> table) {
    CacheManager manager =
        new ThermaeCachingProvider()
            .getCacheManager(URI.create("thermae:jdbc"), null, new Properties());
    @SuppressWarnings("unchecked") // it was made with these types
    ThermaeCache<Long, Order> cache =
        manager
            .createCache(
                "orders",
                ThermaeConfiguration.builder(Long.class, Order.class)
                    .readThrough(() -> new JdbcCacheLoader<>(source, table))
                    .writeBehind(JdbcCacheWriter.factoryOf(source, table), WriteBehindOptions.NONE)
                    .build())
            .unwrap(ThermaeCache.class);
    return cache;
  }

  /** An entry. */
  private record Pair<K, V>(K key, V value) implements Cache.Entry<K, V> {
    @Override
    public K getKey() {
      return key;
    }

    @Override
    public V getValue() {
      return value;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      return type.cast(this);
    }
  }
}
