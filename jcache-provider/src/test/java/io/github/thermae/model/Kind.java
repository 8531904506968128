package io.github.thermae.model;

/**
 * A store and what happens to it.
 *
 * @param warmBytes the warm tier's bound
 * @param isFaulty whether calls of the cold tier fail now and then
 * @param isEternal whether the policy is JSR-107's eternal one, so that puts are blind
 * @param isSealed whether the file is encrypted, and values of any size that pays are compressed
 */
record Kind(
    Mode mode,
    boolean byValue,
    long warmBytes,
    boolean isFaulty,
    boolean isEternal,
    boolean isSealed) {
  /** Enough for all that a run writes. */
  static final long PLENTY = 1 << 20;

  /** Whether an entry may leave the last tier for want of room. */
  boolean evicts() {
    return !mode.isDurable() && warmBytes < PLENTY;
  }

  /** Whether an entry is surely there, so that each expiry duration may be another one. */
  boolean isSure() {
    return !evicts() && !isFaulty;
  }
}
