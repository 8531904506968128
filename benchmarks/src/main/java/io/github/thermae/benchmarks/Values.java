package io.github.thermae.benchmarks;

/** Values of 200 characters. */
final class Values {
  /** What is stored in the beginning. */
  static final String OLD = "x".repeat(200);

  /** What is written over it. */
  static final String NEW = "y".repeat(200);

  private Values() {}
}
