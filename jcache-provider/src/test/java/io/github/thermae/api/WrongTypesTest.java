package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A typed cache checks at run time what the compiler was talked out of. */
final class WrongTypesTest {
  @TempDir Path folder;

  /** A write. */
  interface Write {
    void on(Cache<Object, Object> cache);
  }

  static Stream<Named<Write>> wrongWrites() {
    return CacheCalls.named(writes());
  }

  /** By what is wrong: an Integer where a String is declared. */
  private static Map<String, Write> writes() {
    Map<Object, Object> values = new HashMap<>();
    values.put("k", "changed");
    values.put("l", 7);
    Map<String, Write> calls = new LinkedHashMap<>();
    calls.put("put: key", cache -> cache.put(7, "v"));
    calls.put("put: value", cache -> cache.put("k", 7));
    calls.put("getAndPut: key", cache -> cache.getAndPut(7, "v"));
    calls.put("getAndPut: value", cache -> cache.getAndPut("k", 7));
    calls.put("putIfAbsent: key", cache -> cache.putIfAbsent(7, "v"));
    calls.put("putIfAbsent: value", cache -> cache.putIfAbsent("l", 7));
    calls.put("putAll: key", cache -> cache.putAll(Map.of(7, "v")));
    calls.put("putAll: value", cache -> cache.putAll(values));
    calls.put("replace: value", cache -> cache.replace("k", 7));
    calls.put("replace: new value", cache -> cache.replace("k", "v", 7));
    calls.put("getAndReplace: value", cache -> cache.getAndReplace("k", 7));
    return calls;
  }

  @SuppressWarnings("unchecked") // as code with raw types does
  private static Cache<Object, Object> typed(CacheManager manager) {
    return (Cache<Object, Object>)
        (Cache<?, ?>) Managers.cache(manager, "users", String.class, String.class);
  }

  @ParameterizedTest
  @MethodSource("wrongWrites")
  void write_wrongType_namesCacheDeclaredAndFound(Write write) {
    for (Store.Kind kind : Store.Kind.values()) {
      try (Store store = Store.of(kind, folder)) {
        Cache<Object, Object> cache = typed(store.manager());
        cache.put("k", "v");

        assertThatThrownBy(() -> write.on(cache))
            .isInstanceOf(ClassCastException.class)
            .hasMessageMatching(
                "Cache 'users' has (key|value)s of type java.lang.String, but was given a"
                    + " java.lang.Integer");
        assertThat(cache).hasSize(1);
        assertThat(cache.get("k")).isEqualTo("v");
      }
    }
  }

  @Test
  void read_wrongTypeOfKey_findsNothing() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<Object, Object> cache = typed(manager);
      cache.put("7", "v");

      assertThat(cache.get(7)).isNull();
      assertThat(cache.containsKey(7)).isFalse();
      assertThat(cache.getAll(Set.of(7))).isEmpty();
      assertThat(cache.remove(7)).isFalse();
      assertThat(cache.getAndRemove(7)).isNull();
      assertThat(cache.remove("7", 7)).isFalse();
      assertThat(cache.get("7")).isEqualTo("v");
    }
  }

  @Test
  void entryProcessor_wrongType_failsAndChangesNothing() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<Object, Object> cache = typed(manager);
      cache.put("k", "v");

      assertThatThrownBy(
              () ->
                  cache.invoke(
                      "k",
                      (entry, arguments) -> {
                        entry.setValue(7);
                        return null;
                      }))
          .isInstanceOf(EntryProcessorException.class)
          .hasRootCauseInstanceOf(ClassCastException.class)
          .hasMessageContaining("Cache 'users' has values of type java.lang.String");
      assertThat(cache.get("k")).isEqualTo("v");
    }
  }

  @Test
  void loadAll_wrongTypeFromTheLoader_isToldAndNotStored() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<String, String> cache = manager.createCache("users", withWrongLoader());

      CompletionListenerFuture done = new CompletionListenerFuture();
      cache.loadAll(Set.of("a"), true, done);
      assertThatThrownBy(done::get).hasStackTraceContaining("has values of type java.lang.String");
      assertThat(Managers.tiersOf(cache).coldEntries()).isZero();
    }
  }

  @SuppressWarnings("unchecked") // as code with raw types does
  private static MutableConfiguration<String, String> withWrongLoader() {
    CacheLoader<String, String> loader =
        (CacheLoader<String, String>) (CacheLoader<?, ?>) new WrongLoader();
    return new MutableConfiguration<String, String>()
        .setTypes(String.class, String.class)
        .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(loader));
  }

  private static final class WrongLoader implements CacheLoader<Object, Object> {
    @Override
    public Object load(Object key) {
      return 7;
    }

    @Override
    public Map<Object, Object> loadAll(Iterable<?> keys) {
      Map<Object, Object> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, 7));
      return loaded;
    }
  }
}
