package io.github.thermae.config;

import com.google.errorprone.annotations.FormatMethod;
import io.github.thermae.ThermaeException;
import java.time.Duration;
import java.util.OptionalLong;

/** One voice for all that is wrong with a setting: the name, what was expected, what was found. */
final class Checks {
  private Checks() {}

  static void atLeast(String setting, long value, long least) {
    if (value < least) {
      throw error("%s must be at least %d, but is %d", setting, least, value);
    }
  }

  static void atLeast(String setting, OptionalLong value, long least) {
    value.ifPresent(v -> atLeast(setting, v, least));
  }

  static void positive(String setting, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw error("%s must be a positive duration or 'eternal', but is %s", setting, value);
    }
  }

  static void between(String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw error("%s must be from %s to %s, but is %s", setting, least, most, value);
    }
  }

  static ThermaeException notBoth(String one, Object first, String other, Object second) {
    return error("%s is %s and %s is %s: set one of them, not both", one, first, other, second);
  }

  /** The name of a class, which is looked for when a cache is made. */
  static String className(String text) {
    String name = text.trim();
    if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
      throw error("expected the name of a class such as com.acme.Order, but found '%s'", text);
    }
    return name;
  }

  @FormatMethod
  static ThermaeException error(String format, Object... args) {
    return new ThermaeException(String.format(format, args));
  }
}
