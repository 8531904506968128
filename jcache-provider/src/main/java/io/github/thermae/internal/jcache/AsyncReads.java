package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous reads of single keys, which are read together when they come together. Thread-safe.
 *
 * <p>At most {@value #BATCHES_MAX} batches are under way at a time. A read that finds one free
 * starts it at once; those that come while all are busy wait, and the next batch takes up to
 * {@value #BATCH_KEYS} of them. What waits is bounded by {@link CallsInFlight}.
 *
 * <p>A batch counts as single reads do, and a batch of one is a single read. What cannot be
 * answered together, goes on alone, as a task of its own:
 *
 * <ul>
 *   <li>a key that another read of the batch has asked for: each is to get a copy of its own;
 *   <li>a key without a value, when the loader has failed: it may have failed for another one;
 *   <li>every key, when the batch failed before it was counted.
 * </ul>
 *
 * What a listener throws, when entries expire or are loaded, fails the keys that have no value.
 */
final class AsyncReads<K, V> {
  private static final int BATCH_KEYS = 1_000;
  private static final int BATCHES_MAX = 4;

  private final TieredCache<K, V> cache;
  private final CallsInFlight calls;
  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Queue<Read<K, V>> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private int batches;

  /** A key that is asked for. */
  private record Read<K, V>(K key, AsyncCall<@Nullable V> call) {}

  AsyncReads(TieredCache<K, V> cache, CallsInFlight calls, Executor threads) {
    this.cache = cache;
    this.calls = calls;
    this.threads = threads;
  }

  void submit(K key, AsyncCall<@Nullable V> call) {
    if (isBatchToStart(new Read<>(key, call))) {
      threads.execute(this::readBatch);
    }
  }

  private boolean isBatchToStart(Read<K, V> read) {
    lock.lock();
    try {
      waiting.add(read);
      boolean isFree = batches < BATCHES_MAX;
      batches += isFree ? 1 : 0;
      return isFree;
    } finally {
      lock.unlock();
    }
  }

  private List<Read<K, V>> take() {
    lock.lock();
    try {
      List<Read<K, V>> taken = new ArrayList<>();
      for (Read<K, V> next = waiting.poll(); next != null; next = waiting.poll()) {
        taken.add(next);
        if (taken.size() == BATCH_KEYS) {
          break;
        }
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Starts the next batch before it delivers this one: what depends on a read may take long. */
  private void readBatch() {
    List<Read<K, V>> batch = take();
    List<Runnable> alone = new ArrayList<>();
    calls.perform(() -> readTogether(batch, alone));
    List<AsyncCall<@Nullable V>> settled =
        batch.stream().map(Read::call).filter(AsyncCall::isSettled).toList();
    if (areMoreWaiting()) {
      threads.execute(this::readBatch);
    }
    alone.forEach(threads::execute);
    calls.done(settled.size());
    settled.forEach(AsyncCall::deliver);
  }

  private boolean areMoreWaiting() {
    lock.lock();
    try {
      boolean more = !waiting.isEmpty();
      batches -= more ? 0 : 1;
      return more;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Settles the calls that can be.
   *
   * @param alone gets a task for each of the others
   */
  private void readTogether(List<Read<K, V>> batch, List<Runnable> alone) {
    if (batch.size() == 1) {
      Read<K, V> only = batch.get(0);
      only.call().perform(() -> cache.get(only.key()));
      return;
    }
    Map<K, Read<K, V>> reads = new LinkedHashMap<>();
    for (Read<K, V> read : batch) {
      if (reads.putIfAbsent(read.key(), read) != null) {
        alone.add(() -> readAlone(read, cache::get));
      }
    }
    Map<K, @Nullable V> found = new HashMap<>();
    try {
      cache.getEach(reads.keySet(), found::put);
      reads.forEach((key, read) -> read.call().succeed(found.get(key)));
    } catch (RuntimeException | Error e) {
      reads.values().forEach(read -> settleFailed(read, found, e, alone));
    }
  }

  private void settleFailed(
      Read<K, V> read, Map<K, @Nullable V> found, Throwable failure, List<Runnable> alone) {
    V value = found.get(read.key());
    if (value != null) {
      read.call().succeed(value);
    } else if (found.isEmpty()) {
      alone.add(() -> readAlone(read, cache::get));
    } else if (failure instanceof CacheLoaderException) {
      alone.add(() -> readAlone(read, cache::getUncounted));
    } else {
      read.call().fail(failure);
    }
  }

  private void readAlone(Read<K, V> read, Function<K, @Nullable V> operation) {
    calls.perform(() -> read.call().perform(() -> operation.apply(read.key())));
    calls.done(1);
    read.call().deliver();
  }
}
