package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.StoreOptions;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.MutableEntry;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot, or must not, be stored: a clear refusal, and the entry as it was. */
final class RefusedValuesTest {
  @TempDir Path folder;

  /** A class that the tests' caches do not declare. */
  record Order(int id, List<String> items) {}

  record Holder(Object anything) {}

  static Stream<Named<Object>> unfitValues() {
    return Stream.of(
        Named.of("thread", Thread.currentThread()),
        Named.of("lambda", (Runnable) () -> {}),
        Named.of("stream", new ByteArrayInputStream(new byte[1])),
        Named.of("class loader", RefusedValuesTest.class.getClassLoader()),
        Named.of("class", String.class),
        Named.of("lock", new ReentrantLock()),
        Named.of(
            "proxy",
            Proxy.newProxyInstance(
                RefusedValuesTest.class.getClassLoader(),
                new Class<?>[] {Runnable.class},
                (proxy, method, arguments) -> null)),
        Named.of("list of a thread", List.of(1, Thread.currentThread())),
        Named.of("record of a thread", new Holder(Thread.currentThread())));
  }

  @ParameterizedTest
  @MethodSource("unfitValues")
  void write_valueThatIsNoData_isRefusedByClassAndCache(Object value) {
    for (Store.Kind kind : Store.Kind.values()) {
      StoreOptions.Builder all =
          StoreOptions.builder().allowedClasses("io.github.thermae.**", "java.**", "jdk.**");
      try (Store store = Store.of(kind, folder.resolve(kind.name()), all)) {
        assertEveryWriteRefused(
            Managers.untyped(store.manager(), "my values"), value, "cache 'my values'");
        store.restart();
        Cache<Object, Object> again =
            store.isDurable()
                ? Managers.untyped(store.manager(), "my values")
                : store.manager().getCache("my values");
        assertThat(again).hasSize(1);
        assertThat(again.get("k")).isEqualTo("before");
      }
    }
  }

  @Test
  void write_classNotAllowed_namesClassCacheAndSetting() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");
      assertEveryWriteRefused(
          cache,
          new Order(1, List.of()),
          "Class "
              + Order.class.getName()
              + " is not allowed in cache 'orders': declare it as the cache's key or value type, or"
              + " add it to the setting thermae.store.allowed-classes (for example"
              + " \"io.github.thermae.api.**\")");
      assertEveryWriteRefused(
          cache, List.of(Map.of(1, new Order(1, List.of()))), Order.class.getName());
    }
    assertThat(Sql.number(Store.fileIn(folder), "SELECT count(*) FROM thermae_class")).isZero();
  }

  @Test
  void put_keyClassNotAllowed_namesClassCacheAndSetting() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");

      assertThatThrownBy(() -> cache.put(new Order(1, List.of()), "v"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(Order.class.getName())
          .hasMessageContaining("'orders'")
          .hasMessageContaining("thermae.store.allowed-classes");
      assertThat(cache).isEmpty();
    }
  }

  @Test
  void put_classNotAllowedInMemory_isNoMatter() {
    try (CacheManager manager = Managers.memory()) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");
      cache.put("k", new Order(1, List.of("a")));

      assertThat(cache.get("k")).isEqualTo(new Order(1, List.of("a")));
    }
  }

  @Test
  void put_byReferenceInMemory_takesAnything() {
    try (CacheManager manager =
        Managers.open(StoreOptions.builder().defaultHotMaxEntries(1).build())) {
      Cache<Object, Object> cache =
          manager.createCache("things", new MutableConfiguration<>().setStoreByValue(false));
      cache.put("k", Thread.currentThread());
      assertThat(cache.get("k")).isSameAs(Thread.currentThread());
      // Down it cannot go: it is evicted, and said so.
      cache.put("l", Thread.currentThread());
      cache.put("m", "x");

      assertThat(cache.get("m")).isEqualTo("x");
      assertThat(Managers.tiersOf(cache).evictions()).isPositive();
    }
  }

  private static void assertEveryWriteRefused(
      Cache<Object, Object> cache, Object value, String message) {
    cache.put("k", "before");
    for (Consumer<Cache<Object, Object>> write : writesOf(value)) {
      assertThatThrownBy(() -> write.accept(cache))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(message);
    }
    assertThat(cache.get("k")).isEqualTo("before");
    assertThat(cache).hasSize(1);
  }

  private static List<Consumer<Cache<Object, Object>>> writesOf(Object value) {
    return List.of(
        cache -> cache.put("k", value),
        cache -> cache.put("new", value),
        cache -> cache.getAndPut("k", value),
        cache -> cache.putIfAbsent("new", value),
        cache -> cache.putAll(Map.of("k", "after", "l", value)),
        cache -> cache.replace("k", value),
        cache -> cache.replace("k", "before", value),
        cache -> cache.getAndReplace("k", value),
        cache -> cache.invoke("k", RefusedValuesTest::set, value),
        cache ->
            cache
                .invokeAll(Set.of("k"), RefusedValuesTest::set, value)
                .forEach((key, result) -> result.get()));
  }

  private static Object set(MutableEntry<Object, Object> entry, Object... arguments) {
    entry.setValue(arguments[0]);
    return "set";
  }
}
