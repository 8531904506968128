package io.github.thermae.benchmarks;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a reader of a cache by value gets: an object decoded from bytes, or a copy that Kryo makes
 * of an object. Both bare, with registered classes: what copying could win at best.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CopyBenchmark {
  private final Customer customer = Customer.sample();
  private byte[] bytes = {};
  private @Nullable Kryo kryo;

  /** Registers the classes. */
  @Setup
  public void prepare() {
    Kryo made = new Kryo();
    made.register(Customer.class);
    made.register(ArrayList.class);
    try (Output out = new Output(256, -1)) {
      made.writeObject(out, customer);
      bytes = out.toBytes();
    }
    kryo = made;
  }

  /** From bytes. */
  @Benchmark
  public Customer decode() {
    return Opened.part(kryo).readObject(new Input(bytes), Customer.class);
  }

  /** From an object. */
  @Benchmark
  public Customer copy() {
    return Opened.part(kryo).copy(customer);
  }
}
