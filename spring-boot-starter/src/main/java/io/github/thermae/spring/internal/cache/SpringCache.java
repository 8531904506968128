package io.github.thermae.spring.internal.cache;

import io.github.thermae.AsyncCache;
import io.github.thermae.ThermaeCache;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.support.AbstractValueAdaptingCache;

/**
 * Spring's view of a cache.
 *
 * <ul>
 *   <li><b>Loads.</b> {@link #get(Object, Callable)} and {@link #retrieve(Object, Supplier)} call
 *       the loader once per key, however many ask, both kinds together. No lock of the cache is
 *       held meanwhile. If a loader fails, each thread that waited calls its own; futures that
 *       waited share the failure. A key that is written or removed while it is loaded keeps that
 *       write: what was loaded is returned, but not stored.
 *   <li><b>Null</b> is stored as Spring's placeholder. Where the value type or the codec of the
 *       cache cannot hold that, an entry for null is absent: it is asked for each time.
 *   <li><b>Threads that must not wait</b>, those that Reactor marks: {@code put}, {@code evict} and
 *       {@code clear} return before they are done there, and what fails is logged; {@code retrieve}
 *       does not wait. In other threads a read that memory cannot answer waits for the file, so
 *       that what is missing is loaded by the thread that asked for it.
 *   <li><b>Clearing</b> removes all rows in one step and tells no listener, unless the cache writes
 *       through: then each entry is removed by its writer, as with {@code removeAll}.
 * </ul>
 *
 * Thread-safe.
 */
public final class SpringCache extends AbstractValueAdaptingCache {
  private static final EntryProcessor<Object, Object, Object> PUT_IF_ABSENT =
      (entry, arguments) -> {
        Object existing = entry.getValue();
        if (existing == null) {
          entry.setValue(arguments[0]);
        }
        return existing;
      };

  private final ThermaeCache<Object, Object> cache;
  private final AsyncCache<Object, Object> async;
  private final Loads loads = new Loads();
  private final UnattendedWrites unattended;
  private final CacheTraits traits;

  /** A view of a cache that is open. */
  public SpringCache(ThermaeCache<Object, Object> cache) {
    super(true);
    this.cache = cache;
    this.async = cache.async();
    this.unattended = new UnattendedWrites(cache.getName());
    this.traits = CacheTraits.of(cache);
  }

  @Override
  public String getName() {
    return cache.getName();
  }

  @Override
  public ThermaeCache<Object, Object> getNativeCache() {
    return cache;
  }

  // ------------------------------------------------------------------ reading

  @Override
  protected @Nullable Object lookup(Object key) {
    return cache.get(key);
  }

  @Override
  public @Nullable CompletableFuture<?> retrieve(Object key) {
    if (mayWait()) {
      Object stored = cache.get(key);
      return stored == null ? null : CompletableFuture.completedFuture(toValueWrapper(stored));
    }
    return async
        .get(key)
        .<@Nullable ValueWrapper>thenApply(this::toValueWrapper)
        .toCompletableFuture();
  }

  /** A loader of the cache's own may take any time. */
  private boolean mayWait() {
    return !traits.readsThrough() && Waiting.isAllowed();
  }

  // ------------------------------------------------------------------ loading

  @Override
  @SuppressWarnings(
      "unchecked") // the caller vouches for the type, as everywhere in Spring's caches
  public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
    Object stored = cache.get(key);
    while (stored == null) {
      Load own = Load.byThisThread();
      Load other = loads.enter(key, own);
      stored = other == null ? load(key, own, valueLoader) : loadedBy(other, key);
    }
    return (T) fromStoreValue(stored);
  }

  private @Nullable Object loadedBy(Load other, Object key) {
    if (other.isByThisThread()) {
      throw new IllegalStateException(
          "The loader of key '%s' in cache '%s' asks for the same key: it would wait for itself"
              .formatted(key, getName()));
    }
    return other.await();
  }

  private Object load(Object key, Load load, Callable<?> valueLoader) {
    try {
      Object present = present(key);
      Object stored = present != null ? present : toStoreValue(valueOf(key, valueLoader));
      load.succeeded(stored);
      if (present == null) {
        load.store(() -> putStored(key, stored));
      }
      return stored;
    } catch (RuntimeException | Error e) {
      load.failed(e);
      throw e;
    } finally {
      loads.leave(key, load);
    }
  }

  /** What another load has stored between our looking for it and our beginning to load. */
  private @Nullable Object present(Object key) {
    return cache.containsKey(key) ? cache.get(key) : null;
  }

  private static @Nullable Object valueOf(Object key, Callable<?> valueLoader) {
    try {
      return valueLoader.call();
    } catch (Exception e) {
      throw new ValueRetrievalException(key, valueLoader, e);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
    return (CompletableFuture<T>)
        found(key)
            .thenCompose(
                stored ->
                    stored != null
                        ? CompletableFuture.completedFuture(stored)
                        : loadLater(key, valueLoader))
            .<@Nullable Object>thenApply(this::fromStoreValue)
            .toCompletableFuture();
  }

  private CompletionStage<@Nullable Object> found(Object key) {
    return mayWait() ? CompletableFuture.completedFuture(cache.get(key)) : async.get(key);
  }

  private CompletionStage<Object> loadLater(
      Object key, Supplier<? extends CompletableFuture<?>> valueLoader) {
    Load own = Load.byAnyThread();
    Load other = loads.enter(key, own);
    if (other != null) {
      return other.result();
    }
    return presentLater(key)
        .thenCompose(
            present ->
                present != null
                    ? CompletableFuture.completedFuture(present)
                    : valueLoader.get().thenCompose(value -> storedLater(key, own, value)))
        .whenComplete((stored, failure) -> ended(key, own, stored, failure));
  }

  private CompletionStage<@Nullable Object> presentLater(Object key) {
    if (mayWait()) {
      return CompletableFuture.completedFuture(present(key));
    }
    return async
        .containsKey(key)
        .thenCompose(is -> is ? async.get(key) : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Object> storedLater(Object key, Load load, @Nullable Object value) {
    Object stored = toStoreValue(value);
    return load.storeLater(() -> putStoredLater(key, stored)).thenApply(done -> stored);
  }

  private void ended(Object key, Load load, @Nullable Object stored, @Nullable Throwable failure) {
    loads.leave(key, load);
    if (failure != null) {
      load.failed(failure);
    } else {
      load.succeeded(Objects.requireNonNull(stored));
    }
  }

  // ------------------------------------------------------------------ writing

  @Override
  public void put(Object key, @Nullable Object value) {
    Object stored = toStoreValue(value);
    afterOvertaking(
        loads.overtake(key), () -> putStored(key, stored), () -> putStoredLater(key, stored));
  }

  private void putStored(Object key, Object stored) {
    if (isStorable(stored)) {
      cache.put(key, stored);
    } else {
      boolean unused = cache.remove(key);
    }
  }

  private CompletionStage<?> putStoredLater(Object key, Object stored) {
    return isStorable(stored) ? async.put(key, stored) : async.remove(key);
  }

  private boolean isStorable(Object stored) {
    return traits.storesNulls() || fromStoreValue(stored) != null;
  }

  @Override
  public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
    Object stored = toStoreValue(value);
    if (!isStorable(stored)) {
      return get(key);
    }
    await(loads.overtake(key));
    return toValueWrapper(cache.invoke(key, PUT_IF_ABSENT, stored));
  }

  @Override
  public void evict(Object key) {
    afterOvertaking(loads.overtake(key), () -> cache.remove(key), () -> async.remove(key));
  }

  @Override
  public boolean evictIfPresent(Object key) {
    await(loads.overtake(key));
    return cache.remove(key);
  }

  @Override
  public void clear() {
    CompletionStage<?> overtaken = loads.overtakeAll();
    if (Waiting.isAllowed()) {
      await(overtaken);
      clearNow();
    } else {
      unattended.begin(overtaken.handle((done, failure) -> done).thenRunAsync(this::clearNow));
    }
  }

  @Override
  public boolean invalidate() {
    await(loads.overtakeAll());
    boolean hadEntries = cache.keys().findFirst().isPresent();
    clearNow();
    return hadEntries;
  }

  private void clearNow() {
    if (traits.writesThrough()) {
      cache.removeAll();
    } else {
      cache.clear();
    }
  }

  /**
   * What is written later needs no waiting: it takes its turn behind what is being stored later,
   * and what is stored by a waiting thread is done.
   */
  private void afterOvertaking(
      CompletionStage<?> overtaken, Runnable write, Supplier<CompletionStage<?>> writeLater) {
    if (Waiting.isAllowed()) {
      await(overtaken);
      write.run();
    } else {
      unattended.begin(writeLater.get());
    }
  }

  /** Whether the overtaken store succeeded does not matter to the write that follows it. */
  private static void await(CompletionStage<?> overtaken) {
    Object unused = overtaken.handle((done, failure) -> true).toCompletableFuture().join();
  }
}
