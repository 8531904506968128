package io.github.thermae;

import io.github.thermae.writebehind.WriteBehind;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * A cache of this library, with what {@code javax.cache.Cache} does not offer. Every cache unwraps
 * to it:
 *
 * <pre>{@code
 * ThermaeCache<String, User> users = cache.unwrap(ThermaeCache.class);
 * }</pre>
 *
 * Thread-safe, as every cache. Every method throws {@code NullPointerException} for an argument
 * that is null, {@code ClassCastException} for one that is not of the declared type, {@code
 * IllegalStateException} if the cache is closed, and {@code javax.cache.CacheException} if the
 * store, a loader, a writer or a listener fails.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface ThermaeCache<K, V> extends Cache<K, V> {
  // ------------------------------------------------------------------ one entry

  /**
   * The value of a key, or another one if the cache has none. As {@link #get}: it counts as a read,
   * and with read-through the loader is asked before the default is taken.
   */
  default V getOrDefault(K key, V defaultValue) {
    Objects.requireNonNull(defaultValue, "the default value must not be null");
    V value = get(key);
    return value == null ? defaultValue : value;
  }

  /**
   * The value of a key; if there is none, what the mapping makes of the key, which is stored.
   *
   * <p>The mapping runs once per absence, however many threads ask: it is one step with the entry,
   * under the key's lock, as an entry processor is. It must not use other keys of this cache.
   *
   * <p>A hit or a miss is counted, and a put if a value was stored. What is stored goes through the
   * writer and gets the deadline of a new entry. The cache's loader is not asked: the mapping
   * stands in its place.
   *
   * @param mapping gives the value, or null if there is none: then nothing is stored
   * @return the value that was there or was stored; null if the mapping returned null
   * @throws RuntimeException what the mapping throws, as it is; nothing is stored then
   */
  @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> mapping);

  /**
   * Takes an entry out: another name for {@link #getAndRemove}.
   *
   * @return the value that was removed, or null if there was none
   */
  default @Nullable V pop(K key) {
    return getAndRemove(key);
  }

  // ------------------------------------------------------------------ all entries

  /**
   * The keys of the live entries. No hit or miss is counted, no deadline is moved and no value is
   * handed out.
   *
   * <p>Lazy, sequential and weakly consistent, as {@link #iterator}: a key that is there from
   * beginning to end is among them, expired ones are not, and what is written meanwhile may be
   * missed. Each key is looked at when its turn comes. With a file, memory does not grow with the
   * number of entries, and a key that is removed and put again meanwhile may come twice; without
   * one, references to all keys are gathered at the beginning.
   *
   * <p>The stream holds nothing that must be closed; closing it does no harm. Once the cache is
   * closed, it throws {@code IllegalStateException}.
   */
  Stream<K> keys();

  /** The values of the live entries; all else is as in {@link #entries}. */
  Stream<V> values();

  /**
   * The live entries. Each one counts as a hit and as an access, as with {@link #iterator}; all
   * else is as in {@link #keys}.
   */
  Stream<Cache.Entry<K, V>> entries();

  /**
   * The number of live entries; exact if nothing is written meanwhile. Counts no hit or miss and
   * moves no deadline. Its cost grows with the number of entries.
   */
  long size();

  /**
   * Puts any number of entries, in transactions of 1,000, with as much memory as one of these
   * needs. Each of these is as a {@code putAll}; of entries with the same key the last one stays.
   *
   * <p>Not one step: if the iterator, the writer or the store throws, the transactions before it
   * stay, and what the iterator has given since is not put. What a listener throws is thrown at the
   * end, when everything has been put.
   *
   * @param entries are taken one after the other, by this thread; without nulls
   * @return how many puts that were; entries with the same key in one transaction are one put
   */
  long putAll(Iterator<? extends Map.Entry<? extends K, ? extends V>> entries);

  // ------------------------------------------------------------------ the store

  /** The same cache with calls that do not wait; always the same object. */
  AsyncCache<K, V> async();

  /**
   * The queue between the cache and its writer; empty if the writer is not behind the cache, or
   * there is none.
   */
  Optional<WriteBehind<K, V>> writeBehind();

  /**
   * Returns when everything that was written before is saved as the persist mode promises. There is
   * nothing to wait for in {@code MEMORY}, which saves nothing, and in {@code WRITE_THROUGH}, where
   * each write has done so.
   */
  void flush();

  /**
   * Returns when what was written to these keys before is saved, as {@link #flush} does for all.
   * For removals that must not be lost although all else may wait.
   */
  void flush(Set<? extends K> keys);

  /**
   * Where the entries lie and where reads were answered. Counts the rows of the file, so its cost
   * grows with their number.
   */
  TierStatistics tierStatistics();

  /** What was done with the cache and how long it took, while its statistics were enabled. */
  OperationStatistics operationStatistics();
}
