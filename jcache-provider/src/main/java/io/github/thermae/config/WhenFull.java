package io.github.thermae.config;

/** What happens to a write whose cache owes its writer as much as it may. */
public enum WhenFull {
  /** It waits for room until the timeout, and is refused then: nothing is changed. */
  BLOCK,
  /** It is refused at once: nothing is changed. */
  REJECT,
  /**
   * The operation that has waited longest is given up for it: the writer never hears of that one.
   * It is counted and logged, and in the statistics.
   */
  DROP_OLDEST
}
