package io.github.thermae.internal.jcache;

import org.jspecify.annotations.Nullable;

/**
 * A decision: given the live value of a key or nothing, what is to be stored, counted and returned.
 * Free of side effects; {@link OperationRunner} does what was decided.
 */
@FunctionalInterface
interface Operation<V, R extends @Nullable Object> {
  Outcome<V, R> decide(@Nullable V current);

  /**
   * Whether an entry of which the file could not tell may be taken for absent. True for what only
   * reads, which is a miss then, and for what does not depend on the entry. All else fails: it
   * would replace a value by one that does not follow from it.
   */
  default boolean takesUnreadForAbsent() {
    return false;
  }

  /** Whether it may come to something that the writer is to hear of. */
  default boolean mayWrite() {
    return true;
  }

  /** A decision of which the writer never hears. */
  static <V, R extends @Nullable Object> Operation<V, R> unwritten(Operation<V, R> decision) {
    return new Operation<>() {
      @Override
      public Outcome<V, R> decide(@Nullable V current) {
        return decision.decide(current);
      }

      @Override
      public boolean takesUnreadForAbsent() {
        return decision.takesUnreadForAbsent();
      }

      @Override
      public boolean mayWrite() {
        return false;
      }
    };
  }

  /** A decision that is not wrong when the entry could not be read. */
  static <V, R extends @Nullable Object> Operation<V, R> whateverIsUnread(
      Operation<V, R> decision) {
    return new Operation<>() {
      @Override
      public Outcome<V, R> decide(@Nullable V current) {
        return decision.decide(current);
      }

      @Override
      public boolean takesUnreadForAbsent() {
        return true;
      }
    };
  }
}
