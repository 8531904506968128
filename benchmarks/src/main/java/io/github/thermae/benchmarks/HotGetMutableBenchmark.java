package io.github.thermae.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.cache.Cache;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A read by value of an object that can change, so that every reader gets a copy: Kryo in Thermae,
 * Java serialization in caffeine-jcache. 100,000 keys, Zipf 0.99, every key present.
 *
 * <p>Goal: the ratio Thermae : caffeine-jcache, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class HotGetMutableBenchmark {
  /** Who answers. */
  @Param({"thermae-by-value", "caffeine-jcache-by-value"})
  public String cache = "";

  private Function<String, Account> get = key -> new Account();
  private String[] keys = {};

  /** Fills the cache. */
  @Setup
  public void fill() {
    keys = Keys.zipf();
    Cache<String, Account> filled =
        switch (cache) {
          case "thermae-by-value" -> HotCaches.thermaeByValue(Account.class);
          case "caffeine-jcache-by-value" -> HotCaches.caffeineJcacheByValue(Account.class);
          default -> throw new IllegalArgumentException(cache);
        };
    for (int i = 0; i < Keys.COUNT; i++) {
      filled.put(Keys.key(i), new Account(i));
    }
    requireCopies(filled);
    get = filled::get;
  }

  private static void requireCopies(Cache<String, Account> filled) {
    if (Objects.equals(filled.get(Keys.key(0)), filled.get(Keys.key(0)))) {
      throw new IllegalStateException("two readers got the same object");
    }
  }

  /** One read and its copy. */
  @Benchmark
  public Object get(ZipfPosition position) {
    return get.apply(position.next(keys));
  }
}
