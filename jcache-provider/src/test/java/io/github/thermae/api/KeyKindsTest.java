package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.StoreOptions;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be a key: equal keys are one, different ones are two, the rest is refused. */
@SuppressWarnings({"JavaUtilDate", "ArrayRecordComponent", "JdkObsolete"}) // users have such keys
final class KeyKindsTest {
  @TempDir Path folder;

  enum Colour {
    RED,
    GREEN {
      @Override
      boolean isLight() {
        return true;
      }
    };

    boolean isLight() {
      return false;
    }
  }

  record Point(int x, int y) {}

  record Nested(Point point, List<String> names, Optional<Colour> colour, @Nullable Long number) {}

  /** A key as people write them. */
  static final class Name {
    private final String first;
    private final String last;
    private final transient int hash;

    Name(String first, String last) {
      this.first = first;
      this.last = last;
      this.hash = Objects.hash(first, last);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name that && first.equals(that.first) && last.equals(that.last);
    }

    @Override
    public int hashCode() {
      // As caching classes do: recomputed where the transient field was lost.
      return hash != 0 ? hash : Objects.hash(first, last);
    }
  }

  static final class WithoutEquals {
    final int number;

    WithoutEquals(int number) {
      this.number = number;
    }
  }

  record WithArray(int[] numbers) {}

  // ------------------------------------------------------------------ different keys

  static List<Object> differentKeys() {
    return List.of(
        1,
        1L,
        (short) 1,
        (byte) 1,
        "1",
        '1',
        1.0,
        1.0f,
        -0.0,
        0.0,
        Double.NaN,
        0,
        false,
        true,
        "true",
        BigInteger.ONE,
        BigDecimal.ONE,
        new BigDecimal("1.0"),
        Colour.RED,
        Colour.GREEN,
        "RED",
        new UUID(0, 1),
        new Date(1),
        Instant.ofEpochMilli(1),
        LocalDate.EPOCH,
        Locale.ROOT,
        TimeUnit.SECONDS,
        new Point(1, 2),
        new Point(2, 1),
        new Nested(new Point(1, 2), List.of("a"), Optional.of(Colour.RED), null),
        new Nested(new Point(1, 2), List.of("a"), Optional.empty(), 1L),
        new Name("a", "b"),
        new Name("b", "a"),
        List.of(),
        List.of(1),
        List.of(1L),
        List.of("1"),
        List.of(1, 2),
        List.of(2, 1),
        List.of(List.of(1), 2),
        Set.of(),
        Set.of(1, 2),
        Set.of("1", "2"),
        Map.of(),
        Map.of(1, 2),
        Map.of(2, 1),
        Map.entry(1, 2),
        Optional.empty(),
        Optional.of(1));
  }

  @ParameterizedTest
  @EnumSource
  void keys_ofManyTypesInOneCache_areAllDifferent(Store.Kind kind) {
    List<Object> keys = differentKeys();
    try (Store store = Store.of(kind, folder, allowing().defaultHotMaxEntries(2))) {
      Cache<Object, Object> cache = Managers.untyped(store.manager(), "keys");
      for (int i = 0; i < keys.size(); i++) {
        cache.put(keys.get(i), i);
      }
      assertThat(cache).hasSize(keys.size());
      store.restart();
      Cache<Object, Object> again =
          store.isDurable() ? Managers.untyped(store.manager(), "keys") : cache;
      for (int i = 0; i < keys.size(); i++) {
        assertThat(again.get(keys.get(i))).as("value of %s", keys.get(i)).isEqualTo(i);
      }
      Map<Object, Object> all = new HashMap<>();
      again.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
      assertThat(all.keySet()).isEqualTo(new HashSet<>(keys));
      keys.forEach(key -> assertThat(again.remove(key)).as("%s is there", key).isTrue());
      assertThat(again).isEmpty();
    }
  }

  // ------------------------------------------------------------------ equal keys

  static Stream<Named<Object[]>> equalKeys() {
    Set<String> backwards = new LinkedHashSet<>(List.of("c", "b", "a"));
    Map<String, Integer> linked = new LinkedHashMap<>();
    linked.put("b", 2);
    linked.put("a", 1);
    return Stream.of(
        equal("lists", List.of("a", "b"), new ArrayList<>(List.of("a", "b"))),
        equal("linked list", new LinkedList<>(List.of(1, 2)), List.of(1, 2)),
        equal("sets", new TreeSet<>(Set.of("a", "b", "c")), backwards),
        equal("hash sets", withCapacity(3, 1_000), withCapacity(1_000, 1_000)),
        equal("maps", linked, Map.of("a", 1, "b", 2)),
        equal("nested", List.of(Set.of(1, 2, 3)), List.of(new TreeSet<>(Set.of(3, 2, 1)))),
        equal("class", new Name("a", "b"), new Name("a", "b")),
        equal("record", new Point(1, 2), new Point(1, 2)),
        equal("date", new Date(7), new Date(7)),
        equal("nan", Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L)),
        equal("strings", "ab", "a".concat("b")),
        equal("uuid", new UUID(1, 2), UUID.fromString("00000000-0000-0001-0000-000000000002")));
  }

  private static Set<Integer> withCapacity(int capacity, int elements) {
    Set<Integer> set = new HashSet<>(capacity);
    for (int i = 0; i < elements; i++) {
      set.add(i * 7919);
    }
    return set;
  }

  private static Named<Object[]> equal(String name, Object one, Object other) {
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    return Named.of(name, new Object[] {one, other});
  }

  @ParameterizedTest
  @MethodSource("equalKeys")
  void keys_thatAreEqual_areOneInEveryTier(Object[] keys) {
    for (Store.Kind kind : Store.Kind.values()) {
      try (Store store =
          Store.of(kind, folder.resolve(kind.name()), allowing().defaultHotMaxEntries(1))) {
        Cache<Object, Object> cache = Managers.untyped(store.manager(), "keys");
        cache.put(keys[0], "1");
        assertThat(cache.get(keys[1])).as("hot, %s", kind).isEqualTo("1");
        cache.put("another", "x");
        cache.put("and another", "x");
        assertThat(cache.get(keys[1])).as("below, %s", kind).isEqualTo("1");
        cache.put(keys[1], "2");
        assertThat(cache.get(keys[0])).isEqualTo("2");
        assertThat(cache).hasSize(3);
        store.restart();
        if (store.isDurable()) {
          Cache<Object, Object> again = Managers.untyped(store.manager(), "keys");
          assertThat(again.get(keys[0])).isEqualTo("2");
          assertThat(again.remove(keys[1])).isTrue();
          assertThat(again).hasSize(2);
        }
      }
    }
  }

  // ------------------------------------------------------------------ refused keys

  static Stream<Named<Object>> unfitKeys() {
    return Stream.of(
        Named.of("int[]", new int[] {1}),
        Named.of("String[]", new String[] {"a"}),
        Named.of("byte[]", new byte[0]),
        Named.of("class without equals", new WithoutEquals(1)),
        Named.of("record of an array", new WithArray(new int[] {1})),
        Named.of("list of an array", List.of(new int[] {1})),
        Named.of("object", new Object()),
        Named.of("atomic", new AtomicInteger(1)),
        Named.of("weak reference", new WeakReference<>("a")),
        Named.of("thread", Thread.currentThread()),
        Named.of("lambda", (Runnable) () -> {}),
        Named.of("list of itself", listOfItself()));
  }

  private static List<Object> listOfItself() {
    // A list whose hashCode would not end is no key of any map; this one stands for deep ones.
    List<Object> list = List.of("end");
    for (int i = 0; i < 1_000; i++) {
      list = List.of(list);
    }
    return list;
  }

  @ParameterizedTest
  @MethodSource("unfitKeys")
  void put_keyThatIsNotEqualToItsCopy_isRefusedByClassAndCache(Object key) {
    for (Store.Kind kind : Store.Kind.values()) {
      try (Store store = Store.of(kind, folder.resolve(kind.name()), allowing())) {
        Cache<Object, Object> cache = Managers.untyped(store.manager(), "my keys");
        for (Consumer<Cache<Object, Object>> write : writesOf(key)) {
          assertThatThrownBy(() -> write.accept(cache))
              .as("%s", kind)
              .isInstanceOf(CacheException.class)
              .hasMessageContaining("cache 'my keys'")
              .hasMessageContaining("cannot be");
        }
        assertThat(cache).isEmpty();
      }
    }
  }

  private static List<Consumer<Cache<Object, Object>>> writesOf(Object key) {
    return List.of(
        cache -> cache.put(key, "v"),
        cache -> cache.getAndPut(key, "v"),
        cache -> cache.putIfAbsent(key, "v"),
        cache -> cache.putAll(Map.of(key, "v")),
        cache ->
            cache.invoke(
                key,
                (entry, arguments) -> {
                  entry.setValue("v");
                  return null;
                }));
  }

  @Test
  void put_array_saysWhatToUseInstead() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<Object, Object> cache = Managers.untyped(manager, "keys");

      assertThatThrownBy(() -> cache.put(new int[] {1}, "v"))
          .hasMessage(
              "An array (int[]) cannot be a key in cache 'keys': arrays are equal only to"
                  + " themselves. Use a List, or a record of its elements");
    }
  }

  // ------------------------------------------------------------------ as others read them

  @Test
  void longKeys_ofATypedCache_areIntegersToSql() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<Long, String> cache = Managers.cache(manager, "orders", Long.class, String.class);
      for (long key : new long[] {42, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53}) {
        cache.put(key, "v" + key);
        assertThat(found("SELECT count(*) FROM orders WHERE key = " + sql(key))).isEqualTo(1);
      }
      assertThat(found("SELECT count(*) FROM orders WHERE typeof(key) = 'integer'")).isEqualTo(6);
      cache.remove(42L);
      assertThat(found("SELECT count(*) FROM orders WHERE key = 42")).isZero();
    }
  }

  private static String sql(long number) {
    return number == Long.MIN_VALUE ? "-9223372036854775808" : Long.toString(number);
  }

  @Test
  void stringKeys_areTextToSql() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);
      List<String> keys = List.of("alice", "42", "it's", "", "ü", "\uD83D\uDE00", "a%b");
      keys.forEach(key -> cache.put(key, "v"));

      for (String key : keys) {
        assertThat(
                Sql.number(Store.fileIn(folder), "SELECT count(*) FROM users WHERE key = ?", key))
            .isEqualTo(1);
      }
      assertThat(found("SELECT count(*) FROM users WHERE key = 'alice'")).isEqualTo(1);
      assertThat(found("SELECT count(*) FROM users WHERE key = 42")).as("a number").isZero();
    }
  }

  @Test
  void longKeys_cacheDeclaredOtherwiseLater_areFoundAllTheSame() {
    try (Store store = Store.of(Store.Kind.WRITE_THROUGH, folder)) {
      Managers.cache(store.manager(), "typed", Long.class, String.class).put(42L, "typed");
      Managers.untyped(store.manager(), "untyped").put(42L, "untyped");
      store.restart();
      Cache<Object, Object> typed = Managers.untyped(store.manager(), "typed");
      Cache<Long, String> untyped =
          Managers.cache(store.manager(), "untyped", Long.class, String.class);

      assertThat(typed.get(42L)).isEqualTo("typed");
      assertThat(typed.get(42)).isNull();
      typed.put(42, "int");
      assertThat(untyped.get(42L)).isEqualTo("untyped");
      store.restart();
      Cache<Object, Object> again = Managers.untyped(store.manager(), "typed");
      assertThat(again.get(42L)).isEqualTo("typed");
      assertThat(again.get(42)).isEqualTo("int");
      assertThat(again).hasSize(2);
    }
  }

  @Test
  void dateKeys_inAnyTimeZone_areTheSame() {
    TimeZone before = TimeZone.getDefault();
    try (Store store = Store.of(Store.Kind.WRITE_THROUGH, folder)) {
      Managers.cache(store.manager(), "dates", Date.class, String.class).put(new Date(5), "v");
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      store.restart();

      assertThat(
              Managers.cache(store.manager(), "dates", Date.class, String.class).get(new Date(5)))
          .isEqualTo("v");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private long found(String select) {
    return Sql.number(Store.fileIn(folder), select);
  }

  private static StoreOptions.Builder allowing() {
    return StoreOptions.builder().allowedClasses(KeyKindsTest.class.getPackageName() + ".*");
  }
}
