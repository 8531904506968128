package io.github.thermae.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.util.OptionalLong;
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
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class HotGetBenchmark {
  private static final long MAX_ENTRIES = 1_000_000;

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

  /** Where a thread is in the order of keys. */
  @State(Scope.Thread)
  public static class Position {
    int index = (int) (Thread.currentThread().getId() * 7919);
  }

  /** Fills the cache. */
  @Setup
  public void fill() {
    keys = Keys.zipf();
    get =
        switch (cache) {
          case "caffeine" -> caffeine();
          case "thermae-by-reference" -> jcache(thermae(false));
          case "thermae-by-value" -> jcache(thermae(true));
          case "caffeine-jcache-by-reference" -> jcache(caffeineJcache(false));
          case "caffeine-jcache-by-value" -> jcache(caffeineJcache(true));
          default -> throw new IllegalArgumentException(cache);
        };
  }

  private static UnaryOperator<String> caffeine() {
    com.github.benmanes.caffeine.cache.Cache<String, String> caffeine =
        Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();
    for (int i = 0; i < Keys.COUNT; i++) {
      caffeine.put(Keys.key(i), "value-" + i);
    }
    return caffeine::getIfPresent;
  }

  private static Cache<String, String> thermae(boolean byValue) {
    return new ThermaeCachingProvider()
        .getCacheManager()
        .createCache(
            "hot",
            ThermaeConfiguration.builder(String.class, String.class)
                .hotMaxEntries(MAX_ENTRIES)
                .storeByValue(byValue)
                .build());
  }

  private static Cache<String, String> caffeineJcache(boolean byValue) {
    CaffeineConfiguration<String, String> configuration = new CaffeineConfiguration<>();
    configuration.setTypes(String.class, String.class);
    configuration.setStoreByValue(byValue);
    configuration.setMaximumSize(OptionalLong.of(MAX_ENTRIES));
    return new CaffeineCachingProvider().getCacheManager().createCache("hot", configuration);
  }

  private static UnaryOperator<String> jcache(Cache<String, String> jcache) {
    for (int i = 0; i < Keys.COUNT; i++) {
      jcache.put(Keys.key(i), "value-" + i);
    }
    return jcache::get;
  }

  /** One read. */
  @Benchmark
  public String get(Position position) {
    position.index = Keys.next(position.index);
    return get.apply(keys[position.index]);
  }
}
