package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeException;
import io.github.thermae.hibernate.ThermaeSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is set for the restoring of one region.
 *
 * @param mode whether and when items are kept
 * @param generation a text of the user's; items of another one are dropped
 * @param maxAge items that were cached longer ago than this when the region is opened are dropped,
 *     the time in which the application was down included
 * @param verify whether the versions of entities are compared with those in the database before
 *     they are used; what has no version is dropped
 */
public record RestoreOptions(
    RestoreMode mode, String generation, Optional<Duration> maxAge, boolean verify) {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreOptions.class);

  /** Nothing is kept. */
  public static final RestoreOptions NONE =
      new RestoreOptions(RestoreMode.DISCARD, "", Optional.empty(), false);

  /**
   * Options from texts by their names.
   *
   * @param life reads a time span
   * @throws ThermaeException for a text that does not fit
   */
  public static RestoreOptions of(Map<String, String> texts, Function<String, Duration> life) {
    return new RestoreOptions(
        RestoreMode.of(
            texts.getOrDefault(ThermaeSettings.RESTORE, RestoreMode.DISCARD.settingName())),
        texts.getOrDefault(ThermaeSettings.GENERATION, ""),
        Optional.ofNullable(texts.get(ThermaeSettings.MAX_AGE_AFTER_RESTART)).map(life),
        truth(texts.getOrDefault(ThermaeSettings.VERIFY, "false")));
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ThermaeException("expected true or false, but found '" + text + "'");
    };
  }

  /** What holds for a region: {@code read-only} is not for one whose items can change. */
  public RestoreOptions forRegion(String region, boolean isReadOnly) {
    if (mode != RestoreMode.READ_ONLY || isReadOnly) {
      return this;
    }
    LOG.info(
        "Region '{}' starts empty: restore is read-only, and it has items that can change", region);
    return NONE;
  }

  /** In a few words, for the log. */
  public String describe() {
    return mode.settingName()
        + (verify ? ", verified" : "")
        + maxAge.map(age -> ", at most " + age + " old").orElse("");
  }
}
