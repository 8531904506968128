package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * By value, nobody outside can change what a cache holds: not through what he put in, not through
 * what he was given. By reference he holds the object itself.
 */
final class StoreByValueTest {
  private static final List<String> KEY = List.of("key");
  private static final List<String> VALUE = List.of("value");

  @TempDir Path folder;

  /** Where an entry lies when it is read. */
  enum Tier {
    HOT_IN_MEMORY(Store.Kind.MEMORY, 1_000, StoreOptions.DEFAULT_WARM_MAX_BYTES),
    WARM_IN_MEMORY(Store.Kind.MEMORY, 1, StoreOptions.DEFAULT_WARM_MAX_BYTES),
    HOT(Store.Kind.WRITE_THROUGH, 1_000, StoreOptions.DEFAULT_WARM_MAX_BYTES),
    WARM(Store.Kind.WRITE_THROUGH, 1, StoreOptions.DEFAULT_WARM_MAX_BYTES),
    COLD(Store.Kind.WRITE_THROUGH, 1, 0);

    final Store.Kind kind;
    final long hotEntries;
    final long warmBytes;

    Tier(Store.Kind kind, long hotEntries, long warmBytes) {
      this.kind = kind;
      this.hotEntries = hotEntries;
      this.warmBytes = warmBytes;
    }

    Store store(Path folder) {
      return Store.of(
          kind,
          folder,
          StoreOptions.builder().defaultHotMaxEntries(hotEntries).warmMaxBytes(warmBytes));
    }

    /** Makes room in the hot tier, where it holds just one. */
    void settle(Cache<List<String>, List<String>> cache) {
      cache.put(mutable("other"), mutable("x"));
      cache.put(mutable("another"), mutable("x"));
      assertThat(cache.get(List.of("other"))).isEqualTo(List.of("x"));
    }
  }

  /** A way to get hold of something of an entry; null for nothing. */
  interface Read {
    @Nullable Object of(Cache<List<String>, List<String>> cache, List<String> key);
  }

  /** A way to put an entry in. */
  interface Write {
    void to(Cache<List<String>, List<String>> cache, List<String> key, List<String> value);
  }

  /** Ways to get hold of a value; the cache has KEY and VALUE. */
  private static Map<String, Read> reads() {
    Map<String, Read> reads = new LinkedHashMap<>();
    reads.put("get", Cache::get);
    reads.put("getAll", (cache, key) -> cache.getAll(Set.of(key)).values());
    reads.put("iterator value", (cache, key) -> entry(cache, key).getValue());
    reads.put("iterator key", (cache, key) -> entry(cache, key).getKey());
    reads.put("getAndPut", (cache, key) -> cache.getAndPut(key, mutable("value")));
    reads.put("getAndReplace", (cache, key) -> cache.getAndReplace(key, mutable("value")));
    reads.put("processor value", (cache, key) -> cache.invoke(key, (e, a) -> e.getValue()));
    reads.put(
        "processor value changed inside",
        (cache, key) ->
            cache.invoke(
                key,
                (e, a) -> {
                  e.getValue().add("changed inside");
                  return null;
                }));
    reads.put(
        "processor value of all",
        (cache, key) ->
            cache.invokeAll(Set.of(key), (e, a) -> e.getValue()).values().stream()
                .map(result -> (Object) result.get())
                .toList());
    return reads;
  }

  private static Cache.Entry<List<String>, List<String>> entry(
      Cache<List<String>, List<String>> cache, List<String> key) {
    for (Cache.Entry<List<String>, List<String>> entry : cache) {
      if (entry.getKey().equals(key)) {
        return entry;
      }
    }
    throw new AssertionError("the iterator passes over " + key);
  }

  @ParameterizedTest
  @EnumSource
  void read_whatIsReturned_cannotChangeTheCache(Tier tier) {
    reads()
        .forEach(
            (name, read) -> {
              try (Store store = tier.store(folder.resolve(name))) {
                Cache<List<String>, List<String>> cache = cacheIn(store);
                cache.put(mutable("key"), mutable("value"));
                for (int i = 0; i < 3; i++) {
                  tier.settle(cache);
                  change(read.of(cache, mutable("key")));
                  assertUnchanged(name, cache);
                }
                store.restart();
                if (store.isDurable()) {
                  assertUnchanged(name, cacheIn(store));
                }
              }
            });
  }

  /** Adds to all lists that are found. */
  @SuppressWarnings("unchecked") // lists of strings are all there is
  private static void change(@Nullable Object read) {
    if (read instanceof ArrayList<?> list) {
      ((List<Object>) list).add("changed");
    } else if (read instanceof Collection<?> several) {
      several.forEach(StoreByValueTest::change);
    } else {
      assertThat(read).isNull();
    }
  }

  private static void assertUnchanged(String how, Cache<List<String>, List<String>> cache) {
    assertThat(cache.get(KEY)).as(how).isEqualTo(VALUE);
    assertThat(cache.getAll(Set.of(KEY))).as(how).isEqualTo(Map.of(KEY, VALUE));
    assertThat(entry(cache, KEY).getValue()).as(how).isEqualTo(VALUE);
  }

  private static Map<String, Write> writes() {
    Map<String, Write> writes = new LinkedHashMap<>();
    writes.put("put", Cache::put);
    writes.put("getAndPut", Cache::getAndPut);
    writes.put("putIfAbsent", Cache::putIfAbsent);
    writes.put(
        "putAll",
        (cache, key, value) -> {
          Map<List<String>, List<String>> entries = new HashMap<>();
          entries.put(key, value);
          cache.putAll(entries);
        });
    writes.put(
        "replace",
        (cache, key, value) -> {
          cache.put(mutable("key"), mutable("old"));
          cache.replace(key, value);
        });
    writes.put(
        "replace old",
        (cache, key, value) -> {
          cache.put(mutable("key"), mutable("old"));
          cache.replace(key, mutable("old"), value);
        });
    writes.put(
        "getAndReplace",
        (cache, key, value) -> {
          cache.put(mutable("key"), mutable("old"));
          cache.getAndReplace(key, value);
        });
    writes.put(
        "invoke",
        (cache, key, value) ->
            cache.invoke(
                key,
                (e, a) -> {
                  e.setValue(value);
                  return null;
                }));
    return writes;
  }

  @ParameterizedTest
  @EnumSource
  void write_whatWasGiven_cannotChangeTheCacheAfterwards(Tier tier) {
    writes()
        .forEach(
            (name, write) -> {
              try (Store store = tier.store(folder.resolve(name))) {
                Cache<List<String>, List<String>> cache = cacheIn(store);
                List<String> key = mutable("key");
                List<String> value = mutable("value");
                write.to(cache, key, value);
                key.add("changed");
                value.add("changed");
                assertUnchanged(name, cache);
                assertThat(cache.get(key)).as(name).isNull();
                tier.settle(cache);
                assertUnchanged(name, cache);
              }
            });
  }

  // ------------------------------------------------------------------ user code inside

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void events_whatListenersAreGiven_cannotChangeTheCache(Store.Kind kind) {
    ChangingListener listener = new ChangingListener();
    try (Store store = Store.of(kind, folder)) {
      Cache<List<String>, List<String>> cache = cacheIn(store);
      cache.registerCacheEntryListener(
          new MutableCacheEntryListenerConfiguration<>(
              new FactoryBuilder.SingletonFactory<>(listener), null, true, true));
      cache.put(mutable("key"), mutable("value"));
      assertUnchanged("created", cache);
      cache.put(mutable("key"), mutable("value"));
      assertUnchanged("updated", cache);
      assertThat(cache.getAndRemove(KEY)).isEqualTo(VALUE);
      assertThat(listener.seen)
          .containsExactly(
              "CREATED [key]=[value]", "UPDATED [key]=[value]", "REMOVED [key]=[value]");
    }
  }

  /** Changes all that it is given. */
  private static final class ChangingListener
      implements CacheEntryCreatedListener<List<String>, List<String>>,
          CacheEntryUpdatedListener<List<String>, List<String>>,
          CacheEntryRemovedListener<List<String>, List<String>> {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void onCreated(
        Iterable<CacheEntryEvent<? extends List<String>, ? extends List<String>>> events) {
      events.forEach(this::change);
    }

    @Override
    public void onUpdated(
        Iterable<CacheEntryEvent<? extends List<String>, ? extends List<String>>> events) {
      events.forEach(this::change);
    }

    @Override
    public void onRemoved(
        Iterable<CacheEntryEvent<? extends List<String>, ? extends List<String>>> events) {
      events.forEach(this::change);
    }

    private void change(CacheEntryEvent<? extends List<String>, ? extends List<String>> event) {
      seen.add(event.getEventType() + " " + event.getKey() + "=" + event.getValue());
      event.getKey().add("changed");
      event.getValue().add("changed");
      if (event.isOldValueAvailable()) {
        event.getOldValue().add("changed");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void loaderAndWriter_objectsTheyKeep_cannotChangeTheCache(Store.Kind kind) {
    KeepingParts parts = new KeepingParts();
    try (Store store = Store.of(kind, folder)) {
      Cache<List<String>, List<String>> cache =
          store
              .manager()
              .createCache(
                  "lists",
                  new MutableConfiguration<List<String>, List<String>>()
                      .setReadThrough(true)
                      .setWriteThrough(true)
                      .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(parts))
                      .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(parts)));
      assertThat(cache.get(KEY)).isEqualTo(VALUE);
      parts.changeAll();
      assertUnchanged("read-through", cache);
      cache.clear();
      assertThat(cache.getAll(Set.of(KEY))).isEqualTo(Map.of(KEY, VALUE));
      parts.changeAll();
      assertUnchanged("read-through of all", cache);
      CompletionListenerFuture done = new CompletionListenerFuture();
      cache.loadAll(Set.of(KEY), true, done);
      assertThat(done).succeedsWithin(Duration.ofSeconds(30));
      parts.changeAll();
      assertUnchanged("loadAll", cache);
      cache.put(mutable("key"), mutable("value"));
      parts.changeAll();
      assertUnchanged("write-through", cache);
    }
  }

  /** Keeps what it gave and was given. */
  private static final class KeepingParts
      implements CacheLoader<List<String>, List<String>>, CacheWriter<List<String>, List<String>> {
    private final List<List<String>> kept = new CopyOnWriteArrayList<>();

    void changeAll() {
      kept.forEach(list -> list.add("changed"));
      kept.clear();
    }

    @Override
    public List<String> load(List<String> key) {
      List<String> value = mutable("value");
      kept.add(value);
      return value;
    }

    @Override
    public Map<List<String>, List<String>> loadAll(Iterable<? extends List<String>> keys) {
      Map<List<String>, List<String>> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }

    @Override
    public void write(Cache.Entry<? extends List<String>, ? extends List<String>> entry) {
      kept.add(entry.getKey());
      kept.add(entry.getValue());
    }

    @Override
    public void writeAll(
        Collection<Cache.Entry<? extends List<String>, ? extends List<String>>> entries) {
      entries.forEach(this::write);
      entries.clear();
    }

    @Override
    public void delete(Object key) {}

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.clear();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void entryProcessor_changesItsKey_leavesTheCachesOwn(Store.Kind kind) {
    try (Store store = Store.of(kind, folder)) {
      Cache<List<String>, List<String>> cache = cacheIn(store);
      cache.invoke(
          mutable("key"),
          (e, a) -> {
            e.getKey().add("changed");
            e.setValue(mutable("value"));
            return null;
          });
      assertUnchanged("set", cache);
      cache.invoke(
          mutable("key"),
          (e, a) -> {
            e.getKey().add("changed");
            e.remove();
            return null;
          });
      assertThat(cache.get(KEY)).isNull();
      assertThat(cache).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void iterator_changedKey_stillRemovesItsEntry(Store.Kind kind) {
    try (Store store = Store.of(kind, folder)) {
      Cache<List<String>, List<String>> cache = cacheIn(store);
      cache.put(mutable("key"), mutable("value"));
      Iterator<Cache.Entry<List<String>, List<String>>> entries = cache.iterator();
      entries.next().getValue().clear();
      entries.remove();

      assertThat(cache).isEmpty();
    }
  }

  // ------------------------------------------------------------------ sharing

  enum Colour {
    RED
  }

  record Person(String name, LocalDate born, Colour colour, int age) {}

  static Stream<Object> immutables() {
    return Stream.of(
        "text",
        1_000_000,
        1_000_000_000_000L,
        1.5,
        LocalDate.of(2026, 1, 1),
        new UUID(1, 2),
        Colour.RED,
        new Person("ann", LocalDate.EPOCH, Colour.RED, 7),
        Optional.of("x"));
  }

  @ParameterizedTest
  @MethodSource("immutables")
  void get_immutableValue_isTheVeryObject(Object value) {
    for (Store.Kind kind : Store.Kind.values()) {
      try (Store store =
          Store.of(
              kind,
              folder.resolve(kind.name()),
              StoreOptions.builder().allowedClasses("io.github.thermae.api.*"))) {
        Cache<Object, Object> cache = Managers.untyped(store.manager(), "values");
        cache.put("k", value);

        assertThat(cache.get("k")).isSameAs(value);
        assertThat(cache.getAll(Set.of("k")).get("k")).isSameAs(value);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void byReference_anyRead_isTheVeryObject(Tier tier) {
    try (Store store = tier.store(folder)) {
      Cache<List<String>, List<String>> cache =
          store
              .manager()
              .createCache(
                  "lists",
                  new MutableConfiguration<List<String>, List<String>>().setStoreByValue(false));
      List<String> value = mutable("value");
      cache.put(mutable("key"), value);
      for (int i = 0; i < 3; i++) {
        tier.settle(cache);
        assertThat(cache.get(KEY)).isSameAs(value);
        tier.settle(cache);
        assertThat(cache.getAll(Set.of(KEY)).get(KEY)).isSameAs(value);
        tier.settle(cache);
        assertThat(entry(cache, KEY).getValue()).isSameAs(value);
        tier.settle(cache);
        assertThat(cache.<Object>invoke(KEY, (e, a) -> e.getValue())).isSameAs(value);
      }
      assertThat(cache.getAndRemove(KEY)).isSameAs(value);
    }
  }

  @Test
  void get_byteArray_isACopyEachTime() {
    try (Store store = Store.of(Store.Kind.MEMORY, folder)) {
      Cache<String, byte[]> cache =
          Managers.cache(store.manager(), "bytes", String.class, byte[].class);
      byte[] bytes = {1, 2, 3};
      cache.put("k", bytes);
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(cache.get("k"), (byte) 9);

      assertThat(cache.get("k")).containsExactly(1, 2, 3);
    }
  }

  @Test
  void get_nestedMutables_areCopiedAllTheWayDown() {
    try (Store store = Store.of(Store.Kind.MEMORY, folder)) {
      Cache<Object, Object> cache = Managers.untyped(store.manager(), "nested");
      Supplier<Map<String, List<List<String>>>> fresh =
          () -> new HashMap<>(Map.of("a", new ArrayList<>(List.of(mutable("x")))));
      Map<String, List<List<String>>> value = fresh.get();
      cache.put("k", value);
      value.values().forEach(list -> list.get(0).add("changed"));

      assertThat(cache.get("k")).isEqualTo(fresh.get());
    }
  }

  private static Cache<List<String>, List<String>> cacheIn(Store store) {
    return store
        .manager()
        .createCache("lists", new MutableConfiguration<List<String>, List<String>>());
  }

  private static List<String> mutable(String element) {
    return new ArrayList<>(List.of(element));
  }
}
