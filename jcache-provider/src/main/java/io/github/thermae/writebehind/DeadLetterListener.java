package io.github.thermae.writebehind;

/**
 * Is told of operations that the writer has refused as often as it may. Called in the thread that
 * delivers, without a lock; what it throws is logged.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface DeadLetterListener<K, V> {
  /** An operation was given up, and is kept. */
  void onDeadLetter(DeadLetter<? extends K, ? extends V> letter);
}
