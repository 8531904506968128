package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.StoreOptions;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.InstanceNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How each operation is counted (JSR-107, table of statistics), and when nothing is. */
@ParameterizedClass
@EnumSource
class StatisticsTest extends AnyStore {
  private record Counts(long hits, long misses, long puts, long removals) {
    static Counts of(CacheStatisticsMXBean bean) {
      return new Counts(
          bean.getCacheHits(), bean.getCacheMisses(), bean.getCachePuts(), bean.getCacheRemovals());
    }
  }

  /** On a cache with 1=one and 2=two. */
  private record Counted(String name, Consumer<Cache<Integer, String>> operation, Counts counts) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Counted counted(
      String name,
      int hits,
      int misses,
      int puts,
      int removals,
      Consumer<Cache<Integer, String>> operation) {
    return new Counted(name, operation, new Counts(hits, misses, puts, removals));
  }

  static Stream<Counted> operations() {
    return Stream.of(
        counted("containsKey", 0, 0, 0, 0, c -> c.containsKey(1)),
        counted("containsKey, absent", 0, 0, 0, 0, c -> c.containsKey(3)),
        counted("get", 1, 0, 0, 0, c -> c.get(1)),
        counted("get, absent", 0, 1, 0, 0, c -> c.get(3)),
        counted("getAll", 2, 1, 0, 0, c -> c.getAll(Set.of(1, 2, 3))),
        counted("getAndPut", 1, 0, 1, 0, c -> c.getAndPut(1, "x")),
        counted("getAndPut, new", 0, 1, 1, 0, c -> c.getAndPut(3, "x")),
        counted("getAndRemove", 1, 0, 0, 1, c -> c.getAndRemove(1)),
        counted("getAndRemove, absent", 0, 1, 0, 0, c -> c.getAndRemove(3)),
        counted("getAndReplace", 1, 0, 1, 0, c -> c.getAndReplace(1, "x")),
        counted("getAndReplace, absent", 0, 1, 0, 0, c -> c.getAndReplace(3, "x")),
        counted("put", 0, 0, 1, 0, c -> c.put(1, "x")),
        counted("put, new", 0, 0, 1, 0, c -> c.put(3, "x")),
        counted("putAll", 0, 0, 2, 0, c -> c.putAll(Map.of(1, "x", 3, "y"))),
        counted("putIfAbsent", 1, 0, 0, 0, c -> c.putIfAbsent(1, "x")),
        counted("putIfAbsent, new", 0, 1, 1, 0, c -> c.putIfAbsent(3, "x")),
        counted("remove", 0, 0, 0, 1, c -> c.remove(1)),
        counted("remove, absent", 0, 0, 0, 0, c -> c.remove(3)),
        counted("remove, expected", 1, 0, 0, 1, c -> c.remove(1, "one")),
        counted("remove, not as expected", 1, 0, 0, 0, c -> c.remove(1, "x")),
        counted("remove, expected, absent", 0, 1, 0, 0, c -> c.remove(3, "x")),
        counted("removeAll, keys", 0, 0, 0, 1, c -> c.removeAll(Set.of(1, 3))),
        counted("removeAll", 0, 0, 0, 2, Cache::removeAll),
        counted("clear", 0, 0, 0, 0, Cache::clear),
        counted("replace", 1, 0, 1, 0, c -> c.replace(1, "x")),
        counted("replace, absent", 0, 1, 0, 0, c -> c.replace(3, "x")),
        counted("replace, expected", 1, 0, 1, 0, c -> c.replace(1, "one", "x")),
        counted("replace, not as expected", 1, 0, 0, 0, c -> c.replace(1, "y", "x")),
        counted("replace, expected, absent", 0, 1, 0, 0, c -> c.replace(3, "y", "x")),
        counted("iterator", 2, 0, 0, 0, c -> c.forEach(e -> assertThat(e).isNotNull())),
        counted("iterator.remove", 2, 0, 0, 2, StatisticsTest::removeEach),
        counted("invoke, nothing", 1, 0, 0, 0, c -> c.invoke(1, (e, a) -> null)),
        counted("invoke, nothing absent", 0, 1, 0, 0, c -> c.invoke(3, (e, a) -> null)),
        counted("invoke, get", 1, 0, 0, 0, c -> c.invoke(1, (e, a) -> e.getValue())),
        counted(
            "invokeAll, get", 2, 1, 0, 0, c -> c.invokeAll(Set.of(1, 2, 3), (e, a) -> e.exists())));
  }

  private static void removeEach(Cache<Integer, String> cache) {
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    while (entries.hasNext()) {
      entries.next();
      entries.remove();
    }
  }

  private Cache<Integer, String> filled() {
    Cache<Integer, String> cache = create(texts().statistics(true));
    cache.putAll(Map.of(1, "one", 2, "two"));
    statistics().clear();
    return cache;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_isCountedByTheTable(Counted counted) {
    Cache<Integer, String> cache = filled();
    counted.operation().accept(cache);
    CacheStatisticsMXBean bean = statistics();
    assertThat(Counts.of(bean)).isEqualTo(counted.counts());
    assertThat(bean.getCacheGets()).isEqualTo(bean.getCacheHits() + bean.getCacheMisses());
    assertThat(bean.getCacheEvictions()).isZero();
    assertThat(bean.getAverageGetTime()).isNotNegative();
    assertThat(bean.getAveragePutTime()).isNotNegative();
    assertThat(bean.getAverageRemoveTime()).isNotNegative();
  }

  @Test
  void percentages_addUpToAHundred_andAreZeroWithoutGets() {
    Cache<Integer, String> cache = filled();
    assertThat(statistics().getCacheHitPercentage()).isZero();
    assertThat(statistics().getCacheMissPercentage()).isZero();
    cache.get(1);
    cache.get(1);
    cache.get(3);
    assertThat(statistics().getCacheHitPercentage()).isCloseTo(66.67f, within(0.01f));
    assertThat(statistics().getCacheMissPercentage()).isCloseTo(33.33f, within(0.01f));
    assertThat(statistics().getAverageGetTime()).isPositive();
  }

  @Test
  void clear_startsAgain() {
    Cache<Integer, String> cache = filled();
    cache.get(1);
    cache.getAndRemove(3);
    cache.put(4, "four");
    cache.remove(4);
    statistics().clear();
    assertThat(Counts.of(statistics())).isEqualTo(new Counts(0, 0, 0, 0));
    assertThat(statistics().getAveragePutTime()).isZero();
    cache.get(1);
    assertThat(Counts.of(statistics())).isEqualTo(new Counts(1, 0, 0, 0));
  }

  @Test
  void enable_atRunTime_countsFromThenOn() {
    Cache<Integer, String> cache = create(texts());
    CacheStatisticsMXBean bean = statistics();
    assertThatThrownBy(bean::getCachePuts).hasRootCauseInstanceOf(InstanceNotFoundException.class);
    cache.put(1, "one");
    manager().enableStatistics(name, true);
    assertThat(Counts.of(bean)).isEqualTo(new Counts(0, 0, 0, 0));
    cache.get(1);
    cache.get(2);
    assertThat(Counts.of(bean)).isEqualTo(new Counts(1, 1, 0, 0));
    manager().enableStatistics(name, false);
    assertThatThrownBy(bean::getCachePuts).hasRootCauseInstanceOf(InstanceNotFoundException.class);
    cache.get(1);
    manager().enableStatistics(name, true);
    assertThat(Counts.of(bean)).isEqualTo(new Counts(1, 1, 0, 0));
    manager().enableStatistics(name, true);
    cache.get(1);
    assertThat(Counts.of(bean)).isEqualTo(new Counts(2, 1, 0, 0));
  }

  @Test
  void writerFails_nothingIsPutOrRemovedButLookUpsCount() {
    RecordingWriter<Integer, String> writer = new RecordingWriter<>();
    Cache<Integer, String> cache = create(texts().writeThrough(() -> writer).statistics(true));
    cache.put(1, "one");
    statistics().clear();
    writer.failure = new IllegalStateException("full");
    for (Runnable operation :
        new Runnable[] {
          () -> cache.getAndPut(1, "x"),
          () -> cache.getAndPut(3, "x"),
          () -> cache.replace(1, "x"),
          () -> cache.getAndRemove(1),
          () -> cache.put(1, "x"),
          () -> cache.putAll(Map.of(1, "x", 3, "y")),
          () -> cache.remove(1),
          cache::removeAll
        }) {
      assertThatThrownBy(operation::run).isInstanceOf(RuntimeException.class);
    }
    assertThat(Counts.of(statistics())).isEqualTo(new Counts(3, 1, 0, 0));
  }

  @Test
  void evictions_areWhatLeftTheLastTier_andNothingElse() {
    StoreOptions.Builder options = StoreOptions.builder().defaultHotMaxEntries(10);
    if (kind.isDurable()) {
      options.path(folder().resolve("evictions.db"));
    }
    // Room for nothing, for some, for all.
    for (long warm : new long[] {0, 4_000, 1_000_000}) {
      if (kind.isDurable()) {
        options.path(folder().resolve("evictions" + warm + ".db"));
      }
      CacheManager manager = openManager(options.warmMaxBytes(warm).build());
      try {
        assertEvictions(manager, warm);
      } finally {
        manager.close();
      }
    }
  }

  private void assertEvictions(CacheManager manager, long warm) {
    Cache<Integer, String> cache =
        manager.createCache("evicting", texts().statistics(true).build());
    CacheStatisticsMXBean bean = bean(manager, "evicting");
    for (int key = 0; key < 200; key++) {
      cache.put(key, "v" + key);
    }
    cache.remove(199);
    long left = 0;
    for (Cache.Entry<Integer, String> entry : cache) {
      assertThat(entry.getValue()).isEqualTo("v" + entry.getKey());
      left++;
    }
    TierStatistics tiers = cache.unwrap(ThermaeCache.class).tierStatistics();
    assertThat(tiers.hotEntries()).isLessThanOrEqualTo(10);
    assertThat(tiers.warmBytes()).isLessThanOrEqualTo(warm);
    if (kind.isDurable() || warm == 1_000_000) {
      assertThat(bean.getCacheEvictions()).isZero();
      assertThat(left).isEqualTo(199);
    } else {
      assertThat(bean.getCacheEvictions()).isGreaterThanOrEqualTo(150);
      assertThat(left + bean.getCacheEvictions()).isGreaterThanOrEqualTo(198);
      assertThat(tiers.evictions()).isEqualTo(bean.getCacheEvictions());
      long before = bean.getCacheEvictions();
      manager.enableStatistics("evicting", false);
      for (int key = 200; key < 300; key++) {
        cache.put(key, "v" + key);
      }
      manager.enableStatistics("evicting", true);
      assertThat(bean.getCacheEvictions()).as("counted while off").isEqualTo(before);
      cache.putAll(Map.of(300, "x", 301, "y"));
      bean.clear();
      assertThat(bean.getCacheEvictions()).isZero();
    }
    assertThat(bean.getCacheRemovals()).isLessThanOrEqualTo(1);
    cache.clear();
    assertThat(cache.unwrap(ThermaeCache.class).tierStatistics().warmBytes()).isZero();
  }
}
