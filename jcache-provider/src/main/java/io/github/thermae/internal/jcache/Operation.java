package io.github.thermae.internal.jcache;

import org.jspecify.annotations.Nullable;

/**
 * A decision: given the live value of a key or nothing, what is to be stored, counted and returned.
 * Free of side effects; {@link OperationRunner} does what was decided.
 */
@FunctionalInterface
interface Operation<V, R extends @Nullable Object> {
  Outcome<V, R> decide(@Nullable V current);
}
