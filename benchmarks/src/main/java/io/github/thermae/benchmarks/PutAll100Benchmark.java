package io.github.thermae.benchmarks;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A write-through {@code putAll} of a hundred different keys over 100,000 entries that are only in
 * the file, beside one transaction of a hundred prepared upserts. Keys at random, values of 200
 * characters; an operation is one entry. For one thread.
 *
 * <p>Goal: the ratio thermae : raw, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class PutAll100Benchmark {
  private static final int BATCH = 100;

  private static Map<String, String> batch(KeyStream keys) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String key : keys.nextSet(BATCH)) {
      entries.put(key, Values.NEW);
    }
    return entries;
  }

  /** One {@code putAll}. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void thermae(ColdFile file, KeyStream keys) {
    file.cache().putAll(batch(keys));
  }

  /** One transaction. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void raw(RawFile file, KeyStream keys) throws SQLException {
    file.writer().putAll(batch(keys));
  }
}
