package io.github.thermae.hibernate.internal.access;

import java.util.Set;

/**
 * What is told of invalidations before the statement runs that makes them necessary, so that it can
 * be made to outlive the process. Thread-safe. Whatever a method throws fails the flush.
 */
public interface InvalidationJournal {
  /** For regions that start empty: nothing need outlive the process. */
  InvalidationJournal NONE = new InvalidationJournal() {};

  /** The generation that an access starts with; its items of an earlier run have it or are void. */
  default long firstGeneration(int role) {
    return 0;
  }

  /** What the generation is at least after the next clearing: greater than that of any old item. */
  default long leastNextGeneration() {
    return 0;
  }

  /** All items of a role are void from now on but those of a generation. */
  default void cleared(int role, long generation) {}

  /** A key was locked and has gone from all tiers; a statement will change its row. */
  default void locked(ThermaeTransaction transaction, Object key) {}

  /** Keys have gone from all tiers, and nobody will say when that is committed. */
  default void removed(Set<Object> keys) {}

  /** Whether there may be items of tenants that nobody has asked for in this run. */
  default boolean mayHaveUnknownTenants() {
    return false;
  }

  /** Whether items may be found and put. */
  default boolean isReady() {
    return true;
  }

  /** The region is about to be closed. */
  default void closing() {}
}
