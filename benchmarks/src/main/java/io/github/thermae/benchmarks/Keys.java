package io.github.thermae.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Keys in the order in which a benchmark asks for them. */
final class Keys {
  /** How many different keys there are, unless a benchmark says otherwise. */
  static final int COUNT = 100_000;

  /** All randomness starts here, so that rivals get the same keys. */
  static final long SEED = 107;

  private static final int LENGTH = 1 << 20;
  private static final int MASK = LENGTH - 1;

  private Keys() {}

  static String key(int i) {
    return "key-" + i;
  }

  /** Ranks by Zipf's law with exponent 0.99. */
  static String[] zipf() {
    double[] cumulative = new double[COUNT];
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      sum += 1 / Math.pow(i + 1, 0.99);
      cumulative[i] = sum;
    }
    Random random = new Random(SEED);
    String[] keys = new String[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
      keys[i] = key(Math.min(COUNT - 1, found >= 0 ? found : -found - 1));
    }
    return keys;
  }

  static int next(int i) {
    return (i + 1) & MASK;
  }
}
