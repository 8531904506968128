package io.github.thermae.jsr107;

import static io.github.thermae.jsr107.CountingPolicy.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When entries expire, under every policy and on every tier. */
@ParameterizedClass
@EnumSource
class ExpiryTest extends ClockedStore {
  private static final Duration LIFE = millis(1_000);

  private final RecordingListener<Integer, String> listener = new RecordingListener<>();
  private final RecordingWriter<Integer, String> writer = new RecordingWriter<>();
  private final CountingPolicy policy = new CountingPolicy();

  private Cache<Integer, String> expiring(Factory<? extends ExpiryPolicy> factory) {
    return create(
        texts()
            .expiry(factory)
            .listener(listener.synchronous())
            .writeThrough(() -> writer)
            .statistics(true));
  }

  private Cache<Integer, String> expiring() {
    return expiring(() -> policy);
  }

  private void forgetPast() {
    listener.drain();
    writer.drain();
    statistics().clear();
  }

  // ------------------------------------------------------------------ the policies of JSR-107

  @Test
  void created_updatesAndReadsMoveNothing() {
    Cache<Integer, String> cache = expiring(CreatedExpiryPolicy.factoryOf(LIFE));
    cache.put(1, "a");
    advance(600);
    cache.put(1, "b");
    assertThat(cache.get(1)).isEqualTo("b");
    advance(399);
    assertThat(cache.get(1)).isEqualTo("b");
    advance(1);
    assertThat(cache.get(1)).isNull();
    assertThat(listener.drain())
        .containsExactly("CREATED 1=a", "UPDATED 1=b was a", "EXPIRED 1 was b");
  }

  @Test
  void modified_updatesMove_readsDoNot() {
    Cache<Integer, String> cache = expiring(ModifiedExpiryPolicy.factoryOf(LIFE));
    cache.put(1, "a");
    advance(600);
    cache.put(1, "b");
    advance(600);
    assertThat(cache.get(1)).isEqualTo("b");
    advance(400);
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  void accessed_readsMove_updatesDoNot() {
    Cache<Integer, String> cache = expiring(AccessedExpiryPolicy.factoryOf(LIFE));
    cache.put(1, "a");
    advance(600);
    assertThat(cache.get(1)).isEqualTo("a");
    advance(600);
    cache.put(1, "b");
    advance(399);
    assertThat(cache.containsKey(1)).isTrue();
    advance(1);
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  void touched_bothMove() {
    Cache<Integer, String> cache = expiring(TouchedExpiryPolicy.factoryOf(LIFE));
    cache.put(1, "a");
    advance(600);
    cache.put(1, "b");
    advance(600);
    assertThat(cache.get(1)).isEqualTo("b");
    advance(999);
    assertThat(cache.get(1)).isEqualTo("b");
    advance(1_000);
    assertThat(cache.get(1)).isNull();
  }

  @Test
  void eternal_andDurationsPastTheEndOfTime_neverExpire() {
    Cache<Integer, String> eternal = expiring(EternalExpiryPolicy.factoryOf());
    eternal.put(1, "a");
    Cache<Integer, String> endless =
        manager()
            .createCache(
                "endless" + name,
                texts()
                    .expiry(
                        TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.DAYS, Long.MAX_VALUE)))
                    .build());
    endless.put(1, "a");
    advance(TimeUnit.DAYS.toMillis(40_000));
    assertThat(eternal.get(1)).isEqualTo("a");
    assertThat(endless.get(1)).isEqualTo("a");
    advance(-TimeUnit.DAYS.toMillis(40_000));
  }

  /** The reads that the table counts as an access, and those that it does not. */
  @Test
  void accessed_everyAccessMoves_everythingElseDoesNot() {
    Cache<Integer, String> cache = expiring(AccessedExpiryPolicy.factoryOf(LIFE));
    List<Consumer<Integer>> moving =
        List.of(
            cache::get,
            key -> cache.getAll(Set.of(key, 1_000)),
            key -> cache.remove(key, "other"),
            key -> cache.replace(key, "other", "x"),
            key -> cache.invoke(key, (entry, arguments) -> entry.getValue()),
            key -> cache.forEach(entry -> assertThat(entry.getKey()).isNotNegative()));
    List<Consumer<Integer>> still =
        List.of(
            cache::containsKey,
            key -> cache.putIfAbsent(key, "x"),
            key -> cache.invoke(key, (entry, arguments) -> entry.exists()));
    assertMoved(cache, moving, true);
    assertMoved(cache, still, false);
  }

  private static void assertMoved(
      Cache<Integer, String> cache, List<Consumer<Integer>> operations, boolean moved) {
    for (int i = 0; i < operations.size(); i++) {
      cache.clear();
      cache.put(i, "v");
      advance(600);
      operations.get(i).accept(i);
      advance(600);
      assertThat(cache.containsKey(i)).as("operation " + i).isEqualTo(moved);
    }
  }

  // ------------------------------------------------------------------ null

  @Test
  void update_policySaysNull_deadlineStays() {
    policy.creation = LIFE;
    policy.update = null;
    policy.access = null;
    Cache<Integer, String> cache = expiring();
    cache.put(1, "a");
    advance(500);
    cache.put(1, "b");
    cache.replace(1, "c");
    assertThat(cache.get(1)).isEqualTo("c");
    assertThat(cache.getAll(Set.of(1))).hasSize(1);
    advance(499);
    assertThat(cache.containsKey(1)).isTrue();
    advance(1);
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  void update_policySaysNull_eternalStaysEternal() {
    policy.creation = Duration.ETERNAL;
    policy.update = null;
    policy.access = null;
    Cache<Integer, String> cache = expiring();
    cache.put(1, "a");
    cache.put(1, "b");
    advance(1_000_000);
    assertThat(cache.get(1)).isEqualTo("b");
    policy.update = LIFE;
    cache.put(1, "c");
    advance(1_000);
    assertThat(cache.get(1)).isNull();
  }

  // ------------------------------------------------------------------ ZERO

  @Test
  void creation_zero_storesNothingPublishesNothingCountsNoPut_butTellsTheWriter() {
    policy.creation = Duration.ZERO;
    Cache<Integer, String> cache = expiring();
    List<Runnable> creating =
        List.of(
            () -> cache.put(1, "x"),
            () -> assertThat(cache.getAndPut(1, "x")).isNull(),
            () -> cache.putIfAbsent(1, "x"),
            () -> cache.putAll(Map.of(1, "x")),
            () ->
                cache.invoke(
                    1,
                    (entry, arguments) -> {
                      entry.setValue("x");
                      return null;
                    }));
    for (Runnable operation : creating) {
      operation.run();
      assertThat(cache.containsKey(1)).isFalse();
      assertThat(cache.get(1)).isNull();
      assertThat(listener.drain()).isEmpty();
      assertThat(writer.drain()).hasSize(1);
    }
    assertThat(cache.iterator().hasNext()).isFalse();
    assertThat(statistics().getCachePuts()).isZero();
    assertThat(statistics().getCacheEvictions()).isZero();
    assertThat(statistics().getCacheRemovals()).isZero();
  }

  @Test
  void load_zero_returnsTheValueAndStoresNothing() {
    policy.creation = Duration.ZERO;
    RecordingLoader<Integer, String> loader = new RecordingLoader<>();
    loader.system.put(1, "one");
    Cache<Integer, String> cache =
        create(
            texts()
                .expiry(() -> policy)
                .readThrough(() -> loader)
                .listener(listener.synchronous()));
    assertThat(cache.get(1)).isEqualTo("one");
    assertThat(cache.getAll(Set.of(1))).containsEntry(1, "one");
    assertThat(cache.<String>invoke(1, (entry, arguments) -> entry.getValue())).isEqualTo("one");
    CountingCompletion completion = new CountingCompletion();
    cache.loadAll(Set.of(1), true, completion);
    completion.awaitDone();
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(listener.events).isEmpty();
    assertThat(loader.calls).hasSize(4);
  }

  @Test
  void access_zero_returnsTheValueForTheLastTime() {
    policy.access = Duration.ZERO;
    Cache<Integer, String> cache = expiring();
    List<Runnable> reading =
        List.of(
            () -> assertThat(cache.get(1)).isEqualTo("one"),
            () -> assertThat(cache.getAll(Set.of(1))).containsEntry(1, "one"),
            () -> assertThat(cache.iterator().next().getValue()).isEqualTo("one"),
            () -> assertThat(cache.remove(1, "other")).isFalse(),
            () -> assertThat(cache.replace(1, "other", "x")).isFalse(),
            () ->
                assertThat(cache.<String>invoke(1, (entry, arguments) -> entry.getValue()))
                    .isEqualTo("one"));
    for (Runnable operation : reading) {
      cache.put(1, "one");
      forgetPast();
      operation.run();
      assertThat(cache.containsKey(1)).isFalse();
      assertThat(cache.get(1)).isNull();
      assertThat(listener.drain()).containsExactly("EXPIRED 1 was one");
      assertThat(writer.calls).isEmpty();
      assertThat(statistics().getCacheRemovals()).isZero();
    }
  }

  @Test
  void update_zero_tellsTheWriterAndTheEntryIsGone() {
    policy.update = Duration.ZERO;
    Cache<Integer, String> cache = expiring();
    List<Runnable> updating =
        List.of(
            () -> cache.put(1, "x"),
            () -> assertThat(cache.getAndPut(1, "x")).isEqualTo("one"),
            () -> assertThat(cache.replace(1, "x")).isTrue(),
            () -> assertThat(cache.replace(1, "one", "x")).isTrue(),
            () -> assertThat(cache.getAndReplace(1, "x")).isEqualTo("one"),
            () -> cache.putAll(Map.of(1, "x")),
            () ->
                cache.invoke(
                    1,
                    (entry, arguments) -> {
                      entry.setValue("x");
                      return null;
                    }));
    for (Runnable operation : updating) {
      cache.put(1, "one");
      forgetPast();
      operation.run();
      assertThat(cache.containsKey(1)).isFalse();
      assertThat(listener.drain()).containsExactly("EXPIRED 1 was one");
      assertThat(writer.drain()).hasSize(1);
    }
  }

  // ------------------------------------------------------------------ policies that throw

  @Test
  void policy_throws_newEntriesAreEternalAndOldOnesKeepTheirDeadline() {
    Cache<Integer, String> cache = expiring();
    policy.creation = LIFE;
    cache.put(1, "a");
    policy.failure = new IllegalStateException("no idea");
    cache.put(2, "new");
    cache.put(1, "b");
    assertThat(cache.get(1)).isEqualTo("b");
    assertThat(cache.getAll(Set.of(1, 2))).hasSize(2);
    advance(1_000);
    assertThat(cache.get(1)).isNull();
    advance(TimeUnit.DAYS.toMillis(1_000));
    assertThat(cache.get(2)).isEqualTo("new");
    advance(-TimeUnit.DAYS.toMillis(1_000));
  }

  // ------------------------------------------------------------------ expired entries

  @Test
  void expired_isAbsentToEveryOperation() {
    Cache<Integer, String> cache = expiring(CreatedExpiryPolicy.factoryOf(LIFE));
    List<Runnable> operations =
        List.of(
            () -> assertThat(cache.get(1)).isNull(),
            () -> assertThat(cache.getAll(Set.of(1))).isEmpty(),
            () -> assertThat(cache.containsKey(1)).isFalse(),
            () -> assertThat(cache.iterator().hasNext()).isFalse(),
            () -> assertThat(cache.remove(1)).isFalse(),
            () -> assertThat(cache.remove(1, "one")).isFalse(),
            () -> assertThat(cache.getAndRemove(1)).isNull(),
            () -> assertThat(cache.replace(1, "x")).isFalse(),
            () -> assertThat(cache.replace(1, "one", "x")).isFalse(),
            () -> assertThat(cache.getAndReplace(1, "x")).isNull(),
            () -> cache.removeAll(Set.of(1)),
            cache::removeAll,
            () ->
                assertThat(cache.<Boolean>invoke(1, (entry, arguments) -> entry.exists()))
                    .isFalse());
    for (Runnable operation : operations) {
      cache.put(1, "one");
      advance(1_000);
      forgetPast();
      operation.run();
      assertThat(listener.drain()).containsExactly("EXPIRED 1 was one");
      assertThat(statistics().getCacheHits()).isZero();
      assertThat(statistics().getCacheRemovals()).isZero();
      assertThat(statistics().getCacheEvictions()).isZero();
    }
    for (Runnable creating :
        List.<Runnable>of(
            () -> cache.put(1, "new"),
            () -> assertThat(cache.getAndPut(1, "new")).isNull(),
            () -> assertThat(cache.putIfAbsent(1, "new")).isTrue(),
            () -> cache.putAll(Map.of(1, "new")))) {
      cache.put(1, "one");
      advance(1_000);
      forgetPast();
      creating.run();
      assertThat(listener.drain()).containsExactly("EXPIRED 1 was one", "CREATED 1=new");
      assertThat(cache.get(1)).isEqualTo("new");
      advance(1_000);
    }
  }

  @Test
  void expired_clearedSilently() {
    Cache<Integer, String> cache = expiring(CreatedExpiryPolicy.factoryOf(LIFE));
    cache.put(1, "one");
    advance(1_000);
    forgetPast();
    cache.clear();
    assertThat(cache.get(1)).isNull();
    assertThat(listener.events).isEmpty();
  }

  @Test
  void expired_writerFails_isStillAbsent() {
    Cache<Integer, String> cache = expiring(CreatedExpiryPolicy.factoryOf(LIFE));
    cache.put(1, "one");
    advance(1_000);
    forgetPast();
    writer.failure = new IllegalStateException("full");
    assertThatThrownBy(() -> cache.put(1, "x")).isInstanceOf(CacheWriterException.class);
    assertThat(cache.get(1)).isNull();
    assertThat(listener.drain()).containsExactly("EXPIRED 1 was one");
  }

  @Test
  void expired_usedByAProcessorThroughTheCache_isToldOnceAndNothingNewIsLost() {
    Cache<Integer, String> cache = expiring(CreatedExpiryPolicy.factoryOf(LIFE));
    cache.put(1, "one");
    advance(1_000);
    forgetPast();
    cache.invoke(1, (entry, arguments) -> cache.get(1));
    assertThat(listener.drain()).containsExactly("EXPIRED 1 was one");

    cache.put(1, "two");
    advance(1_000);
    forgetPast();
    cache.invoke(
        1,
        (entry, arguments) -> {
          cache.put(1, "nested");
          return null;
        });
    assertThat(cache.get(1)).isEqualTo("nested");
    assertThat(listener.drain()).containsExactly("EXPIRED 1 was two", "CREATED 1=nested");

    advance(1_000);
    forgetPast();
    cache.invoke(
        1,
        (entry, arguments) -> {
          cache.put(1, "nested again");
          entry.setValue("set");
          return null;
        });
    assertThat(cache.get(1)).isEqualTo("set");
    assertThat(listener.drain())
        .containsExactly(
            "EXPIRED 1 was nested", "CREATED 1=nested again", "UPDATED 1=set was nested again");
  }

  @Test
  void expired_usedByALoaderThroughTheCache_isToldOnceAndNothingNewIsLost() {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    RecordingLoader<Integer, String> nesting =
        new RecordingLoader<>() {
          @Override
          @SuppressWarnings("NullAway") // it finds nothing
          public String load(Integer key) {
            caches.get(0).put(key, "nested");
            return null;
          }

          @Override
          public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
            keys.forEach(this::load);
            return new HashMap<>();
          }
        };
    Cache<Integer, String> cache =
        create(
            texts()
                .expiry(CreatedExpiryPolicy.factoryOf(LIFE))
                .readThrough(() -> nesting)
                .listener(listener.synchronous()));
    caches.add(cache);
    cache.putAll(Map.of(1, "one", 2, "two"));
    advance(1_000);
    forgetEvents();
    assertThat(cache.get(1)).isNull();
    assertThat(listener.drain()).containsExactly("EXPIRED 1 was one", "CREATED 1=nested");
    assertThat(cache.get(1)).isEqualTo("nested");
    assertThat(cache.getAll(Set.of(1, 2, 3))).containsOnlyKeys(1);
    assertThat(listener.drain())
        .containsExactlyInAnyOrder("EXPIRED 2 was two", "CREATED 2=nested", "CREATED 3=nested");
    assertThat(cache.getAll(Set.of(1, 2, 3)).values()).containsOnly("nested");
  }

  private void forgetEvents() {
    listener.drain();
  }

  // ------------------------------------------------------------------ moving between tiers

  /** Deadlines that reads have moved go with their entries, whichever tier these go to. */
  @Test
  void accessed_entryLeavesTheHotTierAfterItsDeadlineMoved_keepsTheNewDeadline() {
    Cache<Integer, String> cache = expiring(AccessedExpiryPolicy.factoryOf(LIFE));
    for (int key = 0; key < 20; key++) {
      cache.put(key, "v" + key);
    }
    for (int round = 0; round < 3; round++) {
      advance(600);
      for (int key = 0; key < 20; key++) {
        assertThat(cache.get(key)).as("key " + key + " in round " + round).isEqualTo("v" + key);
      }
    }
    advance(600);
    assertThat(cache.containsKey(7)).isTrue();
    advance(400);
    assertThat(cache.iterator().hasNext()).isFalse();
  }

  @Test
  void deadlines_afterARestart_areTheOnesBefore() {
    if (!kind.isDurable()) {
      return;
    }
    Cache<Integer, String> cache = expiring(AccessedExpiryPolicy.factoryOf(LIFE));
    for (int key = 0; key < 6; key++) {
      cache.put(key, "v" + key);
    }
    advance(800);
    assertThat(cache.get(0)).isEqualTo("v0");
    assertThat(cache.getAll(Set.of(1, 2))).hasSize(2);
    // 0, 1 and 2 live till 1800, the others till 1000.
    cache = reopen(texts().expiry(AccessedExpiryPolicy.factoryOf(LIFE)));
    advance(199);
    assertThat(cache.containsKey(3)).isTrue();
    advance(1);
    assertThat(cache.containsKey(3)).isFalse();
    advance(799);
    assertThat(cache.containsKey(0)).isTrue();
    assertThat(cache.containsKey(1)).isTrue();
    assertThat(cache.get(2)).isEqualTo("v2");
    // Opened and closed once more: 2 lives till 2799 now.
    cache =
        reopen(
            texts().expiry(AccessedExpiryPolicy.factoryOf(LIFE)).listener(listener.synchronous()));
    advance(1);
    listener.drain();
    assertThat(cache.containsKey(0)).isFalse();
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(listener.drain()).containsExactly("EXPIRED 0 was v0", "EXPIRED 1 was v1");
    advance(998);
    assertThat(cache.containsKey(2)).isTrue();
    advance(1);
    assertThat(cache.containsKey(2)).isFalse();
  }

  @Test
  void expired_whileClosed_isAbsentAndToldOnce() {
    if (!kind.isDurable()) {
      return;
    }
    expiring(CreatedExpiryPolicy.factoryOf(LIFE)).putAll(Map.of(1, "one", 2, "two"));
    listener.drain();
    manager().close();
    advance(1_000);
    Cache<Integer, String> again =
        create(
            texts().expiry(CreatedExpiryPolicy.factoryOf(LIFE)).listener(listener.synchronous()));
    assertThat(again.iterator().hasNext()).isFalse();
    assertThat(again.get(1)).isNull();
    assertThat(again.get(2)).isNull();
    assertThat(listener.events).containsExactlyInAnyOrder("EXPIRED 1 was one", "EXPIRED 2 was two");
  }
}
