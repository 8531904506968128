package io.github.thermae;

/** Hears how far the replacement of a data key is; see {@link ThermaeManager#rotateDataKey}. */
@FunctionalInterface
public interface RotationListener {
  /** Hears nothing. */
  RotationListener NONE = (rowsDone, rowsTotal) -> {};

  /**
   * Called by the rotating thread after each batch of rows has been committed, without locks. What
   * it throws ends the rotation, which can be taken up again.
   *
   * @param rowsDone rows that have been looked at so far
   * @param rowsTotal rows of the store when the rotation began or was taken up
   */
  void progress(long rowsDone, long rowsTotal);
}
