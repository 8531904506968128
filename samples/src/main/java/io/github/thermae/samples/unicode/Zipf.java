package io.github.thermae.samples.unicode;

import java.util.Arrays;
import java.util.Random;

/**
 * Picks among ranks 0 to n-1 the way real traffic does: rank k is asked for in proportion to 1 / (k
 * + 1).
 */
final class Zipf {
  private final double[] cumulative;
  private final Random random;

  Zipf(int n, long seed) {
    cumulative = new double[n];
    double sum = 0;
    for (int rank = 0; rank < n; rank++) {
      sum += 1.0 / (rank + 1);
      cumulative[rank] = sum;
    }
    random = new Random(seed);
  }

  int next() {
    double target = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, target);
    return Math.min(cumulative.length - 1, found >= 0 ? found : -found - 1);
  }
}
