package io.github.thermae.benchmarks;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
 * {@code session.find} of an entity in each tier, by a session of its own, 20,000 entities,
 * uniform. In {@code warm} and {@code cold} the hot tier holds 100 of them, so one read in 200 is
 * hot.
 *
 * <p>Goal: the ratio jcache-caffeine-by-value : thermae-warm, see README.md.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class SessionFindTiersBenchmark {
  private static final int ENTITIES = 20_000;
  private static final String ALL = "20000";
  private static final String FEW = "100";

  /** Who answers. */
  @Param({"thermae-hot", "thermae-warm", "thermae-cold", "jcache-caffeine-by-value"})
  public String tier = "";

  /** How the entities may change. */
  @Param({"READ_ONLY", "READ_WRITE", "NONSTRICT_READ_WRITE"})
  public CacheConcurrencyStrategy strategy = CacheConcurrencyStrategy.READ_ONLY;

  private @Nullable TemporaryFolder folder;
  private @Nullable StoredCustomers customers;

  /** Opens the session factory. */
  @Setup
  public void open() {
    TemporaryFolder files = new TemporaryFolder();
    folder = files;
    StoredCustomers opened = new StoredCustomers(strategy, settings(files));
    opened.fill(strategy, ENTITIES);
    customers = opened;
  }

  /** Closes it, and removes its file. */
  @TearDown
  public void close() {
    Opened.part(customers).close();
    Opened.part(folder).close();
  }

  /** One read. */
  @Benchmark
  public Object find() {
    return Opened.part(customers).find(ThreadLocalRandom.current().nextInt(ENTITIES));
  }

  private Map<String, Object> settings(TemporaryFolder files) {
    String file = files.file("regions.db").toString();
    return switch (tier) {
      case "thermae-hot" -> SecondLevelCaches.thermae(Map.of("hot.max-entries", ALL));
      case "thermae-warm" ->
          SecondLevelCaches.thermae(
              Map.of("hot.max-entries", FEW, "store.warm.max-bytes", "256MB"));
      case "thermae-cold" ->
          SecondLevelCaches.thermae(
              Map.of("hot.max-entries", FEW, "store.warm.max-bytes", "0", "store.path", file));
      default -> SecondLevelCaches.of(tier);
    };
  }
}
