package io.github.thermae.internal.jcache;

import io.github.thermae.AsyncCache;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.CacheException;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A cache's operations as stages. Each call checks its arguments here, is accepted by {@link
 * CallsInFlight}, and does what the operation of {@link TieredCache} does: reads by {@link
 * AsyncReads}, writes by {@link CallOrder}, the others as tasks of their own.
 */
final class AsyncOperations<K, V> implements AsyncCache<K, V> {
  private final TieredCache<K, V> cache;
  private final CallsInFlight calls;
  private final Executor threads;
  private final AsyncReads<K, V> reads;
  private final CallOrder order;

  AsyncOperations(TieredCache<K, V> cache, CallsInFlight calls, Executor threads) {
    this.cache = cache;
    this.calls = calls;
    this.threads = threads;
    this.reads = new AsyncReads<>(cache, calls, threads);
    this.order = new CallOrder(calls, threads);
  }

  // ------------------------------------------------------------------ reading

  @Override
  public CompletionStage<@Nullable V> get(K key) {
    V hot = cache.getIfHot(key);
    if (hot != null) {
      return CompletableFuture.completedFuture(hot);
    }
    return this.<@Nullable V>accepted(call -> reads.submit(key, call));
  }

  @Override
  public CompletionStage<Map<K, V>> getAll(Set<? extends K> keys) {
    cache.requireOpen();
    Arguments.noNulls(keys);
    Set<K> asked = new LinkedHashSet<>(keys);
    return task(() -> cache.getAll(asked));
  }

  @Override
  public CompletionStage<Boolean> containsKey(K key) {
    cache.requireOpen();
    Arguments.notNull(key, "key");
    return task(() -> cache.containsKey(key));
  }

  // ------------------------------------------------------------------ writing

  @Override
  public CompletionStage<@Nullable Void> put(K key, V value) {
    cache.checkEntry(key, value);
    return write(List.of(key), () -> cache.put(key, value));
  }

  @Override
  public CompletionStage<@Nullable Void> putAll(Map<? extends K, ? extends V> entries) {
    cache.requireOpen();
    Arguments.noNulls(entries);
    Map<K, V> asked = new LinkedHashMap<>(entries);
    asked.forEach(cache::checkEntry);
    return write(asked.keySet(), () -> cache.putAll(asked));
  }

  @Override
  public CompletionStage<Boolean> putIfAbsent(K key, V value) {
    cache.checkEntry(key, value);
    return inOrder(CallOrder.lanesOf(List.of(key)), () -> cache.putIfAbsent(key, value));
  }

  @Override
  public CompletionStage<Boolean> remove(K key) {
    cache.requireOpen();
    Arguments.notNull(key, "key");
    return inOrder(CallOrder.lanesOf(List.of(key)), () -> cache.remove(key));
  }

  @Override
  public <T> CompletionStage<@Nullable T> invoke(
      K key, EntryProcessor<K, V, T> entryProcessor, @Nullable Object... arguments) {
    cache.requireOpen();
    Arguments.notNull(key, "key");
    Arguments.notNull(entryProcessor, "entry processor");
    return this.<@Nullable T>inOrder(
        CallOrder.lanesOf(List.of(key)), () -> cache.invoke(key, entryProcessor, arguments));
  }

  @Override
  public CompletionStage<@Nullable Void> flush() {
    cache.requireOpen();
    return inOrder(CallOrder.allLanes(), asSupplier(cache::flush));
  }

  // ------------------------------------------------------------------ accepting

  private CompletionStage<@Nullable Void> write(Collection<K> keys, Runnable operation) {
    return inOrder(CallOrder.lanesOf(keys), asSupplier(operation));
  }

  private static Supplier<@Nullable Void> asSupplier(Runnable operation) {
    return () -> {
      operation.run();
      return null;
    };
  }

  private <R extends @Nullable Object> CompletionStage<R> inOrder(
      int[] lanes, Supplier<R> operation) {
    return this.<R>accepted(call -> order.submit(lanes, call, operation));
  }

  private <R extends @Nullable Object> CompletionStage<R> task(Supplier<R> operation) {
    return this.<R>accepted(call -> threads.execute(() -> run(call, operation)));
  }

  private <R extends @Nullable Object> void run(AsyncCall<R> call, Supplier<R> operation) {
    calls.perform(() -> call.perform(operation));
    calls.done(1);
    call.deliver();
  }

  private <R extends @Nullable Object> CompletionStage<R> accepted(Consumer<AsyncCall<R>> start) {
    if (!calls.accept()) {
      return CompletableFuture.failedFuture(
          new CacheException(
              "Cache '"
                  + cache.getName()
                  + "' has "
                  + CallsInFlight.MAX
                  + " asynchronous calls that are not done, and for too long none of them ended"));
    }
    AsyncCall<R> call = new AsyncCall<>();
    start.accept(call);
    return call.stage();
  }
}
