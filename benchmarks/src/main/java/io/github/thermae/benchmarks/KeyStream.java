package io.github.thermae.benchmarks;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** A thread's keys, uniformly at random; the same ones for every benchmark. */
@State(Scope.Thread)
public class KeyStream {
  private SplittableRandom random = new SplittableRandom(Keys.SEED);

  /** Starts another stream for each thread. */
  @Setup
  public void start(ThreadParams thread) {
    random = new SplittableRandom(Keys.SEED + thread.getThreadIndex());
  }

  /** One of {@code population} keys. */
  String next(int population) {
    return Keys.key(random.nextInt(population));
  }

  /** So many different ones of the usual population. */
  Set<String> nextSet(int size) {
    Set<String> keys = new LinkedHashSet<>();
    while (keys.size() < size) {
      keys.add(next(Keys.COUNT));
    }
    return keys;
  }
}
