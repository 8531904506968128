package io.github.thermae.hibernate.checker;

import io.github.thermae.hibernate.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;

/** One run of the checker over one cache. Used by one thread, which starts the others. */
final class CheckedRun {
  private static final int ROWS_PER_KIND = 8;
  private static final int REPORTED = 10;

  /**
   * Failing statements are what the run is made of. Held, since loggers are forgotten otherwise.
   */
  private static final Logger NOISE = Logger.getLogger("org.hibernate.orm.jdbc.error");

  private static final Logger NOISE_OF_OLDER_VERSIONS =
      Logger.getLogger("org.hibernate.engine.jdbc.spi.SqlExceptionHelper");

  private final Plan plan;
  private final TestDatabase database;
  private final Map<String, Object> cacheSettings;
  private final long seed;
  private final int threads;

  CheckedRun(
      Plan plan, TestDatabase database, Map<String, Object> cacheSettings, long seed, int threads) {
    this.plan = plan;
    this.database = database;
    this.cacheSettings = cacheSettings;
    this.seed = seed;
    this.threads = threads;
  }

  /**
   * What came out.
   *
   * @param violations the first of them, as text
   */
  record Result(
      long seed,
      int observations,
      int commits,
      long hits,
      long queryHits,
      List<String> violations) {}

  /** Runs for some time, prints what came out, and closes the session factory. */
  Result run(long millis) throws SQLException, InterruptedException {
    NOISE.setLevel(Level.OFF);
    NOISE_OF_OLDER_VERSIONS.setLevel(Level.OFF);
    FaultyDataSource faulty = new FaultyDataSource(database.dataSource(), seed);
    try (SessionFactory factory = open(faulty)) {
      History.createTable(database.dataSource(), database.identityColumn());
      List<Worker> workers = workers(factory, faulty);
      workers.get(0).populate();
      work(workers, System.nanoTime() + millis * 1_000_000);
      Result result = result(workers, factory.getStatistics());
      System.out.println(result);
      return result;
    }
  }

  private SessionFactory open(FaultyDataSource faulty) {
    Configuration configuration = new Configuration();
    for (Kind kind : plan.kinds()) {
      configuration.addAnnotatedClass(kind.type());
    }
    database.settings().forEach(configuration.getProperties()::put);
    configuration.getProperties().put("hibernate.connection.datasource", faulty.asDataSource());
    configuration.getProperties().put("hibernate.hbm2ddl.auto", "create");
    configuration.getProperties().put("hibernate.cache.use_query_cache", "true");
    configuration.getProperties().put("hibernate.generate_statistics", "true");
    configuration.getProperties().put("hibernate.session.events.log", "false");
    configuration.getProperties().put("jakarta.persistence.sharedCache.mode", "ENABLE_SELECTIVE");
    cacheSettings.forEach(configuration.getProperties()::put);
    return configuration.buildSessionFactory();
  }

  private List<Worker> workers(SessionFactory factory, FaultyDataSource faulty) {
    SplittableRandom random = new SplittableRandom(seed);
    AtomicLong stamps = new AtomicLong();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          new Worker(
              plan,
              factory,
              faulty,
              ROWS_PER_KIND,
              stamps,
              database.readsAreOfOneMoment(),
              random.split()));
    }
    return workers;
  }

  private static void work(List<Worker> workers, long deadlineNanos) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    for (Worker worker : workers) {
      Thread thread = new Thread(() -> worker.runUntil(deadlineNanos), "checker");
      thread.setUncaughtExceptionHandler((t, e) -> worker.log().failed("thread died: " + e));
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private Result result(List<Worker> workers, Statistics statistics) throws SQLException {
    Map<Long, Attempt> attempts = new HashMap<>();
    List<Observation> observations = new ArrayList<>();
    List<String> violations = new ArrayList<>();
    for (Worker worker : workers) {
      worker.log().attempts().forEach(attempt -> attempts.put(attempt.stamp(), attempt));
      observations.addAll(worker.log().observations());
      violations.addAll(worker.log().failures());
    }
    Map<Row, List<History.Change>> history = History.read(database.dataSource());
    violations.addAll(new SerialOrder(history, attempts).violations(observations));
    int commits = history.values().stream().mapToInt(List::size).sum();
    return new Result(
        seed,
        observations.size(),
        commits,
        statistics.getSecondLevelCacheHitCount(),
        statistics.getQueryCacheHitCount(),
        violations.stream().limit(REPORTED).toList());
  }
}
