package io.github.thermae.hibernate.internal.access;

import org.hibernate.cache.spi.access.AccessType;

/**
 * What the concurrency strategies differ in. What they have in common is most of it: a key is
 * locked, and gone from all tiers, from before the statement that changes it until its transaction
 * has ended, and nobody who began before that end may cache it again.
 */
enum Strategy {
  /** Never updated; may be inserted and deleted. */
  READ_ONLY(false, true),

  /** Read by whoever asks; changes make the item go, and the next reader brings it back. */
  NONSTRICT_READ_WRITE(false, false),

  /** Not seen by transactions that began before it was so; changes are cached after the commit. */
  READ_WRITE(true, true);

  private final boolean readsAsOf;
  private final boolean cachesChanges;

  Strategy(boolean readsAsOf, boolean cachesChanges) {
    this.readsAsOf = readsAsOf;
    this.cachesChanges = cachesChanges;
  }

  /** TRANSACTIONAL has the semantics of READ_WRITE, since it must never show what may roll back. */
  static Strategy of(AccessType type) {
    return switch (type) {
      case READ_ONLY -> READ_ONLY;
      case NONSTRICT_READ_WRITE -> NONSTRICT_READ_WRITE;
      case READ_WRITE, TRANSACTIONAL -> READ_WRITE;
    };
  }

  /** Whether a transaction must not see what became so after it began. */
  boolean readsAsOf() {
    return readsAsOf;
  }

  /** Whether what a transaction has written is cached when it has committed. */
  boolean cachesChanges() {
    return cachesChanges;
  }
}
