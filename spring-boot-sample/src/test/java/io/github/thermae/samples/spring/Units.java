package io.github.thermae.samples.spring;

import java.util.List;
import java.util.Locale;

/** Numbers as the dashboard's units show them. */
final class Units {
  private static final List<String> OF_BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB");
  private static final List<String> OF_SECONDS = List.of("s", "ms", "µs", "ns");

  private Units() {}

  static String text(String unit, double value) {
    return switch (unit) {
      case "percentunit" -> String.format(Locale.ROOT, "%.0f %%", value * 100);
      case "bytes" -> scaled(value, 1024, OF_BYTES);
      case "s" -> seconds(value);
      case "ops" -> number(value) + " /s";
      default -> number(value);
    };
  }

  /** A value not below this one whose quarters are short to write. */
  static double round(String unit, double most) {
    double step = 1;
    if (unit.equals("bytes")) {
      while (step * 1024 <= most) {
        step *= 1024;
      }
    }
    return step * round(most / step);
  }

  private static double round(double most) {
    if (most <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    for (double times : new double[] {1, 2, 4, 6, 8, 10}) {
      if (most <= times * power) {
        return times * power;
      }
    }
    return 10 * power;
  }

  private static String number(double value) {
    boolean isWhole = Math.abs(value - Math.rint(value)) < 1e-9;
    return value >= 100 || isWhole
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value);
  }

  private static String scaled(double value, int step, List<String> units) {
    double scaled = value;
    int unit = 0;
    while (scaled >= step && unit < units.size() - 1) {
      scaled /= step;
      unit++;
    }
    return number(scaled) + " " + units.get(unit);
  }

  private static String seconds(double value) {
    double scaled = value;
    int unit = 0;
    while (scaled > 0 && scaled < 1 && unit < OF_SECONDS.size() - 1) {
      scaled *= 1000;
      unit++;
    }
    return number(scaled) + " " + OF_SECONDS.get(unit);
  }
}
