package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is refused by every parameter, and nothing has changed then. */
@NullUnmarked // this is what it is about
final class NullsTest {
  @TempDir Path folder;

  static Stream<String> names() {
    return calls().keySet().stream();
  }

  /** By what is null. */
  private static Map<String, CacheCalls.Call> calls() {
    Map<String, CacheCalls.Call> calls = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>(Arrays.asList("k", null));
    Map<String, String> nullKey = Collections.singletonMap(null, "v");
    Map<String, String> nullValue = new HashMap<>();
    nullValue.put("k", "changed");
    nullValue.put("l", null);
    calls.put("get: key", cache -> cache.get(null));
    calls.put("getAll: keys", cache -> cache.getAll(null));
    calls.put("getAll: a key", cache -> cache.getAll(keys));
    calls.put("containsKey: key", cache -> cache.containsKey(null));
    calls.put("loadAll: keys", cache -> cache.loadAll(null, true, null));
    calls.put("loadAll: a key", cache -> cache.loadAll(keys, true, null));
    calls.put("put: key", cache -> cache.put(null, "v"));
    calls.put("put: value", cache -> cache.put("k", null));
    calls.put("getAndPut: key", cache -> cache.getAndPut(null, "v"));
    calls.put("getAndPut: value", cache -> cache.getAndPut("k", null));
    calls.put("putAll: entries", cache -> cache.putAll(null));
    calls.put("putAll: a key", cache -> cache.putAll(nullKey));
    calls.put("putAll: a value", cache -> cache.putAll(nullValue));
    calls.put("putIfAbsent: key", cache -> cache.putIfAbsent(null, "v"));
    calls.put("putIfAbsent: value", cache -> cache.putIfAbsent("l", null));
    calls.put("remove: key", cache -> cache.remove(null));
    calls.put("remove: key, value", cache -> cache.remove(null, "v"));
    calls.put("remove: old value", cache -> cache.remove("k", null));
    calls.put("getAndRemove: key", cache -> cache.getAndRemove(null));
    calls.put("replace: key", cache -> cache.replace(null, "v"));
    calls.put("replace: value", cache -> cache.replace("k", null));
    calls.put("replace: key, values", cache -> cache.replace(null, "v", "w"));
    calls.put("replace: old value", cache -> cache.replace("k", null, "w"));
    calls.put("replace: new value", cache -> cache.replace("k", "v", null));
    calls.put("getAndReplace: key", cache -> cache.getAndReplace(null, "v"));
    calls.put("getAndReplace: value", cache -> cache.getAndReplace("k", null));
    calls.put("removeAll: keys", cache -> cache.removeAll(null));
    calls.put("removeAll: a key", cache -> cache.removeAll(keys));
    calls.put("invoke: key", cache -> cache.invoke(null, CacheCalls.READ));
    calls.put("invoke: processor", cache -> cache.invoke("k", null));
    calls.put("invokeAll: keys", cache -> cache.invokeAll(null, CacheCalls.READ));
    calls.put("invokeAll: a key", cache -> cache.invokeAll(keys, CacheCalls.READ));
    calls.put("invokeAll: processor", cache -> cache.invokeAll(Set.of("k"), null));
    calls.put("register: listener", cache -> cache.registerCacheEntryListener(null));
    calls.put("deregister: listener", cache -> cache.deregisterCacheEntryListener(null));
    calls.put("getConfiguration: type", cache -> cache.getConfiguration(null));
    calls.put("unwrap: type", cache -> cache.unwrap(null));
    return calls;
  }

  @ParameterizedTest
  @MethodSource("names")
  void cacheMethod_null_throwsAndChangesNothing(String name) {
    for (Store.Kind kind : Store.Kind.values()) {
      try (Store store = Store.of(kind, folder)) {
        Cache<String, String> cache =
            Managers.cache(store.manager(), "users", String.class, String.class);
        cache.put("k", "v");

        assertThatThrownBy(() -> calls().get(name).on(cache))
            .as("%s, %s", name, kind)
            .isInstanceOf(NullPointerException.class)
            .hasMessageMatching(
                name.endsWith("type") ? "[\\s\\S]*" : "the [a-z ]+ must not be null");
        assertThat(cache).hasSize(1);
        assertThat(cache.get("k")).isEqualTo("v");
      }
    }
  }

  @Test
  void entryProcessor_setsNull_failsAndChangesNothing() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);
      cache.put("k", "v");

      assertThatThrownBy(
              () ->
                  cache.invoke(
                      "k",
                      (entry, arguments) -> {
                        entry.setValue(null);
                        return null;
                      }))
          .hasMessageContaining("the value must not be null");
      assertThat(cache.get("k")).isEqualTo("v");
    }
  }

  @Test
  void managerMethod_null_throws() {
    try (CacheManager manager = Managers.memory()) {
      for (Consumer<CacheManager> call : callsOfManager()) {
        assertThatThrownBy(() -> call.accept(manager))
            .isInstanceOf(NullPointerException.class)
            .hasMessageMatching("the [a-z ]+ must not be null");
      }
      assertThat(manager.getCacheNames()).isEmpty();
    }
  }

  private static List<Consumer<CacheManager>> callsOfManager() {
    return List.of(
        m -> m.createCache(null, new MutableConfiguration<>()),
        m -> m.createCache("a", null),
        m -> m.getCache(null),
        m -> m.getCache(null, String.class, String.class),
        m -> m.getCache("a", null, String.class),
        m -> m.getCache("a", String.class, null),
        m -> m.destroyCache(null),
        m -> m.enableManagement(null, true),
        m -> m.enableStatistics(null, true));
  }
}
