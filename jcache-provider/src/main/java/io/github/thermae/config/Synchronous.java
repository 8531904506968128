package io.github.thermae.config;

/** When SQLite waits for the disk; the setting {@code store.synchronous}. */
public enum Synchronous {
  /**
   * The disk is waited for at checkpoints: power loss can lose the newest commits, a crash none.
   */
  NORMAL,
  /** The disk is waited for at every commit: power loss loses nothing that was acknowledged. */
  FULL
}
