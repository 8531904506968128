package io.github.thermae.samples.spring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One line of a panel.
 *
 * @param values by the second since the first reading
 */
record Line(String name, NavigableMap<Double, Double> values) {
  private static final List<String> TIERS = List.of("hot", "warm", "cold");

  /** The tiers from the top down; others stay where the dashboard has them. */
  static final Comparator<Line> ORDER = Comparator.comparingInt(line -> rank(line.name()));

  private static int rank(String name) {
    int tier = TIERS.indexOf(name);
    return tier < 0 ? TIERS.size() : tier;
  }

  /** The same lines, each upon the ones before it. */
  static List<Line> stacked(List<Line> lines) {
    List<Line> stacked = new ArrayList<>();
    NavigableMap<Double, Double> sums = new TreeMap<>();
    for (Line line : lines) {
      line.values().forEach((second, value) -> sums.merge(second, value, Double::sum));
      stacked.add(new Line(line.name(), new TreeMap<>(sums)));
    }
    return stacked;
  }

  double most() {
    return values.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
