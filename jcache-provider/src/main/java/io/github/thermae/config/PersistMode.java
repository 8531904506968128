package io.github.thermae.config;

/** What a write promises; the setting {@code store.persist-mode}. */
public enum PersistMode {
  /**
   * Nothing is written to a file. An evicted entry goes down to the warm tier; past the warm bound
   * it is gone. A crash loses everything.
   */
  MEMORY,
  /**
   * A write returns after its row is committed. A crash of the process (kill -9) loses nothing that
   * was acknowledged; power loss can lose the newest commits with {@link Synchronous#NORMAL},
   * nothing with {@link Synchronous#FULL}. The default with a path.
   */
  WRITE_THROUGH
}
