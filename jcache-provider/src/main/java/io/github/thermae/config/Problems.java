package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with settings, so that all of it is told at once. Not thread-safe. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  /** A problem; the message of an exception may be null to the compiler, and is none of ours. */
  void add(@Nullable String problem) {
    found.add(String.valueOf(problem));
  }

  /** Runs what reads a value; what is wrong with it is told with its name and origin. */
  void collect(Given value, Runnable reading) {
    try {
      reading.run();
    } catch (ThermaeException e) {
      add(value.problem(e.getMessage()));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  ThermaeException asException() {
    return new ThermaeException(
        found.size() == 1
            ? found.get(0)
            : found.size() + " problems with the settings:\n  " + String.join("\n  ", found));
  }
}
