package io.github.thermae;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A cache whose calls do not wait: each returns a stage that is completed when the operation of the
 * same name of {@code javax.cache.Cache} would have returned.
 *
 * <pre>{@code
 * AsyncCache<String, User> users = cache.unwrap(ThermaeCache.class).async();
 * users.get("alice").thenAccept(user -> ...);
 * }</pre>
 *
 * <ul>
 *   <li><b>Same meaning.</b> Expiry, listeners, loader, writer and statistics are those of the
 *       synchronous operation. One cache may be used both ways at once.
 *   <li><b>Reads.</b> A {@code get} that the hot tier can answer is answered in the caller, by a
 *       stage that is complete. Others that come together are read together, up to 1,000 keys at a
 *       time: from a file in one statement, and from a loader by one {@code loadAll}. If that
 *       fails, each key is read on its own, so that none fails for another one's sake.
 *   <li><b>Order of writes.</b> {@code put}, {@code putAll}, {@code putIfAbsent}, {@code remove}
 *       and {@code invoke} that one thread issues one after the other, and that have a key in
 *       common, are applied in that order, without waiting for their stages. Nothing else is
 *       ordered: to read what was put, wait for the put's stage.
 *   <li><b>Arguments.</b> Null and values of a wrong type are told at once, by {@code
 *       NullPointerException} and {@code ClassCastException}; a closed cache by {@code
 *       IllegalStateException}. Keys and values must not be changed before the stage is complete;
 *       sets and maps of them may.
 *   <li><b>Failures</b> of an operation complete its stage, with the very exception that the
 *       synchronous operation throws ({@code CompletionException} wraps it where stages depend on
 *       each other, as always).
 *   <li><b>Closing.</b> Calls that were accepted before the cache or its manager is closed are
 *       done: {@code close} waits for them. Called by a thread that may be what they wait for (in a
 *       function that depends on a stage, or in a listener, an entry processor or a mapping) it
 *       does not wait: the cache is closed for everybody, and what was accepted is done soon after.
 *   <li><b>Threads.</b> The manager's: virtual ones where the JVM has them (JDK 21 and later), else
 *       daemons; 256 or 32 at the most for all its caches, made when needed and gone after 10
 *       seconds. Functions that depend on a stage run there, unless they are given an executor, and
 *       should not block for long.
 *   <li><b>Bound.</b> Past 16,384 calls that are not done, a caller is held back until there is
 *       room; after 10 seconds in vain its stage fails with a {@code CacheException}. Threads that
 *       may be what those calls wait for (see closing) are not held back.
 * </ul>
 *
 * Thread-safe. Cancelling or completing a stage does not reach the operation.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface AsyncCache<K, V> {
  /** The value of a key, or null. */
  CompletionStage<@Nullable V> get(K key);

  /** The values of those keys that have one. */
  CompletionStage<Map<K, V>> getAll(Set<? extends K> keys);

  /** Whether a key has a value; the loader is not asked. */
  CompletionStage<Boolean> containsKey(K key);

  /** Complete, with null, when the entry is stored, as safe as the persist mode promises. */
  CompletionStage<@Nullable Void> put(K key, V value);

  /** As a synchronous {@code putAll}, with null; in transactions of 1,000 entries. */
  CompletionStage<@Nullable Void> putAll(Map<? extends K, ? extends V> entries);

  /** Whether the entry was stored, since there was none. */
  CompletionStage<Boolean> putIfAbsent(K key, V value);

  /** Whether there was an entry, which is gone now. */
  CompletionStage<Boolean> remove(K key);

  /** What the processor returned. It runs in one of the manager's threads, under the key's lock. */
  <T> CompletionStage<@Nullable T> invoke(
      K key, EntryProcessor<K, V, T> entryProcessor, @Nullable Object... arguments);

  /**
   * Does {@link ThermaeCache#flush}, after all writes of this kind that were issued before: those
   * of {@link AsyncCache} of this cache, by whatever thread.
   */
  CompletionStage<@Nullable Void> flush();
}
