package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of a region's items at the next start. */
public enum RestoreMode {
  /** They are dropped: the file is an overflow. */
  DISCARD,

  /** As {@link #CRASH_SAFE}, for regions of which no item can change. */
  READ_ONLY,

  /** They are kept after a clean close only. Costs nothing while running. */
  CLEAN,

  /** They are kept after a crash too: what a commit makes old is removed in the file before it. */
  CRASH_SAFE;

  /** As it is written in settings. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether invalidations are in the file before the statements that need them are committed. */
  boolean isJournaled() {
    return this == READ_ONLY || this == CRASH_SAFE;
  }

  /**
   * The mode of a name.
   *
   * @throws ThermaeException if there is none
   */
  static RestoreMode of(String text) {
    for (RestoreMode mode : values()) {
      if (mode.settingName().equals(text.trim().toLowerCase(Locale.ROOT))) {
        return mode;
      }
    }
    throw new ThermaeException(
        "expected one of "
            + Arrays.stream(values())
                .map(RestoreMode::settingName)
                .collect(Collectors.joining(", "))
            + ", but found '"
            + text
            + "'");
  }
}
