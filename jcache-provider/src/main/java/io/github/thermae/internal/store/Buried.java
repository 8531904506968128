package io.github.thermae.internal.store;

/**
 * An operation that the writer would not take.
 *
 * @param attempts how often it has failed
 * @param failure the last failure, as text
 * @param failedMillis when that was, in epoch milliseconds
 * @param isSuperseded whether a later operation on the key has been delivered since, so that this
 *     one would put an older value over a newer one
 */
public record Buried(
    Owed owed, int attempts, String failure, long failedMillis, boolean isSuperseded) {
  /** The same with its value left in the file. */
  Buried resting() {
    return new Buried(owed.resting(), attempts, failure, failedMillis, isSuperseded);
  }

  /** The same after a later operation on its key. */
  Buried superseded() {
    return new Buried(owed, attempts, failure, failedMillis, true);
  }
}
