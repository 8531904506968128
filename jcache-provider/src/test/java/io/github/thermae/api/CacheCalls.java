package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.Named;

/** Every method of {@code Cache} that works on entries, to be called in turn. */
final class CacheCalls {
  static final EntryProcessor<String, String, String> READ = (entry, arguments) -> entry.getValue();

  static final MutableCacheEntryListenerConfiguration<String, String> LISTENER =
      new MutableCacheEntryListenerConfiguration<>(
          new FactoryBuilder.SingletonFactory<>(
              (CacheEntryCreatedListener<String, String>) events -> {}),
          null,
          false,
          true);

  /** A call. */
  interface Call {
    void on(Cache<String, String> cache);
  }

  private CacheCalls() {}

  /** Calls as arguments of a parameterised test. */
  static <T> Stream<Named<T>> named(Map<String, T> calls) {
    return calls.entrySet().stream().map(call -> Named.of(call.getKey(), call.getValue()));
  }

  /** By name and number of parameters. */
  static Map<String, Call> all() {
    Map<String, Call> calls = new TreeMap<>();
    calls.put("get/1", cache -> cache.get("k"));
    calls.put("getAll/1", cache -> cache.getAll(Set.of("k")));
    calls.put("containsKey/1", cache -> cache.containsKey("k"));
    calls.put("loadAll/3", cache -> cache.loadAll(Set.of("k"), true, null));
    calls.put("put/2", cache -> cache.put("k", "v"));
    calls.put("getAndPut/2", cache -> cache.getAndPut("k", "v"));
    calls.put("putAll/1", cache -> cache.putAll(Map.of("k", "v")));
    calls.put("putIfAbsent/2", cache -> cache.putIfAbsent("k", "v"));
    calls.put("remove/1", cache -> cache.remove("k"));
    calls.put("remove/2", cache -> cache.remove("k", "v"));
    calls.put("getAndRemove/1", cache -> cache.getAndRemove("k"));
    calls.put("replace/3", cache -> cache.replace("k", "v", "w"));
    calls.put("replace/2", cache -> cache.replace("k", "v"));
    calls.put("getAndReplace/2", cache -> cache.getAndReplace("k", "v"));
    calls.put("removeAll/1", cache -> cache.removeAll(Set.of("k")));
    calls.put("removeAll/0", Cache::removeAll);
    calls.put("clear/0", Cache::clear);
    calls.put("invoke/3", cache -> cache.invoke("k", READ));
    calls.put("invokeAll/3", cache -> cache.invokeAll(Set.of("k"), READ));
    calls.put("iterator/0", cache -> assertThat(cache.iterator()).isExhausted());
    calls.put("registerCacheEntryListener/1", cache -> cache.registerCacheEntryListener(LISTENER));
    calls.put(
        "deregisterCacheEntryListener/1", cache -> cache.deregisterCacheEntryListener(LISTENER));
    return calls;
  }
}
