package io.github.thermae.samples.spring;

import io.github.thermae.samples.spring.Scrape.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of Prometheus' language as the dashboard uses: a metric with matchers, {@code rate} and
 * {@code increase} of it, their sum, whole or by a label, and the quotient of two of these.
 */
record Query(Term first, @Nullable Term divisor) {
  private static final Pattern SUM =
      Pattern.compile("sum(?: by \\((\\w+)\\) )?\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern OVER_TIME = Pattern.compile("(rate|increase)\\((.*)\\[[^]]*]\\)");
  private static final Pattern METRIC = Pattern.compile("(\\w+)(?:\\{(.*)})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");

  /**
   * A sum or a metric.
   *
   * @param by the label of the sum; empty for one sum, null for the metric itself
   * @param overTime {@code rate}, {@code increase}, or null for the value
   */
  record Term(
      String metric, Map<String, String> labels, @Nullable String by, @Nullable String overTime) {

    static Term of(String text) {
      Matcher sum = SUM.matcher(text);
      boolean isSum = sum.matches();
      String inner = isSum ? sum.group(2) : text;
      Matcher overTime = OVER_TIME.matcher(inner);
      boolean isOverTime = overTime.matches();
      Matcher metric = METRIC.matcher(isOverTime ? overTime.group(2) : inner);
      if (!metric.matches()) {
        throw new IllegalArgumentException("not understood: " + text);
      }
      return new Term(
          metric.group(1),
          labelsOf(metric.group(2)),
          isSum ? (sum.group(1) == null ? "" : sum.group(1)) : null,
          isOverTime ? overTime.group(1) : null);
    }

    /** A variable of the dashboard stands for everything. */
    private static Map<String, String> labelsOf(@Nullable String text) {
      Map<String, String> labels = new TreeMap<>();
      Matcher matcher = MATCHER.matcher(text == null ? "" : text);
      while (matcher.find()) {
        labels.put(matcher.group(1), matcher.group(3).startsWith("$") ? ".*" : matcher.group(3));
      }
      return labels;
    }

    boolean fits(Sample sample) {
      return sample.name().equals(metric)
          && labels.entrySet().stream()
              .allMatch(
                  label ->
                      sample.labels().containsKey(label.getKey())
                          && String.valueOf(sample.labels().get(label.getKey()))
                              .matches(label.getValue()));
    }

    /** Values by the text of the label that tells them apart. */
    Map<String, Double> at(Scrape before, Scrape now) {
      Map<String, Double> values = sums(now);
      if (overTime != null) {
        Map<String, Double> earlier = sums(before);
        double seconds = overTime.equals("rate") ? now.seconds() - before.seconds() : 1;
        values.replaceAll((key, value) -> growth(earlier.getOrDefault(key, 0.0), value) / seconds);
      }
      return values;
    }

    /** A counter that is lower than before has begun anew. */
    private static double growth(double before, double now) {
      return now < before ? now : now - before;
    }

    private Map<String, Double> sums(Scrape scrape) {
      Map<String, Double> sums = new TreeMap<>();
      for (Sample sample : scrape.samples()) {
        if (fits(sample)) {
          sums.merge(keyOf(sample), sample.value(), Double::sum);
        }
      }
      return sums;
    }

    private String keyOf(Sample sample) {
      String label = by == null ? "store" : by;
      return label.isEmpty() ? "" : sample.labels().getOrDefault(label, "");
    }
  }

  static Query of(String expression) {
    String[] parts = expression.split(" / ", -1);
    return new Query(Term.of(parts[0]), parts.length == 1 ? null : Term.of(parts[1]));
  }

  List<Term> terms() {
    List<Term> terms = new ArrayList<>(List.of(first));
    if (divisor != null) {
      terms.add(divisor);
    }
    return terms;
  }

  /** The values of each line at a time; a quotient by nothing has none. */
  Map<String, Double> at(Scrape before, Scrape now) {
    Map<String, Double> values = first.at(before, now);
    if (divisor != null) {
      Map<String, Double> divisors = divisor.at(before, now);
      values.replaceAll((key, value) -> value / divisors.getOrDefault(key, 0.0));
      values.values().removeIf(value -> !Double.isFinite(value));
    }
    return values;
  }
}
