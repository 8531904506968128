package io.github.thermae.internal.jcache;

import io.github.thermae.internal.store.Outbox;
import io.github.thermae.internal.store.Owed;
import io.github.thermae.internal.store.TieredTable;
import io.github.thermae.internal.writebehind.WriteBehindQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the writer has not been given yet: newer than anything that a loader can find. Asked under
 * the key's lock.
 */
final class OwedValues<K, V> {
  private final TieredTable table;
  private final Outbox outbox;
  private final WriteBehindQueue<K, V> queue;

  /**
   * What will be written for a key.
   *
   * @param value null if the key will be deleted
   */
  record Answer<V>(@Nullable V value) {}

  OwedValues(TieredTable table, Outbox outbox, WriteBehindQueue<K, V> queue) {
    this.table = table;
    this.outbox = outbox;
    this.queue = queue;
  }

  /** Null if nothing waits for the key, or nothing that can be read. */
  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  @Nullable Answer<V> of(K key) {
    Owed newest = queue.newest(table.sharedKeyOf(key));
    if (newest == null) {
      return null;
    }
    Outbox.Taken taken = outbox.take(List.of(newest)).get(0);
    return taken.problem() == null ? new Answer<>((V) taken.value()) : null;
  }
}
