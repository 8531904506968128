package io.github.thermae.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
 * A read that the hot tier answers: String to String, 100,000 keys, Zipf 0.99, every key present.
 *
 * <p>Goal: the ratios Thermae : Caffeine and Thermae : caffeine-jcache, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class HotGetBenchmark {
  /** Who answers. */
  @Param({
    "caffeine",
    "thermae-by-reference",
    "thermae-by-value",
    "caffeine-jcache-by-reference",
    "caffeine-jcache-by-value"
  })
  public String cache = "";

  private UnaryOperator<String> get = key -> key;
  private String[] keys = {};

  /** Fills the cache. */
  @Setup
  public void fill() {
    keys = Keys.zipf();
    get =
        switch (cache) {
          case "caffeine" -> caffeine();
          case "thermae-by-reference" -> jcache(HotCaches.thermaeByReference());
          case "thermae-by-value" -> jcache(HotCaches.thermaeByValue());
          case "caffeine-jcache-by-reference" -> jcache(HotCaches.caffeineJcacheByReference());
          case "caffeine-jcache-by-value" -> jcache(HotCaches.caffeineJcacheByValue());
          default -> throw new IllegalArgumentException(cache);
        };
  }

  private static UnaryOperator<String> caffeine() {
    com.github.benmanes.caffeine.cache.Cache<String, String> caffeine = HotCaches.caffeine();
    for (int i = 0; i < Keys.COUNT; i++) {
      caffeine.put(Keys.key(i), "value-" + i);
    }
    return caffeine::getIfPresent;
  }

  private static UnaryOperator<String> jcache(Cache<String, String> jcache) {
    for (int i = 0; i < Keys.COUNT; i++) {
      jcache.put(Keys.key(i), "value-" + i);
    }
    return jcache::get;
  }

  /** One read. */
  @Benchmark
  public String get(ZipfPosition position) {
    return get.apply(position.next(keys));
  }
}
