package io.github.thermae.internal.writebehind;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user's writer as the queue calls it. What it throws comes back as a result.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface Target<K, V> {
  /** Writes values. */
  Undone<K> write(Map<K, V> values);

  /** Deletes keys. */
  Undone<K> delete(Set<K> keys);

  /**
   * What a call did not do.
   *
   * @param why what was thrown; null if all was done
   */
  record Undone<K>(Set<K> keys, @Nullable Throwable why) {
    /** Nothing is left. */
    public static <K> Undone<K> nothing() {
      return new Undone<>(Set.of(), null);
    }
  }
}
