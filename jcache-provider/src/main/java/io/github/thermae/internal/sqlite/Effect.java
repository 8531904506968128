package io.github.thermae.internal.sqlite;

/** What work does to the space that a store takes on the disk. */
enum Effect {
  /** It may need more of it. */
  GROWS,
  /**
   * It takes something away, or changes a number in its place: all that it needs is a little room
   * in the log, and for that the {@link Ballast} may be given up.
   */
  SHRINKS
}
