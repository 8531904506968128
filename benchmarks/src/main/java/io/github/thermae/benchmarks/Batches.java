package io.github.thermae.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Entries for {@code putAll}, a thousand at a time. */
final class Batches {
  /** Entries of one batch. */
  static final int SIZE = 1_000;

  private Batches() {}

  /** Hands out the keys of the numbers below {@code count}, in their order, all with one value. */
  static void forEach(
      int count, IntFunction<String> keys, String value, Consumer<Map<String, String>> batches) {
    for (int from = 0; from < count; from += SIZE) {
      Map<String, String> batch = new LinkedHashMap<>();
      for (int i = from; i < Math.min(count, from + SIZE); i++) {
        batch.put(keys.apply(i), value);
      }
      batches.accept(batch);
    }
  }
}
