package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
  /** The name of {@link #mode} in settings. */
  public static final String RESTORE = "restore";

  /** The name of {@link #generation} in settings. */
  public static final String GENERATION = "generation";

  /** The name of {@link #maxAge} in settings. */
  public static final String MAX_AGE = "max-age-after-restart";

  /** The name of {@link #verify} in settings. */
  public static final String VERIFY = "verify";

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
        RestoreMode.of(texts.getOrDefault(RESTORE, RestoreMode.DISCARD.settingName())),
        texts.getOrDefault(GENERATION, ""),
        Optional.ofNullable(texts.get(MAX_AGE)).map(life),
        truth(texts.getOrDefault(VERIFY, "false")));
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ThermaeException("expected true or false, but found '" + text + "'");
    };
  }

  /** In a few words, for the log. */
  public String describe() {
    return mode.settingName()
        + (verify ? ", verified" : "")
        + maxAge.map(age -> ", at most " + age + " old").orElse("");
  }
}
