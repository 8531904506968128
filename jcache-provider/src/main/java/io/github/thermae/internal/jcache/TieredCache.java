package io.github.thermae.internal.jcache;

import io.github.thermae.AsyncCache;
import io.github.thermae.OperationStatistics;
import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeException;
import io.github.thermae.TierStatistics;
import io.github.thermae.internal.store.HotEntry;
import io.github.thermae.internal.store.TableStatistics;
import io.github.thermae.writebehind.WriteBehind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * The cache that users hold. A read that the hot tier can answer is answered here, without a lock,
 * and without a clock for an entry that does not expire; everything else is a decision for the
 * {@link OperationRunner}.
 */
public final class TieredCache<K, V> implements ThermaeCache<K, V> {
  /** How many keys of a large batch are locked, and committed, together at the most. */
  private static final int BATCH_KEYS = 1_000;

  private final CacheParts<K, V> parts;
  private final OperationRunner<K, V> runner;
  private final ConcurrentMap<Object, HotEntry> hot;
  private final CacheCounters counters;
  private final boolean accessMovesDeadlines;
  private final int batchKeys;
  private final CallsInFlight asyncCalls = new CallsInFlight(() -> closedException(null));
  private final AsyncCache<K, V> async;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private volatile @Nullable Thread endedBy;
  private volatile boolean closed;

  TieredCache(CacheParts<K, V> parts) {
    this.parts = parts;
    this.runner = parts.runner(this);
    this.hot = parts.table().hot();
    this.counters = parts.counters();
    this.accessMovesDeadlines = parts.expiry().accessMovesDeadlines();
    this.batchKeys =
        parts.queue() == null ? BATCH_KEYS : Math.min(BATCH_KEYS, parts.queue().mostAtOnce());
    this.async = new AsyncOperations<>(this, asyncCalls, parts.asyncCalls());
  }

  // ------------------------------------------------------------------ reading

  @Override
  public @Nullable V get(K key) {
    requireOpen();
    HotEntry entry = hot.get(Arguments.notNull(key, "key"));
    if (entry == null) {
      return run(key, Operations.get());
    }
    return entry.isEternal() && !accessMovesDeadlines && !counters.isEnabled()
        ? valueOf(entry)
        : getHot(key, entry);
  }

  /** A hot entry that needs a clock, a moved deadline or a count; still without a lock. */
  private @Nullable V getHot(K key, HotEntry entry) {
    V value = hotHit(entry);
    return value == null ? run(key, Operations.get()) : value;
  }

  /** The value of a hot entry, as a read that is counted; null if the runner must look again. */
  private @Nullable V hotHit(HotEntry entry) {
    long start = counters.start();
    if (!isUsable(entry)) {
      return null;
    }
    V value = valueOf(entry);
    counters.hotHit(start);
    return value;
  }

  /** A read if the hot tier can answer it; otherwise null, and nothing has been counted. */
  @Nullable V getIfHot(K key) {
    requireOpen();
    HotEntry entry = hot.get(Arguments.notNull(key, "key"));
    return entry == null ? null : hotHit(entry);
  }

  /** Whether the entry is live and its access is noted; if not, the runner looks again. */
  private boolean isUsable(HotEntry entry) {
    if (entry.isEternal() && !accessMovesDeadlines) {
      return true;
    }
    long now = parts.clock().millis();
    long deadline = entry.deadlineMillis();
    if (deadline <= now) {
      return false;
    }
    long moved = parts.expiry().afterAccess(now, deadline);
    return moved == deadline || entry.touch(moved);
  }

  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  private V valueOf(HotEntry entry) {
    Object object = entry.object();
    return (V) (object != null ? object : stored(() -> parts.table().objectOf(entry)));
  }

  @Override
  public Map<K, V> getAll(Set<? extends K> keys) {
    requireOpen();
    Arguments.noNulls(keys);
    Map<K, V> found = new HashMap<>();
    Set<K> others = new LinkedHashSet<>();
    for (K key : keys) {
      V value = getIfHot(key);
      if (value == null) {
        others.add(key);
      } else {
        found.put(key, value);
      }
    }
    getEach(
        others,
        (key, value) -> {
          if (value != null) {
            found.put(key, value);
          }
        });
    return found;
  }

  /** Reads keys together; tells each one's value, or null, unless it throws before that. */
  void getEach(Set<? extends K> keys, BiConsumer<K, @Nullable V> found) {
    runAll(keys, key -> Operations.get(), found);
  }

  /** A read that has been counted already. */
  @Nullable V getUncounted(K key) {
    return this.<@Nullable V>run(
        key,
        Operation.unwritten(
            current ->
                current == null
                    ? Outcome.load(null, Function.identity(), Lookup.UNCOUNTED)
                    : Outcome.access(current, Lookup.UNCOUNTED)));
  }

  @Override
  public boolean containsKey(K key) {
    requireOpen();
    return run(Arguments.notNull(key, "key"), Operations.contains());
  }

  @Override
  public Iterator<Cache.Entry<K, V>> iterator() {
    requireOpen();
    return new EntryIterator<>(
        storedKeys(),
        key -> {
          requireOpen();
          return run(key, Operations.visit());
        },
        this::remove);
  }

  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  private Iterator<K> storedKeys() {
    Iterator<Object> keys = stored(parts.table()::keys);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        requireOpen();
        return stored(keys::hasNext);
      }

      @Override
      public K next() {
        return stored(() -> ownCopy((K) keys.next()));
      }
    };
  }

  @Override
  public Stream<K> keys() {
    return Streams.of(this::liveKeys);
  }

  private Iterator<K> liveKeys() {
    requireOpen();
    return new LiveKeys<>(storedKeys(), this::containsKey);
  }

  @Override
  public Stream<V> values() {
    return entries().map(Cache.Entry::getValue);
  }

  @Override
  public Stream<Cache.Entry<K, V>> entries() {
    return Streams.of(this::iterator);
  }

  @Override
  public long size() {
    requireOpen();
    return stored(parts.table()::size);
  }

  /** The key, or a copy where whoever has it could change it. */
  @SuppressWarnings("unchecked") // a copy of a K is a K
  private K ownCopy(K key) {
    return (K) parts.table().keyForUser(key);
  }

  // ------------------------------------------------------------------ writing

  @Override
  public void put(K key, V value) {
    checkEntry(key, value);
    stored(() -> runner.put(key, value));
  }

  @Override
  public @Nullable V getAndPut(K key, V value) {
    checkEntry(key, value);
    return run(key, Operations.getAndPut(value));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    requireOpen();
    Arguments.noNulls(entries);
    entries.forEach(this::checkTypes);
    inBatches(entries.keySet(), keys -> runner.putAll(of(entries, keys)));
  }

  private static <K, V> Map<K, V> of(Map<? extends K, ? extends V> entries, Set<K> keys) {
    Map<K, V> some = new LinkedHashMap<>();
    keys.forEach(key -> some.put(key, valueIn(entries, key)));
    return some;
  }

  @Override
  public long putAll(Iterator<? extends Map.Entry<? extends K, ? extends V>> entries) {
    requireOpen();
    Arguments.notNull(entries, "iterator of entries");
    Failures failures = new Failures();
    LongAdder puts = new LongAdder();
    failures.collect(() -> putEach(entries, puts, failures));
    failures.throwIfAny();
    return puts.sum();
  }

  private void putEach(
      Iterator<? extends Map.Entry<? extends K, ? extends V>> entries,
      LongAdder puts,
      Failures failures) {
    Map<K, V> batch = new LinkedHashMap<>();
    while (entries.hasNext()) {
      Map.Entry<? extends K, ? extends V> entry = Arguments.notNull(entries.next(), "entry");
      K key = entry.getKey();
      V value = entry.getValue();
      checkEntry(key, value);
      batch.put(key, value);
      if (batch.size() == batchKeys || !entries.hasNext()) {
        runBatch(batch.keySet(), keys -> runner.putAll(of(batch, keys)), failures);
        puts.add(batch.size());
        batch.clear();
      }
    }
  }

  private static <K, V> V valueIn(Map<? extends K, ? extends V> entries, K key) {
    return Arguments.notNull(entries.get(key), "value");
  }

  @Override
  public boolean putIfAbsent(K key, V value) {
    checkEntry(key, value);
    return run(key, Operations.putIfAbsent(value));
  }

  @Override
  public boolean remove(K key) {
    requireOpen();
    return run(Arguments.notNull(key, "key"), Operations.remove());
  }

  @Override
  public boolean remove(K key, V oldValue) {
    requireOpen();
    Arguments.notNull(key, "key");
    return run(key, Operations.remove(Arguments.notNull(oldValue, "old value")));
  }

  @Override
  public @Nullable V getAndRemove(K key) {
    requireOpen();
    return run(Arguments.notNull(key, "key"), Operations.getAndRemove());
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    checkEntry(key, newValue);
    Arguments.notNull(oldValue, "old value");
    return run(key, Operations.replace(oldValue, newValue));
  }

  @Override
  public boolean replace(K key, V value) {
    checkEntry(key, value);
    return run(key, Operations.replace(value));
  }

  @Override
  public @Nullable V getAndReplace(K key, V value) {
    checkEntry(key, value);
    return run(key, Operations.getAndReplace(value));
  }

  @Override
  public void removeAll(Set<? extends K> keys) {
    requireOpen();
    Arguments.noNulls(keys);
    inBatches(
        keys,
        batch -> {
          if (!runner.removeAllBlindly(batch)) {
            runner.runAll(batch, key -> Operations.remove(), (key, removed) -> {});
          }
        });
  }

  @Override
  public void removeAll() {
    requireOpen();
    runAll(this::storedKeys, key -> Operations.removeIfPresent(), (key, removed) -> {});
  }

  @Override
  public void clear() {
    requireOpen();
    stored(parts.table()::clear);
  }

  @Override
  public void flush() {
    requireOpen();
    stored(() -> parts.table().flush());
  }

  @Override
  public void flush(Set<? extends K> keys) {
    requireOpen();
    Arguments.noNulls(keys);
    stored(() -> parts.table().flush(keys));
  }

  /** Removes what has expired in the file, and publishes it, for the reaper. */
  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  void reap() {
    Iterator<List<Object>> pages = stored(parts.table()::expiredKeys);
    while (!closed && pages.hasNext()) {
      runAll((List<K>) pages.next(), key -> Operations.contains(), (key, found) -> {});
    }
  }

  // ------------------------------------------------------------------ loading

  @Override
  public void loadAll(
      Set<? extends K> keys,
      boolean replaceExistingValues,
      @Nullable CompletionListener completionListener) {
    requireOpen();
    Arguments.noNulls(keys);
    Set<K> asked = new LinkedHashSet<>();
    stored(() -> keys.forEach(key -> asked.add(ownCopy(key))));
    parts.loads().execute(() -> loadNow(asked, replaceExistingValues, completionListener));
  }

  private void loadNow(Set<K> keys, boolean replace, @Nullable CompletionListener listener) {
    Exception failure = null;
    try {
      requireOpen();
      if (!replace) {
        keys.removeAll(present(keys));
      }
      Map<K, V> loaded = keys.isEmpty() ? Map.of() : parts.loading().loadAll(keys);
      loaded.forEach(this::checkTypes);
      runAll(
          loaded.keySet(),
          key ->
              replace
                  ? Operations.replaceByLoaded(valueIn(loaded, key))
                  : Operations.addLoaded(valueIn(loaded, key)),
          (key, done) -> {});
    } catch (CacheException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      // Whatever it is, somebody may be waiting for the end of the load.
      failure = new CacheLoaderException(e);
    }
    if (listener != null && failure == null) {
      listener.onCompletion();
    } else if (listener != null) {
      listener.onException(failure);
    }
  }

  private Set<K> present(Set<K> keys) {
    Set<K> present = new HashSet<>();
    runAll(
        keys,
        key -> Operations.contains(),
        (key, isPresent) -> {
          if (isPresent) {
            present.add(key);
          }
        });
    return present;
  }

  // ------------------------------------------------------------------ processing

  @Override
  public <T> @Nullable T invoke(
      K key, EntryProcessor<K, V, T> entryProcessor, @Nullable Object... arguments) {
    requireOpen();
    Arguments.notNull(key, "key");
    Arguments.notNull(entryProcessor, "entry processor");
    Supplier<@Nullable T> result =
        run(key, current -> process(key, current, entryProcessor, arguments));
    return result.get();
  }

  /** The result gives what the processor returned, or throws what it threw. */
  private <T> Outcome<V, Supplier<@Nullable T>> process(
      K key,
      @Nullable V current,
      EntryProcessor<K, V, T> processor,
      @Nullable Object... arguments) {
    ProcessorEntry<K, V> entry = new ProcessorEntry<>(ownCopy(key), current, parts.loading());
    try {
      T result = UserCode.underLock(() -> processor.process(entry, arguments));
      Outcome<V, Supplier<@Nullable T>> outcome = entry.outcome(() -> result);
      if (outcome.value() != null) {
        checkTypes(key, outcome.value());
      }
      return outcome;
    } catch (RuntimeException e) {
      return entry.failed(
          () -> {
            throw e instanceof EntryProcessorException
                ? e
                : new EntryProcessorException("The entry processor failed: " + e, e);
          });
    }
  }

  @Override
  public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> mapping) {
    Arguments.notNull(mapping, "mapping");
    V hit = getIfHot(key);
    if (hit != null) {
      return hit;
    }
    Supplier<@Nullable V> result = run(key, current -> compute(key, current, mapping));
    return result.get();
  }

  /** The result gives the value, or throws what the mapping threw. */
  private Outcome<V, Supplier<@Nullable V>> compute(
      K key, @Nullable V current, Function<? super K, ? extends @Nullable V> mapping) {
    if (current != null) {
      return Outcome.access(() -> current, Lookup.HIT);
    }
    OwedValues.Answer<V> owed = parts.loading().owed(key);
    V waiting = owed == null ? null : owed.value();
    if (waiting != null) {
      // It has left the cache before the writer had it: no mapping can know better.
      return Outcome.storeLoaded(waiting, () -> waiting, Lookup.MISS);
    }
    try {
      V made = UserCode.underLock(() -> mapping.apply(ownCopy(key)));
      if (made == null) {
        return Outcome.nothing(() -> null, Lookup.MISS);
      }
      checkTypes(key, made);
      return Outcome.store(made, () -> made, Lookup.MISS);
    } catch (RuntimeException e) {
      return Outcome.nothing(
          () -> {
            throw e;
          },
          Lookup.MISS);
    }
  }

  @Override
  public <T> Map<K, EntryProcessorResult<T>> invokeAll(
      Set<? extends K> keys,
      EntryProcessor<K, V, T> entryProcessor,
      @Nullable Object... arguments) {
    requireOpen();
    Arguments.noNulls(keys);
    Arguments.notNull(entryProcessor, "entry processor");
    Map<K, EntryProcessorResult<T>> results = new LinkedHashMap<>();
    for (K key : keys) {
      EntryProcessorResult<T> result = resultOf(key, entryProcessor, arguments);
      if (result != null) {
        results.put(key, result);
      }
    }
    return results;
  }

  private <T> @Nullable EntryProcessorResult<T> resultOf(
      K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
    try {
      T result = invoke(key, processor, arguments);
      return result == null ? null : () -> result;
    } catch (EntryProcessorException e) {
      return () -> {
        throw e;
      };
    } catch (CacheException e) {
      return () -> {
        throw new EntryProcessorException(e);
      };
    }
  }

  // ------------------------------------------------------------------ around

  @Override
  public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
    requireOpen();
    parts.addListener(Arguments.notNull(configuration, "listener configuration"));
  }

  @Override
  public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
    requireOpen();
    parts.removeListener(Arguments.notNull(configuration, "listener configuration"));
  }

  @Override
  public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
    return Unwrapping.unwrap(parts.configuration(), type);
  }

  @Override
  public AsyncCache<K, V> async() {
    return async;
  }

  @Override
  public Optional<WriteBehind<K, V>> writeBehind() {
    requireOpen();
    return Optional.ofNullable(parts.queue())
        .map(queue -> new WriteBehindView<>(this::requireOpen, parts.table(), queue));
  }

  @Override
  public TierStatistics tierStatistics() {
    requireOpen();
    TableStatistics table = stored(parts.table()::statistics);
    return new TierStatistics(
        table.hotEntries(),
        table.hotBytes(),
        table.warmEntries(),
        table.warmBytes(),
        table.coldEntries(),
        counters.hotHits(),
        table.warmHits(),
        table.coldHits(),
        counters.getCacheMisses(),
        table.promotions(),
        table.demotions(),
        table.evictions(),
        table.unreadableRows(),
        table.quarantinedRows(),
        table.unstorable(),
        table.unsavedEntries(),
        table.store().queueEntries(),
        table.store().queueBytes(),
        table.store().flushBatches(),
        table.store().flushedEntries(),
        table.store().flushLagMillis(),
        table.store().diskFailures(),
        table.store().isFailing(),
        table.store().fileBytes(),
        table.store().walBytes());
  }

  @Override
  public OperationStatistics operationStatistics() {
    requireOpen();
    return counters.operations();
  }

  @Override
  public String getName() {
    return parts.name();
  }

  @Override
  public CacheManager getCacheManager() {
    return parts.manager();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrapping.unwrap(this, type);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /**
   * Closes the cache, when asynchronous calls that were accepted are done; in a store with a file
   * its entries stay for the next time. Idempotent.
   */
  @Override
  public void close() {
    if (markClosed()) {
      parts.manager().forget(this);
      asyncCalls.finishThen(() -> end(parts::close));
    }
  }

  /** For the manager, which is about to close all caches: what can end at the same time does. */
  void beginClose() {
    parts.beginClose();
  }

  /** For the manager, which has forgotten the cache: as {@link #close}, and the entries go too. */
  void closeAndDestroy() {
    if (markClosed()) {
      asyncCalls.finishThen(() -> end(parts::destroy));
    }
  }

  private void end(Runnable ending) {
    endedBy = Thread.currentThread();
    try {
      ending.run();
    } catch (ThermaeException e) {
      throw new CacheException(e.getMessage(), e);
    } finally {
      ended.complete(null);
    }
  }

  /** Complete when the cache is closed and everything of it is given back. */
  CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  /** Whether this very thread gives it back, or has done so. */
  boolean isEndedHere() {
    return endedBy == Thread.currentThread();
  }

  private synchronized boolean markClosed() {
    boolean wasOpen = !closed;
    closed = true;
    return wasOpen;
  }

  CacheParts<K, V> parts() {
    return parts;
  }

  // ------------------------------------------------------------------ checks and errors

  void requireOpen() {
    if (isClosedHere()) {
      throw closedException(null);
    }
  }

  /** Calls that were accepted before the cache was closed are done all the same. */
  private boolean isClosedHere() {
    return closed && !asyncCalls.arePerformedHere();
  }

  private IllegalStateException closedException(@Nullable Throwable cause) {
    return new IllegalStateException(
        "Cache '" + getName() + "' is closed: get it from its manager again, or create it again",
        cause);
  }

  void checkEntry(K key, V value) {
    requireOpen();
    Arguments.notNull(key, "key");
    Arguments.notNull(value, "value");
    checkTypes(key, value);
  }

  private void checkTypes(Object key, Object value) {
    checkType("key", parts.configuration().getKeyType(), key);
    checkType("value", parts.configuration().getValueType(), value);
  }

  private void checkType(String what, Class<?> declared, Object found) {
    if (!declared.isInstance(found)) {
      String name = found.getClass().getName();
      throw new ClassCastException(
          String.format(
              "Cache '%s' has %ss of type %s, but was given a %s%s",
              getName(),
              what,
              declared.getName(),
              name,
              name.equals(declared.getName()) ? " of another class loader" : ""));
    }
  }

  private <R extends @Nullable Object> R run(K key, Operation<V, R> operation) {
    return stored(() -> runner.run(key, operation));
  }

  private <R extends @Nullable Object> void runAll(
      Iterable<? extends K> keys, Function<K, Operation<V, R>> operations, BiConsumer<K, R> done) {
    inBatches(keys, batch -> runner.runAll(batch, operations, done));
  }

  private void inBatches(Iterable<? extends K> keys, Consumer<Set<K>> action) {
    Failures failures = new Failures();
    Set<K> batch = new LinkedHashSet<>();
    for (K key : keys) {
      batch.add(key);
      if (batch.size() == batchKeys) {
        runBatch(batch, action, failures);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      runBatch(batch, action, failures);
    }
    failures.throwIfAny();
  }

  private void runBatch(Set<K> batch, Consumer<Set<K>> action, Failures failures) {
    try {
      stored(() -> action.accept(batch));
    } catch (CacheEntryListenerException e) {
      // The batch is done: what a listener throws keeps no other batch from being done.
      failures.add(e);
    }
  }

  /** What the store throws, in the words of JSR-107; a store that is closed is a closed cache. */
  private <R extends @Nullable Object> R stored(Supplier<R> action) {
    try {
      return action.get();
    } catch (ThermaeException e) {
      throw isClosedHere() ? closedException(e) : new CacheException(e.getMessage(), e);
    }
  }

  private void stored(Runnable action) {
    stored(
        () -> {
          action.run();
          return true;
        });
  }
}
