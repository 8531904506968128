package io.github.thermae.config;

/** What a write promises; the setting {@code store.persist-mode}. */
public enum PersistMode {
  /**
   * A put goes to the hot tier only. An evicted entry goes down to the warm tier; past the warm
   * bound it is gone. A crash of the process (kill -9) and power loss lose everything. The default
   * without a path.
   */
  MEMORY,
  /**
   * A put goes to the hot tier and the flush queue. The flusher encodes and saves in batches: every
   * {@link StoreOptions#flushInterval flush interval} or {@link StoreOptions#flushBatch flush
   * batch} of entries, on {@code flush()} and on close. A crash of the process (kill -9) loses at
   * most what was written since the last completed flush; power loss the same, and what the
   * operating system had not synced. Needs a path.
   */
  LAZY,
  /**
   * A put returns after its row is committed; writers that come together share one transaction. A
   * crash of the process (kill -9) loses nothing that was acknowledged; power loss can lose the
   * newest commits with {@link Synchronous#NORMAL}, nothing with {@link Synchronous#FULL}. The
   * default with a path.
   */
  WRITE_THROUGH
}
