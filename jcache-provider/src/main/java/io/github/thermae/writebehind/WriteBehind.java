package io.github.thermae.writebehind;

import java.time.Duration;
import java.util.List;

/**
 * The queue between a cache and its writer. From {@code
 * cache.unwrap(ThermaeCache.class).writeBehind()}.
 *
 * <p>Thread-safe. Every method throws {@code IllegalStateException} if the cache is closed, and
 * {@code javax.cache.CacheException} if the store's file cannot be read or written.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface WriteBehind<K, V> {
  /**
   * Has everything delivered that waits now, without further delay, and waits for that. What has
   * failed keeps its waits between attempts. Not to be confused with {@code ThermaeCache.flush},
   * which is about the store's file.
   *
   * @return whether the writer has taken all of it: false if the time was up before, or if
   *     something has become a dead letter
   * @throws IllegalStateException also if it is called by the writer itself
   */
  boolean flush(Duration timeout);

  /** What waits, and what has happened since the cache was opened. */
  WriteBehindStatistics statistics();

  /**
   * Has no further batch begin until {@link #resume}; those under way go on. Operations wait
   * meanwhile, up to the queue's bound. Not remembered over a restart.
   */
  void pause();

  /** Takes {@link #pause} back. */
  void resume();

  // ------------------------------------------------------------------ dead letters

  /** The operations that were given up, oldest first: a copy. Reads their values from the file. */
  List<DeadLetter<K, V>> deadLetters();

  /**
   * Queues an operation that was given up once more, as the newest of its key. Not if there is a
   * later operation on the key, waiting or delivered: it would put an older value over a newer one.
   *
   * @param id a dead letter's number
   * @return whether it was queued; if not, nothing has changed
   */
  boolean requeue(long id);

  /**
   * Does {@link #requeue} for all dead letters; those that it refuses stay.
   *
   * @return how many were queued
   */
  int requeueAll();

  /**
   * Forgets a dead letter for good.
   *
   * @return whether there was one with this number
   */
  boolean dropDeadLetter(long id);

  /** Tells a listener of every operation that is given up from now on. */
  void addDeadLetterListener(DeadLetterListener<? super K, ? super V> listener);

  /** Takes {@link #addDeadLetterListener} back. */
  void removeDeadLetterListener(DeadLetterListener<? super K, ? super V> listener);

  // ------------------------------------------------------------------ giving up

  /**
   * Forgets everything that waits, for good: the writer never hears of it. Batches under way go on,
   * and what comes meanwhile may stay. If the file cannot be written the rows are taken away with
   * the next that can; until then they are there again after a restart. For a database that is no
   * more; the cache's entries stay. Rows that cannot be read stay too.
   *
   * @return how many operations were forgotten
   */
  long discard();
}
