package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is closed says so, by name, in every method, and does nothing. */
final class ClosedTest {
  /** Methods that JSR-107 lets a closed cache answer. */
  private static final Set<String> ALLOWED =
      Set.of(
          "getName/0",
          "getCacheManager/0",
          "getConfiguration/1",
          "close/0",
          "isClosed/0",
          "unwrap/1",
          "forEach/1",
          "spliterator/0");

  @TempDir Path folder;

  /** The ways to close a cache. */
  enum Way {
    CACHE {
      @Override
      void close(Cache<?, ?> cache) {
        cache.close();
      }
    },
    MANAGER {
      @Override
      void close(Cache<?, ?> cache) {
        cache.getCacheManager().close();
      }
    },
    DESTROY {
      @Override
      void close(Cache<?, ?> cache) {
        cache.getCacheManager().destroyCache(cache.getName());
      }
    },
    PROVIDER {
      @Override
      void close(Cache<?, ?> cache) {
        cache.getCacheManager().getCachingProvider().close();
      }
    };

    abstract void close(Cache<?, ?> cache);
  }

  @Test
  void calls_coverTheWholeInterface() {
    Set<String> methods =
        Arrays.stream(Cache.class.getMethods())
            .map(method -> method.getName() + "/" + method.getParameterCount())
            .collect(Collectors.toCollection(TreeSet::new));
    methods.removeAll(ALLOWED);

    assertThat(CacheCalls.all().keySet()).isEqualTo(methods);
  }

  @ParameterizedTest
  @EnumSource
  void everyMethod_cacheClosed_saysSoByName(Way way) {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<String, String> cache = Managers.cache(manager, "my users", String.class, String.class);
      cache.put("k", "hot");
      cache.put("l", "v");
      Iterator<Cache.Entry<String, String>> iterator = cache.iterator();
      way.close(cache);

      assertThat(cache.isClosed()).isTrue();
      CacheCalls.all()
          .forEach(
              (name, call) ->
                  assertThatThrownBy(() -> call.on(cache))
                      .as(name)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessage(
                          "Cache 'my users' is closed: get it from its manager again, or create it"
                              + " again"));
      assertThatThrownBy(iterator::next).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> cache.unwrap(ThermaeCache.class).tierStatistics())
          .isInstanceOf(IllegalStateException.class);
      assertThat(cache.getName()).isEqualTo("my users");
      assertThat(cache.getCacheManager()).isSameAs(manager);
      assertThat(Managers.configurationOf(cache).getKeyType()).isEqualTo(String.class);
      cache.close();
    }
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<String, String> cache = Managers.cache(manager, "my users", String.class, String.class);
      assertThat(cache.get("k")).isEqualTo(way == Way.DESTROY ? null : "hot");
    }
  }

  static Stream<Named<Consumer<CacheManager>>> managerCalls() {
    return CacheCalls.named(callsOfManager());
  }

  private static Map<String, Consumer<CacheManager>> callsOfManager() {
    Map<String, Consumer<CacheManager>> calls = new TreeMap<>();
    calls.put("createCache", m -> m.createCache("a", new MutableConfiguration<>()));
    calls.put("getCache", m -> m.getCache("users"));
    calls.put("getCache typed", m -> m.getCache("users", String.class, String.class));
    calls.put("getCacheNames", CacheManager::getCacheNames);
    calls.put("destroyCache", m -> m.destroyCache("users"));
    calls.put("enableManagement", m -> m.enableManagement("users", true));
    calls.put("enableStatistics", m -> m.enableStatistics("users", true));
    return calls;
  }

  @ParameterizedTest
  @MethodSource("managerCalls")
  void everyMethod_managerClosed_saysSoByUri(Consumer<CacheManager> call) {
    CacheManager manager = Managers.memory();
    Managers.cache(manager, "users", String.class, String.class);
    manager.close();

    assertThatThrownBy(() -> call.accept(manager))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The cache manager thermae:default is closed: get one from the caching provider again");
  }

  @Test
  void managerClosed_whatItIs_canStillBeAsked() {
    CacheManager manager = Managers.memory();
    manager.close();

    assertThat(manager.isClosed()).isTrue();
    assertThat(manager.getURI()).isEqualTo(manager.getCachingProvider().getDefaultURI());
    assertThat(manager.getProperties()).isEmpty();
    assertThat(manager.getClassLoader()).isNotNull();
    assertThat(manager.unwrap(CacheManager.class)).isSameAs(manager);
    manager.close();
  }
}
