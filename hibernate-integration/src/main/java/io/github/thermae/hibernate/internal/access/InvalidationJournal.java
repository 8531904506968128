package io.github.thermae.hibernate.internal.access;

import java.util.Set;

/**
 * What is told of invalidations before the statement runs that makes them necessary, so that it can
 * be made to outlive the process. Thread-safe. Whatever a method throws fails the flush.
 */
public interface InvalidationJournal {
  /** The generation that an access starts with; its items of an earlier run have it or are void. */
  long firstGeneration(int role);

  /** What the generation is at least after the next clearing: greater than that of any old item. */
  long leastNextGeneration();

  /** All items of a role are void from now on but those of a generation. */
  void cleared(int role, long generation);

  /** A key was locked and has gone from all tiers; a statement will change its row. */
  void locked(ThermaeTransaction transaction, Object key);

  /** Keys have gone from all tiers, and nobody will say when that is committed. */
  void removed(Set<Object> keys);

  /** Whether there may be items of tenants that nobody has asked for in this run. */
  boolean mayHaveUnknownTenants();

  /** Whether items may be found and put. */
  boolean isReady();

  /** The region is about to be closed. */
  void closing();
}
