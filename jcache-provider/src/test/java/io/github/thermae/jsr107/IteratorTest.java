package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.ThermaeConfiguration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Iterators: every entry once, wherever it lies, whatever happens meanwhile. */
@ParameterizedClass
@EnumSource
class IteratorTest extends AnyStore {
  private Cache<Integer, String> filled(int entries) {
    Cache<Integer, String> cache = create(texts());
    Map<Integer, String> all = new HashMap<>();
    for (int key = 0; key < entries; key++) {
      all.put(key, "v" + key);
    }
    cache.putAll(all);
    return cache;
  }

  private static List<Integer> keysOf(Iterator<Cache.Entry<Integer, String>> entries) {
    List<Integer> keys = new ArrayList<>();
    entries.forEachRemaining(
        entry -> {
          assertThat(entry.getValue()).isEqualTo("v" + entry.getKey());
          keys.add(entry.getKey());
        });
    return keys;
  }

  @Test
  void iterator_overManyEntries_givesEachOnce() {
    Cache<Integer, String> cache = filled(1_700);
    assertThat(keysOf(cache.iterator())).hasSize(1_700).doesNotHaveDuplicates();
    assertThat(keysOf(cache.iterator())).hasSize(1_700).doesNotHaveDuplicates();
  }

  @Test
  void iterator_atItsEnd_throws() {
    Cache<Integer, String> cache = filled(1);
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
    assertThat(entries.hasNext()).isTrue();
    assertThat(entries.hasNext()).isTrue();
    assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
    assertThat(entries.next().getKey()).isZero();
    assertThat(entries.hasNext()).isFalse();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    entries.remove();
    assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
    assertThat(cache.containsKey(0)).isFalse();
  }

  @Test
  void next_withoutHasNext_works() {
    Cache<Integer, String> cache = filled(3);
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    Set<Integer> keys = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      keys.add(entries.next().getKey());
    }
    assertThat(keys).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void remove_ofEveryOther_leavesTheRest() {
    Cache<Integer, String> cache = filled(1_200);
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    while (entries.hasNext()) {
      if (entries.next().getKey() % 2 == 0) {
        entries.remove();
      }
    }
    assertThat(keysOf(cache.iterator())).hasSize(600).allMatch(key -> key % 2 == 1);
  }

  /** JSR-107: remove() takes the last key that next() gave, even after another hasNext(). */
  @Test
  void remove_afterHasNext_removesTheLastReturned() {
    Cache<Integer, String> cache = filled(3);
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    int first = entries.next().getKey();
    assertThat(entries.hasNext()).isTrue();
    entries.remove();
    assertThat(cache.containsKey(first)).isFalse();
    assertThat(keysOf(entries)).hasSize(2).doesNotContain(first);
  }

  @Test
  void iterator_entriesRemovedMeanwhile_arePassedOver() {
    Cache<Integer, String> cache = filled(10);
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    int first = entries.next().getKey();
    for (int key = 0; key < 10; key++) {
      if (key != first) {
        cache.remove(key);
      }
    }
    assertThat(entries.hasNext()).isFalse();
  }

  @Test
  void iterator_closedMeanwhile_throws() {
    Cache<Integer, String> cache = filled(3);
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    entries.next();
    cache.close();
    assertThatThrownBy(entries::hasNext).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(entries::next).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(cache::iterator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void iterator_managerClosedMeanwhile_throws() {
    Cache<Integer, String> cache = filled(3);
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    manager().close();
    assertThatThrownBy(entries::hasNext).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(entries::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void entry_isIndependentOfTheCache() {
    Cache<Integer, MutableText> cache =
        create(ThermaeConfiguration.builder(Integer.class, MutableText.class));
    cache.put(1, new MutableText("one"));
    Cache.Entry<Integer, MutableText> entry = cache.iterator().next();
    cache.put(1, new MutableText("two"));
    assertThat(entry.getValue().text).isEqualTo("one");
    entry.getValue().text = "changed";
    assertThat(cache.get(1).text).isEqualTo("two");
  }

  /**
   * Keys that stay are given exactly once, while other keys come and go, and while reads and writes
   * move all of them between the tiers.
   */
  @Test
  void iterator_whileOthersReadAndWrite_givesWhatStaysOnce() throws Exception {
    int stable = kind == StoreKind.COLD ? 150 : 400;
    Cache<Integer, String> cache = create(texts().hotMaxEntries(10));
    for (int key = 0; key < stable; key++) {
      cache.put(key, "v" + key);
    }
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Threads.daemons();
    List<Future<?>> busy = new ArrayList<>();
    for (int seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      busy.add(
          threads.submit(
              () -> {
                while (!ended.get()) {
                  disturb(cache, stable, random);
                }
              }));
    }
    try {
      for (int round = 0; round < 10; round++) {
        // What is removed and put again may be met twice.
        List<Integer> keys = new ArrayList<>(keysOf(cache.iterator()));
        keys.removeIf(key -> key >= stable);
        assertThat(keys).as("round " + round).doesNotHaveDuplicates().hasSize(stable);
      }
    } finally {
      ended.set(true);
      for (Future<?> future : busy) {
        Threads.join(future);
      }
      threads.shutdownNow();
    }
  }

  private static void disturb(Cache<Integer, String> cache, int stable, Random random) {
    int key = random.nextInt(stable);
    int other = stable + random.nextInt(20);
    switch (random.nextInt(6)) {
      case 0 -> cache.put(key, "v" + key);
      case 1 -> cache.put(other, "v" + other);
      case 2 -> cache.remove(other);
      case 3 -> cache.getAll(Set.of(key, (key + 1) % stable));
      default -> assertThat(cache.get(key)).isEqualTo("v" + key);
    }
  }

  @Test
  void removeAll_whileOthersAdd_removesWhatWasThere() throws Exception {
    Cache<Integer, String> cache = filled(300);
    ExecutorService threads = Threads.daemons();
    Future<?> adding =
        threads.submit(
            () -> {
              for (int key = 1_000; key < 1_100; key++) {
                cache.put(key, "v" + key);
              }
            });
    cache.removeAll();
    Threads.join(adding);
    threads.shutdownNow();
    assertThat(keysOf(cache.iterator())).allMatch(key -> key >= 1_000);
  }
}
