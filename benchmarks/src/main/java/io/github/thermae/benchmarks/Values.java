package io.github.thermae.benchmarks;

import java.util.Arrays;

/** Values of 200 characters. */
final class Values {
  /** What is stored in the beginning. */
  static final String OLD = "x".repeat(200);

  /** What is written over it. */
  static final String NEW = "y".repeat(200);

  private static final int DIFFERENT = 1024;

  private Values() {}

  /** Some values; more would only measure how they lie in memory. */
  static String[] different() {
    String[] values = new String[DIFFERENT];
    Arrays.setAll(values, i -> String.format("%04d", i) + "z".repeat(196));
    return values;
  }
}
