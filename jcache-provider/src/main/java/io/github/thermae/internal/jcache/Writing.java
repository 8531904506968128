package io.github.thermae.internal.jcache;

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
 * everything.
 */
final class Writing<K, V> {
  private final @Nullable CacheWriter<? super K, ? super V> writer;

  Writing(@Nullable CacheWriter<? super K, ? super V> writer) {
    this.writer = writer;
  }

  @Nullable CacheWriter<? super K, ? super V> writer() {
    return writer;
  }

  void write(K key, V value) {
    if (writer != null) {
      try {
        writer.write(new LiveEntry<>(key, value));
      } catch (RuntimeException e) {
        throw failure(e);
      }
    }
  }

  void delete(K key) {
    if (writer != null) {
      try {
        writer.delete(key);
      } catch (RuntimeException e) {
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
    } catch (RuntimeException e) {
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
    } catch (RuntimeException e) {
      failures.add(failure(e));
      return new HashSet<>(left);
    }
  }

  private static CacheWriterException failure(RuntimeException e) {
    return e instanceof CacheWriterException ours
        ? ours
        : new CacheWriterException("The cache's writer failed: " + e, e);
  }
}
