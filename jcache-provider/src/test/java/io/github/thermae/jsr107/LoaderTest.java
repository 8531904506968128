package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thermae.config.ThermaeConfiguration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Read-through and {@code loadAll}: what is asked, stored, published, counted and thrown. */
@ParameterizedClass
@EnumSource
class LoaderTest extends AnyStore {
  private final RecordingLoader<Integer, String> loader = new RecordingLoader<>();
  private final RecordingWriter<Integer, String> writer = new RecordingWriter<>();
  private final RecordingListener<Integer, String> listener = new RecordingListener<>();

  private Cache<Integer, String> readThrough() {
    loader.system.putAll(Map.of(1, "one", 2, "two", 3, "three"));
    return create(
        texts()
            .readThrough(() -> loader)
            .writeThrough(() -> writer)
            .listener(listener.synchronous())
            .statistics(true));
  }

  private void assertCounted(long hits, long misses) {
    assertThat(statistics().getCacheHits()).as("hits").isEqualTo(hits);
    assertThat(statistics().getCacheMisses()).as("misses").isEqualTo(misses);
    assertThat(statistics().getCachePuts()).as("puts").isZero();
    assertThat(statistics().getCacheRemovals()).as("removals").isZero();
  }

  // ------------------------------------------------------------------ get

  @Test
  void get_missing_loadsOnceStoresPublishesAndNeitherWritesNorCountsAPut() {
    Cache<Integer, String> cache = readThrough();
    assertThat(cache.get(1)).isEqualTo("one");
    assertThat(listener.drain()).containsExactly("CREATED 1=one");
    assertCounted(0, 1);
    assertThat(cache.get(1)).isEqualTo("one");
    assertCounted(1, 1);
    assertThat(loader.calls).containsExactly("load 1");
    assertThat(writer.calls).isEmpty();
    assertThat(listener.events).isEmpty();
  }

  @Test
  void get_loaderHasNothing_isAMissAndStoresNothing() {
    Cache<Integer, String> cache = readThrough();
    assertThat(cache.get(9)).isNull();
    assertThat(cache.get(9)).isNull();
    assertThat(cache.containsKey(9)).isFalse();
    assertThat(loader.calls).containsExactly("load 9", "load 9");
    assertThat(listener.events).isEmpty();
    assertCounted(0, 2);
  }

  @Test
  void get_loaderThrowsSomething_isWrapped_countsAMiss_andTheCacheGoesOn() {
    Cache<Integer, String> cache = readThrough();
    loader.failure = new UnsupportedOperationException("down");
    assertThatThrownBy(() -> cache.get(1))
        .isInstanceOf(CacheLoaderException.class)
        .cause()
        .isSameAs(loader.failure);
    assertCounted(0, 1);
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(listener.events).isEmpty();
    loader.failure = null;
    assertThat(cache.get(1)).isEqualTo("one");
  }

  @Test
  void get_loaderThrowsACacheLoaderException_isThrownAsItIs() {
    Cache<Integer, String> cache = readThrough();
    CacheLoaderException thrown = new CacheLoaderException("down");
    loader.failure = thrown;
    assertThatThrownBy(() -> cache.get(1)).isSameAs(thrown);
    assertThatThrownBy(() -> cache.getAll(Set.of(1, 2))).isSameAs(thrown);
  }

  @Test
  void get_byTwoThreads_loadsOnce() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RecordingLoader<Integer, String> slow =
        new RecordingLoader<>() {
          @Override
          public String load(Integer key) {
            inside.countDown();
            Threads.pass(goOn);
            return super.load(key);
          }
        };
    slow.system.put(1, "one");
    Cache<Integer, String> cache = create(texts().readThrough(() -> slow));
    ExecutorService threads = Threads.daemons();
    try {
      Future<String> first = threads.submit(() -> cache.get(1));
      Threads.pass(inside);
      Future<String> second = threads.submit(() -> cache.get(1));
      goOn.countDown();
      assertThat(Threads.join(first)).isEqualTo("one");
      assertThat(Threads.join(second)).isEqualTo("one");
      assertThat(slow.calls).containsExactly("load 1");
    } finally {
      threads.shutdownNow();
    }
  }

  // ------------------------------------------------------------------ getAll

  @Test
  void getAll_someMissing_asksForThemInOneCallAndLeavesOutWhatTheLoaderLacks() {
    Cache<Integer, String> cache = readThrough();
    assertThat(cache.get(1)).isEqualTo("one");
    loader.drain();
    listener.drain();
    assertThat(cache.getAll(Set.of(1, 2, 3, 9)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(1, "one", 2, "two", 3, "three"));
    assertThat(loader.drain()).containsExactly("loadAll 2, 3, 9");
    assertThat(listener.drain()).containsExactlyInAnyOrder("CREATED 2=two", "CREATED 3=three");
    assertThat(writer.calls).isEmpty();
    assertCounted(1, 1 + 3);
    assertThat(cache.getAll(Set.of(1, 2, 3))).hasSize(3);
    assertThat(loader.calls).isEmpty();
  }

  @Test
  void getAll_loaderFails_throwsStoresNothingAndKeepsWhatIsThere() {
    Cache<Integer, String> cache = readThrough();
    assertThat(cache.get(1)).isEqualTo("one");
    listener.drain();
    loader.failure = new IllegalStateException("down");
    assertThatThrownBy(() -> cache.getAll(Set.of(1, 2)))
        .isInstanceOf(CacheLoaderException.class)
        .cause()
        .isSameAs(loader.failure);
    assertThat(listener.events).isEmpty();
    assertThat(cache.containsKey(1)).isTrue();
    assertThat(cache.containsKey(2)).isFalse();
    assertCounted(1, 2);
  }

  @Test
  void getAll_noReadThrough_asksNobody() {
    Cache<Integer, String> cache = create(texts());
    cache.put(1, "one");
    assertThat(cache.getAll(Set.of(1, 2))).containsOnlyKeys(1);
    assertThat(cache.getAll(Set.of())).isEmpty();
  }

  // ------------------------------------------------------------------ invoke

  @Test
  void invoke_getValueOfMissing_loadsStoresAndNeitherWritesNorCountsAPut() {
    Cache<Integer, String> cache = readThrough();
    String seen =
        cache.invoke(
            1,
            (entry, arguments) -> {
              assertThat(entry.exists()).isFalse();
              String value = entry.getValue();
              assertThat(entry.exists()).isTrue();
              return value + entry.getValue();
            });
    assertThat(seen).isEqualTo("oneone");
    assertThat(loader.drain()).containsExactly("load 1");
    assertThat(listener.drain()).containsExactly("CREATED 1=one");
    assertThat(writer.calls).isEmpty();
    assertCounted(0, 1);
    assertThat(cache.get(1)).isEqualTo("one");
    assertThat(loader.calls).isEmpty();
  }

  @Test
  void invoke_loaderFails_isAnEntryProcessorExceptionAndStoresNothing() {
    Cache<Integer, String> cache = readThrough();
    loader.failure = new IllegalStateException("down");
    assertThatThrownBy(() -> cache.invoke(1, (entry, arguments) -> entry.getValue()))
        .isInstanceOf(EntryProcessorException.class)
        .hasCauseInstanceOf(CacheLoaderException.class)
        .hasRootCause(loader.failure);
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(listener.events).isEmpty();
  }

  @Test
  void invoke_loadedThenSet_writesAndPublishesOneCreation() {
    Cache<Integer, String> cache = readThrough();
    cache.invoke(
        1,
        (entry, arguments) -> {
          entry.setValue(entry.getValue() + "!");
          return null;
        });
    assertThat(listener.drain()).containsExactly("CREATED 1=one!");
    assertThat(writer.drain()).containsExactly("write 1=one!");
    assertThat(statistics().getCachePuts()).isEqualTo(1);
    assertThat(cache.get(1)).isEqualTo("one!");
  }

  @Test
  void invoke_loadedThenRemoved_storesNothing() {
    Cache<Integer, String> cache = readThrough();
    cache.invoke(
        1,
        (entry, arguments) -> {
          assertThat(entry.getValue()).isEqualTo("one");
          entry.remove();
          assertThat(entry.exists()).isFalse();
          return null;
        });
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(listener.events).isEmpty();
    assertThat(statistics().getCacheRemovals()).isZero();
  }

  // ------------------------------------------------------------------ what does not load

  @Test
  void otherOperations_onMissing_neverLoad() {
    Cache<Integer, String> cache = readThrough();
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(cache.replace(1, "x")).isFalse();
    assertThat(cache.replace(1, "one", "x")).isFalse();
    assertThat(cache.getAndReplace(1, "x")).isNull();
    assertThat(cache.remove(1)).isFalse();
    assertThat(cache.remove(1, "one")).isFalse();
    assertThat(cache.getAndRemove(1)).isNull();
    assertThat(cache.iterator().hasNext()).isFalse();
    cache.removeAll();
    cache.removeAll(Set.of(1));
    assertThat(cache.getAndPut(1, "x")).isNull();
    assertThat(cache.putIfAbsent(2, "y")).isTrue();
    cache.put(3, "z");
    cache.invoke(4, (entry, arguments) -> entry.exists());
    assertThat(loader.calls).isEmpty();
  }

  @Test
  void get_loaderWithoutReadThrough_isNotAsked() throws Exception {
    loader.system.put(1, "one");
    MutableConfiguration<Integer, String> configuration =
        new MutableConfiguration<Integer, String>()
            .setTypes(Integer.class, String.class)
            .setCacheLoaderFactory(() -> loader);
    Cache<Integer, String> cache = manager().createCache(name, configuration);
    assertThat(cache.get(1)).isNull();
    assertThat(cache.getAll(Set.of(1))).isEmpty();
    assertThat(cache.<String>invoke(1, (entry, arguments) -> entry.getValue())).isNull();
    assertThat(loader.calls).isEmpty();
    loadAll(cache, Set.of(1), false).awaitDone();
    assertThat(cache.get(1)).isEqualTo("one");
  }

  // ------------------------------------------------------------------ loadAll

  private static <K> CountingCompletion loadAll(Cache<K, ?> cache, Set<K> keys, boolean replace) {
    CountingCompletion completion = new CountingCompletion();
    cache.loadAll(keys, replace, completion);
    return completion;
  }

  @Test
  void loadAll_withoutReplacing_asksForWhatIsMissingOnly() throws Exception {
    Cache<Integer, String> cache = readThrough();
    cache.put(1, "mine");
    writer.drain();
    listener.drain();
    statistics().clear();
    loadAll(cache, Set.of(1, 2, 9), false).awaitDone();
    assertThat(loader.drain()).containsExactly("loadAll 2, 9");
    assertThat(listener.drain()).containsExactly("CREATED 2=two");
    assertThat(writer.calls).isEmpty();
    assertCounted(0, 0);
    assertThat(cache.get(1)).isEqualTo("mine");
    assertThat(cache.get(2)).isEqualTo("two");
    assertThat(cache.containsKey(9)).isFalse();
  }

  @Test
  void loadAll_withoutReplacing_allThere_asksNobody() throws Exception {
    Cache<Integer, String> cache = readThrough();
    cache.put(1, "mine");
    loadAll(cache, Set.of(1), false).awaitDone();
    assertThat(loader.calls).isEmpty();
  }

  @Test
  void loadAll_replacing_publishesUpdatesWithTheOldValueAndWritesNothing() throws Exception {
    Cache<Integer, String> cache = readThrough();
    cache.put(1, "mine");
    writer.drain();
    listener.drain();
    statistics().clear();
    loadAll(cache, Set.of(1, 2), true).awaitDone();
    assertThat(listener.drain())
        .containsExactlyInAnyOrder("UPDATED 1=one was mine", "CREATED 2=two");
    assertThat(writer.calls).isEmpty();
    assertCounted(0, 0);
    assertThat(cache.get(1)).isEqualTo("one");
  }

  @Test
  void loadAll_replacing_loaderHasNothing_keepsWhatIsThere() throws Exception {
    Cache<Integer, String> cache = readThrough();
    cache.put(9, "mine");
    loadAll(cache, Set.of(9), true).awaitDone();
    assertThat(cache.get(9)).isEqualTo("mine");
  }

  @Test
  void loadAll_nothingToDo_tellsTheListenerAllTheSame() throws Exception {
    Cache<Integer, String> cache = readThrough();
    loadAll(cache, Set.of(), true).awaitDone();
    Cache<Integer, String> withoutLoader = manager().createCache("no loader", texts().build());
    loadAll(withoutLoader, Set.of(1), true).awaitDone();
    assertThat(withoutLoader.containsKey(1)).isFalse();
  }

  @Test
  void loadAll_withoutListener_loads() {
    Cache<Integer, String> cache = readThrough();
    cache.loadAll(Set.of(1), true, null);
    await().until(() -> cache.containsKey(1));
  }

  @Test
  void loadAll_loaderFails_tellsTheListenerOnce() throws Exception {
    Cache<Integer, String> cache = readThrough();
    loader.failure = new UnsupportedOperationException("down");
    assertThat(loadAll(cache, Set.of(1), true).awaitFailure())
        .isInstanceOf(CacheLoaderException.class)
        .cause()
        .isSameAs(loader.failure);
    loader.failure = new CacheLoaderException("down");
    assertThat(loadAll(cache, Set.of(1), true).awaitFailure()).isSameAs(loader.failure);
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  void loadAll_loaderThrowsAnError_tellsTheListenerOnce() throws Exception {
    Cache<Integer, String> cache = readThrough();
    loader.error = new NoClassDefFoundError("a driver");
    assertThat(loadAll(cache, Set.of(1), true).awaitFailure())
        .isInstanceOf(CacheException.class)
        .hasRootCause(loader.error);
  }

  @Test
  void loadAll_loaderReturnsNull_tellsTheListenerOnce() throws Exception {
    CacheLoader<Integer, String> bad =
        new RecordingLoader<>() {
          @Override
          @SuppressWarnings("NullAway") // that is the mistake
          public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
            return null;
          }
        };
    Cache<Integer, String> cache = create(texts().readThrough(() -> bad));
    assertThat(loadAll(cache, Set.of(1), true).awaitFailure())
        .isInstanceOf(CacheLoaderException.class);
  }

  @Test
  void loadAll_loaderReturnsWrongTypes_storesNothingAndTellsTheListenerOnce() throws Exception {
    CacheLoader<Integer, String> bad =
        new RecordingLoader<>() {
          @Override
          @SuppressWarnings({"unchecked", "rawtypes"}) // that is the mistake
          public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
            return (Map) Map.of(1, 1);
          }
        };
    Cache<Integer, String> cache = create(texts().readThrough(() -> bad));
    loadAll(cache, Set.of(1), true).awaitFailure();
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  void loadAll_entryListenerFails_tellsItAndTheEntryIsThere() throws Exception {
    loader.system.put(1, "one");
    RecordingListener<Integer, String> failing =
        new RecordingListener<>() {
          @Override
          void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
            throw new IllegalArgumentException("no");
          }
        };
    Cache<Integer, String> cache =
        create(texts().readThrough(() -> loader).listener(failing.synchronous()));
    assertThat(loadAll(cache, Set.of(1), true).awaitFailure())
        .isInstanceOf(CacheEntryListenerException.class);
    assertThat(cache.containsKey(1)).isTrue();
  }

  @Test
  void loadAll_badArguments_throwsAtOnceAndTellsNobody() {
    Cache<Integer, String> cache = readThrough();
    CountingCompletion completion = new CountingCompletion();
    assertThatThrownBy(() -> cache.loadAll(null, true, completion))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.loadAll(Collections.singleton(null), true, completion))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.loadAll(new HashSet<>(Arrays.asList(1, null)), true, completion))
        .isInstanceOf(NullPointerException.class);
    cache.close();
    assertThatThrownBy(() -> cache.loadAll(Set.of(1), true, completion))
        .isInstanceOf(IllegalStateException.class);
    assertThat(loader.calls).isEmpty();
  }

  @Test
  void loadAll_setIsChangedByTheCaller_loadsWhatWasAsked() throws Exception {
    CountDownLatch changed = new CountDownLatch(1);
    RecordingLoader<Integer, String> slow = waitingFor(changed);
    slow.system.putAll(Map.of(1, "one", 2, "two"));
    Cache<Integer, String> cache = create(texts().readThrough(() -> slow));
    Set<Integer> keys = new HashSet<>(Set.of(1));
    CountingCompletion completion = loadAll(cache, keys, true);
    keys.clear();
    keys.add(2);
    changed.countDown();
    completion.awaitDone();
    assertThat(cache.containsKey(1)).isTrue();
    assertThat(cache.containsKey(2)).isFalse();
  }

  @Test
  void loadAll_keyIsChangedByTheCaller_loadsWhatWasAsked() throws Exception {
    CountDownLatch changed = new CountDownLatch(1);
    RecordingLoader<MutableKey, String> slow = waitingFor(changed);
    slow.system.put(new MutableKey("a"), "of a");
    slow.system.put(new MutableKey("b"), "of b");
    Cache<MutableKey, String> cache =
        create(
            ThermaeConfiguration.builder(MutableKey.class, String.class).readThrough(() -> slow));
    MutableKey key = new MutableKey("a");
    CountingCompletion completion = loadAll(cache, Set.of(key), true);
    key.name = "b";
    changed.countDown();
    completion.awaitDone();
    assertThat(slow.calls).containsExactly("loadAll a");
    assertThat(cache.containsKey(new MutableKey("a"))).isTrue();
    assertThat(cache.containsKey(new MutableKey("b"))).isFalse();
  }

  private static <K> RecordingLoader<K, String> waitingFor(CountDownLatch latch) {
    return new RecordingLoader<>() {
      @Override
      public Map<K, String> loadAll(Iterable<? extends K> keys) {
        Threads.pass(latch);
        return super.loadAll(keys);
      }
    };
  }

  @Test
  void loadAll_manyKeys_loadsThemAll() throws Exception {
    Set<Integer> keys = new HashSet<>();
    for (int i = 0; i < 2_500; i++) {
      keys.add(i);
      loader.system.put(i, "v" + i);
    }
    Cache<Integer, String> cache = create(texts().readThrough(() -> loader));
    loadAll(cache, keys, false).awaitDone();
    loader.drain();
    assertThat(cache.getAll(keys)).hasSize(2_500).containsEntry(2_499, "v2499");
    assertThat(loader.calls).isEmpty();
  }

  @Test
  void loaded_inAnEarlierRun_isStillThere() {
    Cache<Integer, String> cache = readThrough();
    List<Integer> keys = List.of(1, 2);
    keys.forEach(cache::get);
    loader.drain();
    Cache<Integer, String> again = reopen(texts().readThrough(() -> loader));
    keys.forEach(key -> assertThat(again.get(key)).isEqualTo(loader.system.get(key)));
    assertThat(loader.calls).hasSize(kind.isDurable() ? 0 : 2);
  }
}
