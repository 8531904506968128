package io.github.thermae.internal.jcache;

import io.github.thermae.internal.store.HotEntry;
import io.github.thermae.internal.store.LockedKey;
import io.github.thermae.internal.store.LockedKeys;
import io.github.thermae.internal.store.Owed;
import io.github.thermae.internal.store.Row;
import io.github.thermae.internal.store.StoreClock;
import io.github.thermae.internal.store.TieredTable;
import io.github.thermae.internal.store.Write;
import io.github.thermae.internal.writebehind.Queueing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.event.EventType;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what operations decide. Every operation of a cache goes this way, in this order:
 *
 * <pre>
 *   room      in the queue of a writer that is behind the cache; may wait
 *   lock      the key, or all keys of a batch; a cache that has been closed meanwhile is refused here,
 *             since its table may have been opened anew
 *   decide    find the entry wherever it lies; an expired one counts as absent
 *   load      what was decided to be loaded
 *   prepare   deadline by the expiry policy, asked once; encode what is to be stored
 *   write     the user's writer; if it refuses, nothing was changed. One that is behind the cache is
 *             owed the write
 *   apply     the store: one transaction, with what is owed, then memory; if it fails, nothing was
 *             changed
 *   publish   count, and take places in the order of events
 *   unlock
 *   deliver   synchronous listeners; what they throw, the operation throws
 * </pre>
 *
 * User code (policy, loader, writer, entry processor) runs under the key's lock, never under
 * another (I9), so that it is one step with the change of the entry.
 */
final class OperationRunner<K, V> {
  private final Cache<K, V> source;
  private final Runnable requireOpen;
  private final TieredTable table;
  private final StoreClock clock;
  private final Expiry expiry;
  private final Loading<K, V> loading;
  private final Writing<K, V> writing;
  private final EventDispatcher<K, V> events;
  private final CacheCounters counters;

  OperationRunner(
      Cache<K, V> source,
      Runnable requireOpen,
      TieredTable table,
      StoreClock clock,
      Expiry expiry,
      Loading<K, V> loading,
      Writing<K, V> writing,
      EventDispatcher<K, V> events,
      CacheCounters counters) {
    this.source = source;
    this.requireOpen = requireOpen;
    this.table = table;
    this.clock = clock;
    this.expiry = expiry;
    this.loading = loading;
    this.writing = writing;
    this.events = events;
    this.counters = counters;
  }

  /**
   * A put. Where nobody wants to know what it replaces it is blind: the old entry is not looked
   * for, wherever it lies.
   */
  void put(K key, V value) {
    if (!writesBlindly()) {
      boolean unused = run(key, Operations.put(value));
      return;
    }
    long start = counters.start();
    long now = expiry.isEternal() ? 0 : clock.millis();
    long deadline = expiry.isEternal() ? Row.NEVER : expiry.afterCreation(now);
    try (Queueing queueing = writing.beginAll(List.of(key), table);
        LockedKey locked = table.lock(key)) {
      requireOpen.run();
      apply(List.of(storing(locked, value, deadline, now, queueing)), queueing);
    }
    counters.put(start);
  }

  /** Puts of a batch, in one transaction. */
  void putAll(Map<? extends K, ? extends V> entries) {
    if (!writesBlindly()) {
      runAll(entries.keySet(), key -> Operations.put(valueIn(entries, key)), (key, done) -> {});
      return;
    }
    long start = counters.start();
    long now = expiry.isEternal() ? 0 : clock.millis();
    List<Write> writes = new ArrayList<>(entries.size());
    try (Queueing queueing = writing.beginAll(entries.keySet(), table);
        LockedKeys locked = table.lockAll(entries.keySet())) {
      requireOpen.run();
      for (LockedKey key : locked.keys()) {
        long deadline = expiry.isEternal() ? Row.NEVER : expiry.afterCreation(now);
        V value = Arguments.notNull(entries.get(key.key()), "value");
        writes.add(storing(key, value, deadline, now, queueing));
      }
      apply(writes, queueing);
    }
    writes.forEach(write -> counters.put(start));
  }

  private static <K, V> V valueIn(Map<? extends K, ? extends V> entries, K key) {
    return Arguments.notNull(entries.get(key), "value");
  }

  /** Removals of a batch of which nobody wants to know what they remove, in one transaction. */
  boolean removeAllBlindly(Collection<? extends K> keys) {
    if (!writesBlindly() || counters.isEnabled()) {
      return false;
    }
    try (Queueing queueing = writing.beginAll(keys, table);
        LockedKeys locked = table.lockAll(keys)) {
      requireOpen.run();
      if (writing.isBehind()) {
        locked.keys().forEach(key -> queueing.add(key, null));
      }
      apply(locked.keys().stream().map(key -> new Write(key, null)).toList(), queueing);
    }
    return true;
  }

  /**
   * Whether a put depends on nothing that is there: no writer that is called now, no listener, one
   * life for all.
   */
  private boolean writesBlindly() {
    return !writing.isThrough() && !events.hasListeners() && expiry.treatsWritesAlike();
  }

  /**
   * A new value that has expired already is not kept (JSR-107, ExpiryPolicy), but is written as any
   * other.
   */
  private Write storing(LockedKey locked, V value, long deadline, long now, Queueing queueing) {
    boolean isKept = deadline == Row.NEVER || deadline > now;
    HotEntry entry = isKept || writing.isBehind() ? table.newEntry(locked, value, deadline) : null;
    if (writing.isBehind()) {
      queueing.add(locked, entry);
    }
    return new Write(locked, isKept ? entry : null);
  }

  /** What is owed is saved with the writes, and is in the queue while the keys are still locked. */
  private void apply(List<Write> writes, Queueing queueing) {
    List<Owed> owed = queueing.owed();
    if (!writes.isEmpty() || !owed.isEmpty()) {
      table.apply(writes, owed);
      queueing.commit();
    }
  }

  /** One operation on one key. */
  <R extends @Nullable Object> R run(K key, Operation<V, R> operation) {
    long start = counters.start();
    EventDispatcher.Pending pending = new EventDispatcher.Pending();
    R result;
    try (Queueing queueing = writing.begin(key, table, operation);
        LockedKey locked = table.lock(key)) {
      requireOpen.run();
      Step<K, V, R> step = decide(key, locked, operation, start);
      if (step.outcome.effect() == Effect.LOAD) {
        step.outcome = step.outcome.loaded(loading.isReadThrough() ? loading.load(key) : null);
      }
      prepare(step);
      write(step, queueing);
      step.lookAgain();
      apply(step.write == null ? List.of() : List.of(step.write), queueing);
      publish(step, start, pending);
      result = step.outcome.answer();
    }
    pending.await();
    return result;
  }

  /**
   * The same operation on several keys, in one transaction. If the writer fails for some keys the
   * others are done, and then its exception is thrown.
   *
   * @param results gets every key's result
   */
  <R extends @Nullable Object> void runAll(
      Collection<? extends K> keys,
      Function<K, Operation<V, R>> operations,
      BiConsumer<K, R> results) {
    long start = counters.start();
    EventDispatcher.Pending pending = new EventDispatcher.Pending();
    Failures failures = new Failures();
    try (Queueing queueing =
            mayWrite(keys, operations) ? writing.beginAll(keys, table) : Queueing.nothing();
        LockedKeys locked = table.lockAll(keys)) {
      requireOpen.run();
      locked.prefetch();
      List<Step<K, V, R>> steps = decideAll(keys, locked.keys(), operations, start);
      loadAll(steps, failures);
      steps.forEach(this::preferOwed);
      steps.forEach(this::prepare);
      List<Step<K, V, R>> accepted = writeAll(steps, queueing, failures);
      accepted.forEach(Step::lookAgain);
      applyAll(accepted, queueing);
      for (Step<K, V, R> step : accepted) {
        publish(step, start, pending);
        results.accept(step.key, step.outcome.answer());
      }
    }
    failures.collect(pending::await);
    failures.throwIfAny();
  }

  /** The operations of a batch are of one kind. */
  private static <K, V, R extends @Nullable Object> boolean mayWrite(
      Collection<? extends K> keys, Function<K, Operation<V, R>> operations) {
    return !keys.isEmpty() && operations.apply(keys.iterator().next()).mayWrite();
  }

  // ------------------------------------------------------------------ decide, load

  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  private <R extends @Nullable Object> Step<K, V, R> decide(
      K key, LockedKey locked, Operation<V, R> operation, long start) {
    boolean isHot = counters.isEnabled() && table.hot().containsKey(key);
    HotEntry found = locked.find();
    if (!operation.takesUnreadForAbsent()) {
      locked.requireCertain();
    }
    Step<K, V, R> step =
        new Step<>(key, locked, found, clock, e -> (V) table.objectOf(e), operation);
    Lookup lookup = step.outcome.lookup();
    counters.lookedUp(lookup, start);
    if (lookup == Lookup.HIT && isHot) {
      counters.foundHot();
    }
    return step;
  }

  private <R extends @Nullable Object> List<Step<K, V, R>> decideAll(
      Collection<? extends K> keys,
      List<LockedKey> locked,
      Function<K, Operation<V, R>> operations,
      long start) {
    List<Step<K, V, R>> steps = new ArrayList<>(locked.size());
    int i = 0;
    for (K key : keys) {
      steps.add(decide(key, locked.get(i++), operations.apply(key), start));
    }
    return steps;
  }

  private <R extends @Nullable Object> void loadAll(List<Step<K, V, R>> steps, Failures failures) {
    Set<K> missing = keysOf(steps, step -> step.outcome.effect() == Effect.LOAD);
    Map<K, V> loaded = missing.isEmpty() ? Map.of() : loadMissing(missing, failures);
    for (Step<K, V, R> step : steps) {
      if (step.outcome.effect() == Effect.LOAD) {
        step.outcome = step.outcome.loaded(loaded.get(step.key));
      }
    }
  }

  private Map<K, V> loadMissing(Set<K> missing, Failures failures) {
    if (!loading.isReadThrough()) {
      return Map.of();
    }
    try {
      return loading.loadAll(missing);
    } catch (RuntimeException e) {
      failures.add(e);
      return Map.of();
    }
  }

  /** A value that was loaded before the keys were locked gives way to what waits for the writer. */
  private <R extends @Nullable Object> void preferOwed(Step<K, V, R> step) {
    OwedValues.Answer<V> newer =
        step.outcome.effect() == Effect.STORE_LOADED ? loading.owed(step.key) : null;
    if (newer != null) {
      step.outcome = step.outcome.withLoaded(newer.value());
    }
  }

  private static <K, V, R extends @Nullable Object> Set<K> keysOf(
      List<Step<K, V, R>> steps, Predicate<Step<K, V, R>> which) {
    Set<K> keys = new LinkedHashSet<>();
    for (Step<K, V, R> step : steps) {
      if (which.test(step)) {
        keys.add(step.key);
      }
    }
    return keys;
  }

  // ------------------------------------------------------------------ prepare

  private void prepare(Step<K, V, ?> step) {
    switch (step.outcome.effect()) {
      case STORE, STORE_LOADED -> prepareStore(step);
      case REMOVE, DISCARD -> step.remove();
      case ACCESS -> access(step);
      default -> {
        if (step.expired) {
          step.remove();
        }
      }
    }
  }

  private void prepareStore(Step<K, V, ?> step) {
    long deadline = deadlineOf(step);
    V value = step.outcome.value();
    if (value == null || (deadline != Row.NEVER && deadline <= step.nowMillis())) {
      // A new value that has expired already is not kept (JSR-107, ExpiryPolicy).
      step.remove();
    } else {
      step.write = new Write(step.locked, table.newEntry(step.locked, value, deadline));
    }
  }

  private long deadlineOf(Step<K, V, ?> step) {
    long before = step.current == null ? Row.NEVER : step.foundDeadlineMillis();
    if (expiry.isEternal()) {
      return before;
    }
    return step.current == null
        ? expiry.afterCreation(step.nowMillis())
        : expiry.afterUpdate(step.nowMillis(), before);
  }

  private void access(Step<K, V, ?> step) {
    if (step.found != null && expiry.accessMovesDeadlines()) {
      step.found.touch(expiry.afterAccess(step.nowMillis(), step.foundDeadlineMillis()));
    }
  }

  // ------------------------------------------------------------------ write, apply

  private void write(Step<K, V, ?> step, Queueing queueing) {
    V value = step.outcome.value();
    if (writing.isBehind()) {
      queue(step, queueing);
    } else if (step.outcome.effect() == Effect.STORE && value != null) {
      writing.write(step.key, value);
    } else if (step.outcome.effect() == Effect.REMOVE) {
      writing.delete(step.key);
    }
  }

  private void queue(Step<K, V, ?> step, Queueing queueing) {
    V value = step.outcome.value();
    if (step.outcome.effect() == Effect.STORE && value != null) {
      HotEntry kept = step.write == null ? null : step.write.entry();
      queueing.add(
          step.locked, kept != null ? kept : table.newEntry(step.locked, value, Row.NEVER));
    } else if (step.outcome.effect() == Effect.REMOVE) {
      queueing.add(step.locked, null);
    }
  }

  /** The steps that the writer has accepted. */
  private <R extends @Nullable Object> List<Step<K, V, R>> writeAll(
      List<Step<K, V, R>> steps, Queueing queueing, Failures failures) {
    if (writing.isBehind()) {
      return queueAll(steps, queueing, failures);
    }
    if (!writing.isThrough()) {
      return steps;
    }
    List<LiveEntry<K, V>> entries = new ArrayList<>();
    for (Step<K, V, R> step : steps) {
      V value = step.outcome.value();
      if (step.outcome.effect() == Effect.STORE && value != null) {
        entries.add(new LiveEntry<>(step.key, value));
      }
    }
    Set<K> removed = keysOf(steps, step -> step.outcome.effect() == Effect.REMOVE);
    Set<K> refused = new LinkedHashSet<>(writing.writeAll(entries, failures));
    refused.addAll(writing.deleteAll(new ArrayList<>(removed), failures));
    return refused.isEmpty()
        ? steps
        : steps.stream().filter(step -> !refused.contains(step.key)).toList();
  }

  /** The steps for which there is room. */
  private <R extends @Nullable Object> List<Step<K, V, R>> queueAll(
      List<Step<K, V, R>> steps, Queueing queueing, Failures failures) {
    List<Step<K, V, R>> accepted = new ArrayList<>(steps.size());
    RuntimeException refusal = null;
    for (Step<K, V, R> step : steps) {
      try {
        queue(step, queueing);
        accepted.add(step);
      } catch (CacheWriterException e) {
        refusal = e;
      }
    }
    if (refusal != null) {
      failures.add(refusal);
    }
    return accepted;
  }

  private <R extends @Nullable Object> void applyAll(List<Step<K, V, R>> steps, Queueing queueing) {
    List<Write> writes = new ArrayList<>(steps.size());
    for (Step<K, V, R> step : steps) {
      if (step.write != null) {
        writes.add(step.write);
      }
    }
    apply(writes, queueing);
  }

  // ------------------------------------------------------------------ publish

  private void publish(Step<K, V, ?> step, long start, EventDispatcher.Pending pending) {
    if (step.expired && step.found != null) {
      publishOld(step, EventType.EXPIRED, step.found, pending);
    }
    switch (step.outcome.effect()) {
      case STORE, STORE_LOADED -> publishStore(step, start, pending);
      case REMOVE -> {
        if (step.current != null) {
          counters.removed(start);
          publishOld(step, EventType.REMOVED, step.found, pending);
        }
      }
      default -> {}
    }
  }

  private void publishStore(Step<K, V, ?> step, long start, EventDispatcher.Pending pending) {
    HotEntry stored = step.write == null ? null : step.write.entry();
    if (stored == null) {
      if (step.current != null) {
        publishOld(step, EventType.EXPIRED, step.found, pending);
      }
      return;
    }
    if (step.outcome.effect() == Effect.STORE) {
      counters.put(start);
    }
    EventType type = step.current == null ? EventType.CREATED : EventType.UPDATED;
    if (events.wants(type)) {
      V old = step.current == null ? null : copyOf(step.found);
      publish(step, type, copyOf(stored), old, pending);
    }
  }

  /** An event about an entry that is gone: its last value is both value and old value. */
  private void publishOld(
      Step<K, V, ?> step,
      EventType type,
      @Nullable HotEntry gone,
      EventDispatcher.Pending pending) {
    if (gone != null && events.wants(type)) {
      V last = copyOf(gone);
      publish(step, type, last, last, pending);
    }
  }

  private void publish(
      Step<K, V, ?> step,
      EventType type,
      V value,
      @Nullable V old,
      EventDispatcher.Pending pending) {
    @SuppressWarnings("unchecked") // a copy of a K is a K
    K key = (K) table.keyForUser(step.key);
    events.publish(new CacheEvent<>(source, type, key, value, old), pending);
  }

  @SuppressWarnings("unchecked") // the store gives back what this cache put in
  private V copyOf(@Nullable HotEntry entry) {
    return (V) table.objectOf(Arguments.notNull(entry, "entry"));
  }
}
