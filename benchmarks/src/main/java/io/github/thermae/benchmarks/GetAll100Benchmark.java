package io.github.thermae.benchmarks;

import java.sql.SQLException;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * A hundred different cold keys at once, beside as many single prepared SELECTs, each with its own
 * implicit transaction. 100,000 entries, keys at random, values of 200 characters; an operation is
 * one entry.
 *
 * <p>Goal: the ratio thermae : raw, see README.md.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class GetAll100Benchmark {
  private static final int BATCH = 100;

  /** One {@code getAll}. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Map<String, String> thermae(ColdFile file, KeyStream keys) {
    return file.cache().getAll(keys.nextSet(BATCH));
  }

  /** A hundred statements. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void raw(RawReader reader, KeyStream keys, Blackhole values) throws SQLException {
    for (String key : keys.nextSet(BATCH)) {
      values.consume(reader.table().find(key));
    }
  }
}
