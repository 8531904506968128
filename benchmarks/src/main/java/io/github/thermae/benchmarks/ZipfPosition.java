package io.github.thermae.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Where a thread is in the order of {@link Keys#zipf}; threads start far from each other. */
@State(Scope.Thread)
public class ZipfPosition {
  private int index;

  /** Chooses the start. */
  @Setup
  public void start(ThreadParams thread) {
    index = thread.getThreadIndex() * 104_729;
  }

  String next(String[] keys) {
    index = Keys.next(index);
    return keys[index];
  }
}
