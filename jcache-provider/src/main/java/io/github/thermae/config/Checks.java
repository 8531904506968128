package io.github.thermae.config;

import com.google.errorprone.annotations.FormatMethod;
import io.github.thermae.ThermaeException;
import java.time.Duration;

/** One voice for all that is wrong with a setting: the name, what was expected, what was found. */
final class Checks {
  private Checks() {}

  static void atLeast(String setting, long value, long least) {
    if (value < least) {
      throw error("%s must be at least %d, but is %d", setting, least, value);
    }
  }

  static void positive(String setting, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw error("%s must be a positive duration or 'eternal', but is %s", setting, value);
    }
  }

  @FormatMethod
  static ThermaeException error(String format, Object... args) {
    return new ThermaeException(String.format(format, args));
  }
}
