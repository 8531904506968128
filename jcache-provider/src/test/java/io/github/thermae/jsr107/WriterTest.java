package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.thermae.config.ThermaeConfiguration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Write-through: what the writer is told, when, and what its refusal leaves behind. */
@ParameterizedClass
@EnumSource
class WriterTest extends AnyStore {
  private final RecordingWriter<Integer, String> writer = new RecordingWriter<>();
  private final RecordingListener<Integer, String> listener = new RecordingListener<>();

  private ThermaeConfiguration.Builder<Integer, String> configuration() {
    return texts().writeThrough(() -> writer).listener(listener.synchronous()).statistics(true);
  }

  /** A cache with 1=one and 2=two; nothing noted, nothing counted yet. */
  private Cache<Integer, String> filled() {
    Cache<Integer, String> cache = create(configuration());
    cache.put(1, "one");
    cache.put(2, "two");
    forgetPast();
    return cache;
  }

  private void forgetPast() {
    writer.drain();
    listener.drain();
    statistics().clear();
  }

  /** An operation on a cache with 1=one and 2=two, and what the writer is told. */
  private record Told(String name, Consumer<Cache<Integer, String>> operation, List<String> calls) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Told told(
      String name, Consumer<Cache<Integer, String>> operation, String... calls) {
    return new Told(name, operation, List.of(calls));
  }

  static Stream<Told> changes() {
    return Stream.of(
        told("put, new", c -> c.put(3, "x"), "write 3=x"),
        told("put, there", c -> c.put(1, "x"), "write 1=x"),
        told("put, equal", c -> c.put(1, "one"), "write 1=one"),
        told("getAndPut, new", c -> c.getAndPut(3, "x"), "write 3=x"),
        told("getAndPut, there", c -> c.getAndPut(1, "x"), "write 1=x"),
        told("putIfAbsent, new", c -> c.putIfAbsent(3, "x"), "write 3=x"),
        told("replace", c -> c.replace(1, "x"), "write 1=x"),
        told("replace, expected", c -> c.replace(1, "one", "x"), "write 1=x"),
        told("getAndReplace", c -> c.getAndReplace(1, "x"), "write 1=x"),
        told("remove", c -> c.remove(1), "delete 1"),
        told("remove, absent", c -> c.remove(3), "delete 3"),
        told("remove, expected", c -> c.remove(1, "one"), "delete 1"),
        told("getAndRemove", c -> c.getAndRemove(1), "delete 1"),
        told("getAndRemove, absent", c -> c.getAndRemove(3), "delete 3"),
        told("putAll", c -> c.putAll(Map.of(1, "x", 3, "y")), "writeAll 1=x, 3=y"),
        told("removeAll, keys", c -> c.removeAll(Set.of(1, 3)), "deleteAll 1, 3"),
        told("removeAll", Cache::removeAll, "deleteAll 1, 2"),
        told("iterator.remove", WriterTest::removeOne, "delete 1"),
        told("invoke, set new", c -> set(c, 3), "write 3=x"),
        told("invoke, set there", c -> set(c, 1), "write 1=x"),
        told("invoke, remove", c -> remove(c, 1), "delete 1"),
        told("invoke, remove absent", c -> remove(c, 3), "delete 3"),
        told(
            "invoke, remove and set",
            c ->
                c.invoke(
                    1,
                    (entry, arguments) -> {
                      entry.remove();
                      entry.setValue("x");
                      return null;
                    }),
            "write 1=x"));
  }

  static Stream<Told> noChanges() {
    return Stream.of(
        told("get", c -> c.get(1)),
        told("get, absent", c -> c.get(3)),
        told("getAll", c -> c.getAll(Set.of(1, 3))),
        told("containsKey", c -> c.containsKey(1)),
        told("putIfAbsent, there", c -> c.putIfAbsent(1, "x")),
        told("replace, absent", c -> c.replace(3, "x")),
        told("replace, not as expected", c -> c.replace(1, "other", "x")),
        told("replace, expected, absent", c -> c.replace(3, "other", "x")),
        told("getAndReplace, absent", c -> c.getAndReplace(3, "x")),
        told("remove, not as expected", c -> c.remove(1, "other")),
        told("remove, expected, absent", c -> c.remove(3, "other")),
        told("putAll, empty", c -> c.putAll(Map.of())),
        told("removeAll, empty", c -> c.removeAll(Set.of())),
        told("clear", Cache::clear),
        told("iterator", c -> c.forEach(e -> assertThat(e.getValue()).isNotNull())),
        told("invoke, nothing", c -> c.invoke(1, (entry, arguments) -> entry.exists())),
        told("invoke, read", c -> c.invoke(1, (entry, arguments) -> entry.getValue())),
        told(
            "invoke, set and remove absent",
            c ->
                c.invoke(
                    3,
                    (entry, arguments) -> {
                      entry.setValue("x");
                      entry.remove();
                      return null;
                    })));
  }

  private static void set(Cache<Integer, String> cache, int key) {
    cache.invoke(
        key,
        (entry, arguments) -> {
          entry.setValue("x");
          return null;
        });
  }

  private static void remove(Cache<Integer, String> cache, int key) {
    cache.invoke(
        key,
        (entry, arguments) -> {
          entry.remove();
          return null;
        });
  }

  private static void removeOne(Cache<Integer, String> cache) {
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    while (entries.hasNext()) {
      if (entries.next().getKey() == 1) {
        entries.remove();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_accepted_tellsTheWriterOnceAndBothAgree(Told change) {
    Cache<Integer, String> cache = filled();
    change.operation().accept(cache);
    assertThat(writer.calls).isEqualTo(change.calls());
    assertAgreeing(cache);
  }

  private void assertAgreeing(Cache<Integer, String> cache) {
    Map<Object, Object> found = new HashMap<>();
    cache.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    assertThat(found).isEqualTo(writer.system);
  }

  @ParameterizedTest
  @MethodSource("noChanges")
  void noChange_tellsTheWriterNothing(Told operation) {
    Cache<Integer, String> cache = filled();
    operation.operation().accept(cache);
    assertThat(writer.calls).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_writerFails_changesNothingInCacheFileEventsOrCounts(Told change) {
    Cache<Integer, String> cache = filled();
    writer.failure = new UnsupportedOperationException("full");
    assertThatThrownBy(() -> change.operation().accept(cache))
        .isInstanceOf(CacheWriterException.class)
        .cause()
        .isSameAs(writer.failure);
    assertThat(listener.events).isEmpty();
    assertThat(statistics().getCachePuts()).isZero();
    assertThat(statistics().getCacheRemovals()).isZero();
    assertUnchanged(cache);
    if (kind.isDurable()) {
      assertUnchanged(reopen(texts()));
    }
  }

  private static void assertUnchanged(Cache<Integer, String> cache) {
    assertThat(cache.getAll(Set.of(1, 2, 3)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(1, "one", 2, "two"));
  }

  @Test
  void put_writerThrowsACacheWriterException_isThrownAsItIs() {
    Cache<Integer, String> cache = filled();
    CacheWriterException thrown = new CacheWriterException("full");
    writer.failure = thrown;
    assertThatThrownBy(() -> cache.put(1, "x")).isSameAs(thrown);
    assertThatThrownBy(() -> cache.putAll(Map.of(1, "x"))).isSameAs(thrown);
    assertThatThrownBy(() -> cache.removeAll(Set.of(1))).isSameAs(thrown);
  }

  @Test
  void invokeAll_writerFails_isTheResultOfEveryKey() {
    Cache<Integer, String> cache = filled();
    writer.failure = new UnsupportedOperationException("full");
    var results =
        cache.<String>invokeAll(
            Set.of(1, 3),
            (entry, arguments) -> {
              entry.setValue("x");
              return "done";
            });
    assertThat(results).containsOnlyKeys(1, 3);
    assertThatThrownBy(() -> Objects.requireNonNull(results.get(1)).get())
        .isInstanceOf(EntryProcessorException.class)
        .hasRootCause(writer.failure);
    assertUnchanged(cache);
  }

  /** The writer is called before the cache changes. */
  @Test
  void writer_looksIntoTheCache_seesTheStateBefore() {
    List<String> seen = new ArrayList<>();
    List<Cache<Integer, String>> caches = new ArrayList<>();
    CacheWriter<Integer, String> looking =
        new RecordingWriter<>() {
          @Override
          public void write(Cache.Entry<? extends Integer, ? extends String> entry) {
            seen.add(entry.getValue() + " over " + caches.get(0).get(entry.getKey()));
          }

          @Override
          public void delete(Object key) {
            seen.add("delete over " + caches.get(0).get((Integer) key));
          }
        };
    Cache<Integer, String> cache = create(texts().writeThrough(() -> looking));
    caches.add(cache);
    cache.put(1, "a");
    cache.put(1, "b");
    cache.getAndReplace(1, "c");
    set(cache, 1);
    cache.remove(1);
    assertThat(seen)
        .containsExactly("a over null", "b over a", "c over b", "x over c", "delete over x");
    assertThat(cache.containsKey(1)).isFalse();
  }

  // ------------------------------------------------------------------ batches

  @Test
  void putAll_writerRefusesSome_putsTheOthersAndThrows() {
    Cache<Integer, String> cache = filled();
    writer.refused.addAll(Set.of(1, 3));
    assertThatThrownBy(() -> cache.putAll(Map.of(1, "x", 2, "y", 3, "z", 4, "u")))
        .isInstanceOf(CacheWriterException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(cache.getAll(Set.of(1, 2, 3, 4)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(1, "one", 2, "y", 4, "u"));
    assertThat(listener.drain()).containsExactlyInAnyOrder("UPDATED 2=y was two", "CREATED 4=u");
    assertThat(statistics().getCachePuts()).isEqualTo(2);
    assertAgreeing(cache);
  }

  @Test
  void removeAll_writerRefusesSomeKeys_removesTheOthersAndThrows() {
    Cache<Integer, String> cache = filled();
    writer.refused.add(1);
    assertThatThrownBy(() -> cache.removeAll(Set.of(1, 2, 3)))
        .isInstanceOf(CacheWriterException.class);
    assertThat(cache.getAll(Set.of(1, 2))).containsOnlyKeys(1);
    assertThat(listener.drain()).containsExactly("REMOVED 2 was two");
    assertThat(statistics().getCacheRemovals()).isEqualTo(1);
    assertAgreeing(cache);
  }

  @Test
  void removeAll_writerRefusesSome_removesTheOthersAndThrows() {
    Cache<Integer, String> cache = filled();
    writer.refused.add(2);
    assertThatThrownBy(cache::removeAll).isInstanceOf(CacheWriterException.class);
    assertThat(listener.drain()).containsExactly("REMOVED 1 was one");
    assertThat(cache.getAll(Set.of(1, 2))).containsOnlyKeys(2);
    assertAgreeing(cache);
  }

  @Test
  void putAllAndRemoveAll_ofManyWithRefusals_leaveCacheAndSystemAgreeing() {
    Cache<Integer, String> cache = create(configuration());
    Map<Integer, String> many = new HashMap<>();
    for (int i = 0; i < 2_300; i++) {
      many.put(i, "v" + i);
      if (i % 700 == 5) {
        writer.refused.add(i);
      }
    }
    Throwable thrown = catchThrowable(() -> cache.putAll(many));
    assertThat(thrown).isInstanceOf(CacheWriterException.class);
    assertThat(writer.system).isNotEmpty();
    assertAgreeing(cache);
    writer.refused.clear();
    cache.putAll(many);
    assertThat(writer.system).hasSize(2_300);
    assertAgreeing(cache);
    writer.refused.add(1_500);
    assertThatThrownBy(cache::removeAll).isInstanceOf(CacheWriterException.class);
    assertAgreeing(cache);
    writer.refused.clear();
    cache.removeAll();
    assertThat(writer.system).isEmpty();
    assertAgreeing(cache);
  }

  @Test
  void removeAll_emptyCache_tellsTheWriterNothing() {
    Cache<Integer, String> cache = create(configuration());
    cache.removeAll();
    assertThat(writer.calls).isEmpty();
  }

  // ------------------------------------------------------------------ expiry is no delete

  @Test
  void removeAll_onlyExpiredEntries_tellsTheWriterNothing() throws Exception {
    Cache<Integer, String> cache = expiring();
    cache.removeAll();
    assertThat(writer.calls).isEmpty();
    assertThat(listener.drain())
        .containsExactlyInAnyOrder("EXPIRED 1 was one", "EXPIRED 2 was two");
  }

  @Test
  void expiry_noticedByReads_tellsTheWriterNothing() throws Exception {
    Cache<Integer, String> cache = expiring();
    assertThat(cache.get(1)).isNull();
    assertThat(cache.iterator().hasNext()).isFalse();
    assertThat(writer.calls).isEmpty();
    assertThat(writer.system).hasSize(2);
  }

  private Cache<Integer, String> expiring() throws InterruptedException {
    Cache<Integer, String> cache =
        create(
            configuration()
                .expiry(
                    CreatedExpiryPolicy.factoryOf(
                        new Duration(java.util.concurrent.TimeUnit.MILLISECONDS, 30))));
    cache.putAll(Map.of(1, "one", 2, "two"));
    forgetPast();
    Thread.sleep(40);
    return cache;
  }

  // ------------------------------------------------------------------ processors, values

  @Test
  void invoke_processorFails_writesNothing() {
    Cache<Integer, String> cache = filled();
    assertThatThrownBy(
            () ->
                cache.invoke(
                    1,
                    (entry, arguments) -> {
                      entry.setValue("x");
                      throw new IllegalStateException("changed my mind");
                    }))
        .isInstanceOf(EntryProcessorException.class);
    assertThat(writer.calls).isEmpty();
    assertUnchanged(cache);
  }

  @Test
  void writer_changesTheValueItGot_changesNothingInTheCache() {
    CacheWriter<Integer, MutableText> meddling =
        new RecordingWriter<>() {
          @Override
          public void write(Cache.Entry<? extends Integer, ? extends MutableText> entry) {
            entry.getValue().text = "meddled";
          }
        };
    Cache<Integer, MutableText> cache =
        create(
            ThermaeConfiguration.builder(Integer.class, MutableText.class)
                .writeThrough(() -> meddling));
    cache.put(1, new MutableText("one"));
    assertThat(cache.get(1)).isEqualTo(new MutableText("one"));
  }
}
