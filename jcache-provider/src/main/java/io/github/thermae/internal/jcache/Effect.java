package io.github.thermae.internal.jcache;

/** What an operation does to its entry. */
enum Effect {
  /** Nothing; not even an access. */
  NONE,
  /** The entry was read: the expiry policy's access duration applies. */
  ACCESS,
  /** The outcome's value becomes the entry's value, through the writer. */
  STORE,
  /** As {@link #STORE}, but the value came from the loader: the writer knows it. */
  STORE_LOADED,
  /**
   * The entry is removed, through the writer; the writer is told even when the cache has no entry.
   */
  REMOVE,
  /**
   * What the store has goes, without the writer: the entry has expired or cannot be read, which is
   * no removal.
   */
  DISCARD,
  /** The loader is asked, if there is one; what it returns is stored. */
  LOAD;

  /** Whether an entry that is live is left as it is. */
  boolean leavesLiveEntries() {
    return this == NONE || this == ACCESS || this == DISCARD;
  }
}
