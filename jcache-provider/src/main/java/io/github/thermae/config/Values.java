package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the values of settings are written as text, and read. */
final class Values {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9][0-9_]*)\\s*([A-Za-z]*)");
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*%");
  private static final Pattern DURATION_PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final Map<String, Long> BYTE_UNITS =
      Map.of(
          "", 1L, "b", 1L, "kb", 1L << 10, "kib", 1L << 10, "mb", 1L << 20, "mib", 1L << 20, "gb",
          1L << 30, "gib", 1L << 30);

  private Values() {}

  /** A whole number, with underscores allowed: {@code 10_000}. */
  static long number(String text) {
    try {
      return Long.parseLong(text.trim().replace("_", ""));
    } catch (NumberFormatException e) {
      throw expected("a whole number such as 10000", text);
    }
  }

  /** A whole number that fits into 32 bits. */
  static int smallNumber(String text) {
    long number = number(text);
    if (number != (int) number) {
      throw expected("a whole number up to " + Integer.MAX_VALUE, text);
    }
    return (int) number;
  }

  /** {@code true} or {@code false}, in any case; nothing else, so that no typing error is a no. */
  static boolean truth(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw expected("true or false", text);
    };
  }

  /** A number of bytes; units are powers of 1024: {@code 64MB}. */
  static long bytes(String text) {
    return bytes(text, "a number of bytes such as 64MB, 512KB or 0");
  }

  private static long bytes(String text, String expected) {
    Matcher parts = NUMBER_AND_UNIT.matcher(text.trim());
    Long unit = parts.matches() ? BYTE_UNITS.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw expected(expected, text);
    }
    try {
      return Math.multiplyExact(number(parts.group(1)), unit);
    } catch (ArithmeticException e) {
      throw expected("a number of bytes that fits into 64 bits", text);
    }
  }

  /** A number of bytes of memory: as above, or a part of the largest heap: {@code 25%}. */
  static long memoryBytes(String text) {
    Matcher percent = PERCENT.matcher(text.trim());
    if (!percent.matches()) {
      return bytes(text, "a number of bytes such as 64MB, 512KB or 0, or a part of the heap: 25%");
    }
    double parts = Double.parseDouble(percent.group(1));
    if (parts > 100) {
      throw expected("a part of the heap up to 100%", text);
    }
    return (long) (Runtime.getRuntime().maxMemory() * (parts / 100));
  }

  /** A number of bytes that fits into 32 bits. */
  static int smallBytes(String text) {
    long bytes = bytes(text);
    if (bytes != (int) bytes) {
      throw expected("a number of bytes below 2GB", text);
    }
    return (int) bytes;
  }

  /** {@code 10m}, {@code 1h30m}, {@code PT10M} or {@code eternal}. */
  static Duration life(String text) {
    return text.trim().equalsIgnoreCase("eternal")
        ? CacheOptions.ETERNAL
        : duration(text, "a duration such as 500ms, 10m, 1h30m or PT10M, or 'eternal'");
  }

  /** {@code 500ms}, {@code 1m30s} or {@code PT1S}. */
  static Duration duration(String text) {
    return duration(text, "a duration such as 500ms, 10m, 1h30m or PT10M");
  }

  private static Duration duration(String text, String expected) {
    String trimmed = text.trim().toLowerCase(Locale.ROOT);
    try {
      return trimmed.startsWith("p") ? Duration.parse(trimmed) : sumOfParts(trimmed);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw expected(expected, text);
    }
  }

  private static Duration sumOfParts(String text) {
    Matcher part = DURATION_PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.lookingAt()) {
      long amount = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
              });
      end = part.end();
      part.region(end, text.length());
    }
    if (end == 0 || end < text.length()) {
      throw new DateTimeException("not a duration: " + text);
    }
    return sum;
  }

  /** A path of the file system. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw expected("a path", text);
    }
  }

  /** A constant in lower case with hyphens: {@code write-through}. */
  static <E extends Enum<E>> E constant(Class<E> type, String text) {
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (text(constant).equals(text.trim().toLowerCase(Locale.ROOT))) {
        return constant;
      }
      allowed.add(text(constant));
    }
    throw expected("one of " + String.join(", ", allowed), text);
  }

  /** A value as the methods above read it. */
  static String textOf(Object value) {
    if (value instanceof Enum<?> constant) {
      return text(constant);
    }
    return value instanceof List<?> items
        ? items.stream().map(Object::toString).collect(Collectors.joining(","))
        : value.toString();
  }

  static String text(Duration duration) {
    return duration.equals(CacheOptions.ETERNAL) ? "eternal" : duration.toString();
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Values between commas, without empty ones. */
  static List<String> list(String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.trim());
      }
    }
    return List.copyOf(items);
  }

  private static ThermaeException expected(String what, String found) {
    return new ThermaeException("expected " + what + ", but found '" + found + "'");
  }
}
