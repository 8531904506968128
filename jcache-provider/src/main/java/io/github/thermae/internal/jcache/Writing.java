package io.github.thermae.internal.jcache;

import io.github.thermae.internal.store.TieredTable;
import io.github.thermae.internal.writebehind.Queueing;
import io.github.thermae.internal.writebehind.WriteBehindQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * The user's writer, with one kind of exception. A cache without write-through has one that accepts
 * everything, and so has one whose writer is behind it: what it owes goes into the queue.
 */
final class Writing<K, V> {
  private final @Nullable CacheWriter<? super K, ? super V> writer;
  private final @Nullable WriteBehindQueue<K, V> queue;

  private Writing(
      @Nullable CacheWriter<? super K, ? super V> writer, @Nullable WriteBehindQueue<K, V> queue) {
    this.writer = writer;
    this.queue = queue;
  }

  /** Each write goes to the writer, if there is one. */
  static <K, V> Writing<K, V> through(@Nullable CacheWriter<? super K, ? super V> writer) {
    return new Writing<>(writer, null);
  }

  /** Each write goes into the queue. */
  static <K, V> Writing<K, V> behind(WriteBehindQueue<K, V> queue) {
    return new Writing<>(null, queue);
  }

  /** Whether the user's writer is called by operations. */
  boolean isThrough() {
    return writer != null;
  }

  /** Whether operations queue what they write. */
  boolean isBehind() {
    return queue != null;
  }

  /** What an operation queues; may wait for room, so no key may be locked. */
  Queueing begin(K key, TieredTable table, Operation<V, ?> operation) {
    if (queue == null || !operation.mayWrite()) {
      return Queueing.nothing();
    }
    return operation.takesUnreadForAbsent()
        ? queue.begin(List.of(table.sharedKeyOf(key)))
        : queue.beginConditional();
  }

  /** What writes of a batch queue. */
  Queueing beginAll(Collection<? extends K> keys, TieredTable table) {
    return queue == null
        ? Queueing.nothing()
        : queue.begin(keys.stream().map(table::sharedKeyOf).toList());
  }

  void write(K key, V value) {
    if (writer != null) {
      try {
        writer.write(new LiveEntry<>(key, value));
      } catch (Exception e) {
        throw failure(e);
      }
    }
  }

  void delete(K key) {
    if (writer != null) {
      try {
        writer.delete(key);
      } catch (Exception e) {
        throw failure(e);
      }
    }
  }

  /**
   * Writes a batch.
   *
   * @param failures gets the exception, if there was one
   * @return the keys that were not written: what the writer left in the collection when it threw
   */
  @SuppressWarnings("unchecked") // a writer of supertypes takes entries of subtypes
  Set<K> writeAll(List<LiveEntry<K, V>> entries, Failures failures) {
    if (writer == null || entries.isEmpty()) {
      return Set.of();
    }
    Collection<Cache.Entry<? extends K, ? extends V>> left = new ArrayList<>(entries);
    try {
      ((CacheWriter<K, V>) writer).writeAll(left);
      return Set.of();
    } catch (Exception e) {
      failures.add(failure(e));
      Set<K> keys = new HashSet<>();
      left.forEach(entry -> keys.add(entry.getKey()));
      return keys;
    }
  }

  /** Deletes a batch; as {@link #writeAll}. */
  Set<K> deleteAll(List<K> keys, Failures failures) {
    if (writer == null || keys.isEmpty()) {
      return Set.of();
    }
    Collection<K> left = new ArrayList<>(keys);
    try {
      writer.deleteAll(left);
      return Set.of();
    } catch (Exception e) {
      failures.add(failure(e));
      return new HashSet<>(left);
    }
  }

  private static CacheWriterException failure(Exception e) {
    return e instanceof CacheWriterException ours
        ? ours
        : new CacheWriterException("The cache's writer failed: " + e, e);
  }
}
