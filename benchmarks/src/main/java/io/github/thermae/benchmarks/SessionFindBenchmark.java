package io.github.thermae.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.hibernate.Session;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code session.find} of an entity that the second-level cache holds in memory, by a session of
 * its own, 1,000 entities, uniform. {@code none} is the database in memory. {@link #openSession} is
 * what every {@link #find} pays before it asks a cache.
 *
 * <p>Goal: the ratios thermae : jcache-caffeine-by-reference, with {@code -t 1} and {@code -t 2},
 * and the difference of the times, see README.md.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class SessionFindBenchmark {
  private static final int ENTITIES = 1_000;

  /** Who answers. */
  @Param({
    "thermae",
    "jcache-thermae",
    "jcache-caffeine-by-reference",
    "jcache-caffeine-by-value",
    "jcache-ehcache-by-reference",
    "none"
  })
  public String cache = "";

  /** How the entities may change. */
  @Param({"READ_ONLY", "READ_WRITE", "NONSTRICT_READ_WRITE"})
  public CacheConcurrencyStrategy strategy = CacheConcurrencyStrategy.READ_ONLY;

  private @Nullable StoredCustomers customers;

  /** Opens the session factory. */
  @Setup
  public void open() {
    StoredCustomers opened = new StoredCustomers(strategy, SecondLevelCaches.of(cache));
    opened.fill(strategy, ENTITIES);
    customers = opened;
  }

  /** Closes it. */
  @TearDown
  public void close() {
    Opened.part(customers).close();
  }

  /** One read. */
  @Benchmark
  public Object find() {
    return Opened.part(customers).find(ThreadLocalRandom.current().nextInt(ENTITIES));
  }

  /** A session that reads nothing. */
  @Benchmark
  public int openSession() {
    try (Session session = Opened.part(customers).factory().openSession()) {
      return System.identityHashCode(session);
    }
  }
}
