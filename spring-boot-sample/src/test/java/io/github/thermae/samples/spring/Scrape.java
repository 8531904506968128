package io.github.thermae.samples.spring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /actuator/prometheus} said at one time.
 *
 * @param seconds when
 */
record Scrape(double seconds, List<Sample> samples) {
  private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** One number. */
  record Sample(String name, Map<String, String> labels, double value) {}

  static Scrape of(double seconds, String text) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher parts = LINE.matcher(line);
      if (!line.startsWith("#") && parts.matches()) {
        String labels = parts.group(2) == null ? "" : parts.group(2);
        samples.add(new Sample(parts.group(1), labels(labels), Double.parseDouble(parts.group(3))));
      }
    }
    return new Scrape(seconds, samples);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }
}
