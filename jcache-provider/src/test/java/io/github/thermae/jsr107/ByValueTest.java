package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.ThermaeConfiguration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** By value, nothing that the user holds is the cache's own: keys and values, going in and out. */
@ParameterizedClass
@EnumSource
class ByValueTest extends AnyStore {
  private Cache<MutableKey, MutableText> byValue() {
    return create(ThermaeConfiguration.builder(MutableKey.class, MutableText.class));
  }

  /** Ways to put an entry into a cache that has none. */
  private static Map<
          String, BiConsumer<Cache<MutableKey, MutableText>, Map.Entry<MutableKey, MutableText>>>
      creating() {
    return Map.of(
        "put", (cache, e) -> cache.put(e.getKey(), e.getValue()),
        "getAndPut", (cache, e) -> cache.getAndPut(e.getKey(), e.getValue()),
        "putIfAbsent", (cache, e) -> cache.putIfAbsent(e.getKey(), e.getValue()),
        "putAll", (cache, e) -> cache.putAll(Map.of(e.getKey(), e.getValue())),
        "invoke", (cache, e) -> invokeSet(cache, e.getKey(), e.getValue()),
        "invokeAll",
            (cache, e) ->
                cache.invokeAll(
                    Set.of(e.getKey()),
                    (entry, arguments) -> {
                      entry.setValue(e.getValue());
                      return null;
                    }));
  }

  private static void invokeSet(
      Cache<MutableKey, MutableText> cache, MutableKey key, MutableText value) {
    cache.invoke(
        key,
        (entry, arguments) -> {
          entry.setValue(value);
          return null;
        });
  }

  @Test
  void created_keyAndValueAreChangedLater_theCacheHasItsOwn() {
    Cache<MutableKey, MutableText> cache = byValue();
    creating()
        .forEach(
            (how, operation) -> {
              MutableKey key = new MutableKey(how);
              MutableText value = new MutableText("value");
              operation.accept(cache, Map.entry(key, value));
              key.name = "changed";
              value.text = "changed";
              assertThat(cache.get(new MutableKey(how)))
                  .as(how)
                  .isEqualTo(new MutableText("value"));
              assertThat(cache.containsKey(key)).as(how).isFalse();
              cache.remove(new MutableKey(how));
              assertThat(cache.iterator().hasNext()).as(how).isFalse();
            });
  }

  @Test
  void updated_valueIsChangedLater_theCacheHasItsOwn() {
    Cache<MutableKey, MutableText> cache = byValue();
    MutableKey key = new MutableKey("a");
    MutableText old = new MutableText("old");
    Map<String, Function<MutableText, Object>> updating =
        Map.of(
            "replace", value -> cache.replace(key, value),
            "replace expected", value -> cache.replace(key, old, value),
            "getAndReplace", value -> cache.getAndReplace(key, value));
    updating.forEach(
        (how, operation) -> {
          cache.put(key, old);
          MutableText value = new MutableText("new");
          assertThat(operation.apply(value)).as(how).isNotNull();
          value.text = "changed";
          assertThat(cache.get(key)).as(how).isEqualTo(new MutableText("new"));
        });
  }

  @Test
  void returned_valueIsChanged_theCacheHasItsOwn() {
    Cache<MutableKey, MutableText> cache = byValue();
    MutableKey key = new MutableKey("a");
    cache.put(key, new MutableText("one"));
    cache.get(key).text = "changed";
    cache.getAll(Set.of(key)).values().forEach(value -> value.text = "changed");
    cache.forEach(entry -> entry.getValue().text = "changed");
    cache.forEach(entry -> entry.getKey().name = "changed");
    MutableText handedOut = cache.invoke(key, (entry, arguments) -> entry.getValue());
    handedOut.text = "changed";
    assertThat(cache.get(key)).isEqualTo(new MutableText("one"));
    assertThat(cache.containsKey(new MutableKey("changed"))).isFalse();
    assertThat(cache.get(key)).isNotSameAs(cache.get(key));
  }

  @Test
  void loaded_whatTheLoaderGaveIsChangedLater_theCacheHasItsOwn() {
    Map<MutableKey, MutableText> given = new HashMap<>();
    RecordingLoader<MutableKey, MutableText> loader =
        new RecordingLoader<>() {
          @Override
          public MutableText load(MutableKey key) {
            return given.computeIfAbsent(key, k -> new MutableText("of " + k));
          }

          @Override
          public Map<MutableKey, MutableText> loadAll(Iterable<? extends MutableKey> keys) {
            Map<MutableKey, MutableText> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, load(key)));
            given.putAll(loaded);
            return loaded;
          }
        };
    Cache<MutableKey, MutableText> cache =
        create(
            ThermaeConfiguration.builder(MutableKey.class, MutableText.class)
                .readThrough(() -> loader));
    MutableKey a = new MutableKey("a");
    MutableKey b = new MutableKey("b");
    cache.get(a);
    cache.getAll(Set.of(b));
    CountingCompletion completion = new CountingCompletion();
    cache.loadAll(Set.of(new MutableKey("c")), true, completion);
    completion.awaitDone();
    cache.invoke(new MutableKey("d"), (entry, arguments) -> entry.getValue());
    List<MutableKey> keys = new ArrayList<>(given.keySet());
    assertThat(keys).hasSize(4);
    given.values().forEach(value -> value.text = "changed");
    keys.forEach(key -> key.name = "changed");
    a.name = "changed";
    b.name = "changed";
    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(cache.containsKey(new MutableKey(name))).as(name).isTrue();
      assertThat(cache.get(new MutableKey(name))).isEqualTo(new MutableText("of " + name));
    }
    assertThat(cache.containsKey(new MutableKey("changed"))).isFalse();
  }

  @Test
  void collections_areCopiedWithWhatTheyHold() {
    Cache<Integer, List<Set<String>>> cache = create(listsOfSets());
    List<Set<String>> value = new ArrayList<>(List.of(new HashSet<>(Set.of("a"))));
    cache.put(1, value);
    value.get(0).add("b");
    value.clear();
    assertThat(cache.get(1)).isEqualTo(List.of(Set.of("a")));
    cache.get(1).get(0).add("c");
    assertThat(cache.get(1)).isEqualTo(List.of(Set.of("a")));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal of a generic type
  private static ThermaeConfiguration.Builder<Integer, List<Set<String>>> listsOfSets() {
    return ThermaeConfiguration.builder(
        Integer.class, (Class<List<Set<String>>>) (Class) List.class);
  }

  // ------------------------------------------------------------------ by reference

  @Test
  void byReference_theObjectItselfIsKeptAndGivenWhileSomebodyHoldsIt() {
    Cache<Integer, MutableText> cache =
        create(ThermaeConfiguration.builder(Integer.class, MutableText.class).storeByValue(false));
    List<MutableText> held = new ArrayList<>();
    for (int key = 0; key < 10; key++) {
      held.add(new MutableText("v" + key));
      cache.put(key, held.get(key));
    }
    for (int key = 0; key < 10; key++) {
      assertThat(cache.get(key)).isSameAs(held.get(key));
    }
    assertThat(cache.getAndPut(3, new MutableText("new"))).isSameAs(held.get(3));
    assertThat(cache.getAndRemove(4)).isSameAs(held.get(4));
    cache.forEach(
        entry -> {
          if (entry.getKey() != 3) {
            assertThat(entry.getValue()).isSameAs(held.get(entry.getKey()));
          }
        });
  }
}
