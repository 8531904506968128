package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.OperationStatistics;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.cache.management.CacheStatisticsMXBean;

/**
 * A cache's statistics (JSR-107, "Cache Statistics"). Nothing is counted, and no clock is read,
 * while they are off. Times are in microseconds, averaged over the operations of their kind.
 */
final class CacheCounters implements CacheStatisticsMXBean {
  private static final float NANOS_PER_MICRO = 1_000f;

  private final LongAdder hits = new LongAdder();
  private final LongAdder hotHits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder removals = new LongAdder();
  private final LongAdder getNanos = new LongAdder();
  private final LongAdder putNanos = new LongAdder();
  private final LongAdder removeNanos = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder loadFailures = new LongAdder();
  private final LongAdder loadNanos = new LongAdder();

  /** The store counts evictions since it was opened, whether we do or not. */
  private final LongSupplier evictionsOfStore;

  /** Counted up to when counting was last switched off. */
  @GuardedBy("this")
  private long evictions;

  /** What the store had counted when counting was last switched on. */
  @GuardedBy("this")
  private long evictionsOfStoreBefore;

  private volatile boolean enabled;

  CacheCounters(LongSupplier evictionsOfStore) {
    this.evictionsOfStore = evictionsOfStore;
  }

  boolean isEnabled() {
    return enabled;
  }

  synchronized void setEnabled(boolean wanted) {
    evictions = getCacheEvictions();
    evictionsOfStoreBefore = evictionsOfStore.getAsLong();
    enabled = wanted;
  }

  /** The time at which an operation starts, for the methods below; 0 while nothing is counted. */
  long start() {
    return enabled ? System.nanoTime() : 0;
  }

  /** A read that the hot tier answered without a lock. */
  void hotHit(long startNanos) {
    if (enabled) {
      hotHits.increment();
      lookedUp(Lookup.HIT, startNanos);
    }
  }

  /** An operation that found its entry in the hot tier, under the key's lock. */
  void foundHot() {
    if (enabled) {
      hotHits.increment();
    }
  }

  void lookedUp(Lookup lookup, long startNanos) {
    if (enabled && lookup != Lookup.UNCOUNTED) {
      (lookup == Lookup.HIT ? hits : misses).increment();
      getNanos.add(since(startNanos));
    }
  }

  void put(long startNanos) {
    if (enabled) {
      puts.increment();
      putNanos.add(since(startNanos));
    }
  }

  void removed(long startNanos) {
    if (enabled) {
      removals.increment();
      removeNanos.add(since(startNanos));
    }
  }

  /** A call of the loader has returned or thrown. */
  void loaded(long startNanos, boolean failed) {
    if (enabled) {
      loads.increment();
      loadNanos.add(since(startNanos));
      if (failed) {
        loadFailures.increment();
      }
    }
  }

  /** An operation that began before counting was switched on took no time that we know of. */
  private static long since(long startNanos) {
    return startNanos == 0 ? 0 : System.nanoTime() - startNanos;
  }

  OperationStatistics operations() {
    return new OperationStatistics(
        hits.sum(),
        misses.sum(),
        puts.sum(),
        removals.sum(),
        loads.sum(),
        loadFailures.sum(),
        getNanos.sum(),
        putNanos.sum(),
        removeNanos.sum(),
        loadNanos.sum());
  }

  long hotHits() {
    return hotHits.sum();
  }

  @Override
  public synchronized void clear() {
    for (LongAdder adder :
        new LongAdder[] {
          hits,
          hotHits,
          misses,
          puts,
          removals,
          getNanos,
          putNanos,
          removeNanos,
          loads,
          loadFailures,
          loadNanos
        }) {
      adder.reset();
    }
    evictions = 0;
    evictionsOfStoreBefore = evictionsOfStore.getAsLong();
  }

  @Override
  public long getCacheHits() {
    return hits.sum();
  }

  @Override
  public float getCacheHitPercentage() {
    return percentage(getCacheHits(), getCacheGets());
  }

  @Override
  public long getCacheMisses() {
    return misses.sum();
  }

  @Override
  public float getCacheMissPercentage() {
    return percentage(getCacheMisses(), getCacheGets());
  }

  @Override
  public long getCacheGets() {
    return hits.sum() + misses.sum();
  }

  @Override
  public long getCachePuts() {
    return puts.sum();
  }

  @Override
  public long getCacheRemovals() {
    return removals.sum();
  }

  @Override
  public synchronized long getCacheEvictions() {
    return enabled ? evictions + evictionsOfStore.getAsLong() - evictionsOfStoreBefore : evictions;
  }

  @Override
  public float getAverageGetTime() {
    return average(getNanos, getCacheGets());
  }

  @Override
  public float getAveragePutTime() {
    return average(putNanos, getCachePuts());
  }

  @Override
  public float getAverageRemoveTime() {
    return average(removeNanos, getCacheRemovals());
  }

  private static float percentage(long part, long whole) {
    return whole == 0 ? 0 : 100f * part / whole;
  }

  private static float average(LongAdder nanos, long count) {
    return count == 0 ? 0 : nanos.sum() / NANOS_PER_MICRO / count;
  }
}
