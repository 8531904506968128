package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey.Kind;
import io.github.thermae.internal.codec.Samples.Color;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({
  "JavaUtilDate",
  "JdkObsolete",
  "IdentityHashMapUsage",
  "UnnecessaryStringBuilder"
})
class CanonicalKeyCodecTest {
  private final CanonicalKeyCodec codec = Codecs.keys();

  static Stream<Object> distinct() {
    return Stream.of(
        "1",
        "",
        "\0",
        "a\0",
        "\uD800",
        "\uDC00\uD800",
        "日本\uD800",
        '1',
        1,
        1L,
        (short) 1,
        (byte) 1,
        1.0,
        1.0f,
        0.0,
        -0.0,
        0.0f,
        -0.0f,
        Double.NaN,
        Float.NaN,
        true,
        BigInteger.ONE,
        new BigDecimal("1"),
        new BigDecimal("1.0"),
        new BigDecimal("1.00"),
        new UUID(0, 1),
        Instant.ofEpochMilli(1),
        new Date(1),
        new java.sql.Date(2),
        LocalDate.of(2026, 1, 1),
        Locale.GERMAN,
        Color.RED,
        Color.GREEN,
        Samples.Color.valueOf("BLUE"),
        List.of(),
        List.of("1"),
        List.of(1),
        List.of(1L),
        List.of(1, 1),
        List.of(List.of(1)),
        Arrays.asList(1, null),
        Set.of(),
        Set.of(1),
        Set.of(1L),
        Set.of("1"),
        Map.of(),
        Map.of(1, 1),
        Map.of(1, 1L),
        Optional.empty(),
        Optional.of(1),
        Optional.of(Optional.empty()),
        Map.entry(1, 1),
        Map.entry(1, 2),
        new Samples.Person("a", 1, List.of()),
        new Samples.Person("a", 1, List.of(Color.RED)),
        new Samples.Wrapped(null),
        new Samples.Wrapped(1),
        new Samples.Wrapped(1L),
        new Samples.Derived(1, "x", 1.5),
        new Samples.SimpleKey(1),
        new Samples.SimpleKey(1L),
        new Samples.SimpleKey(1, 1),
        new Samples.SimpleKey(new int[] {1}),
        new Samples.SimpleKey(List.of(1)),
        new Samples.Replaced("x"),
        new Samples.External(1),
        new Samples.SelfWriting(Map.of("a", 1), Set.of("b"), "c", "c"),
        shelf("a", "b"));
  }

  @ParameterizedTest
  @MethodSource("distinct")
  void decode_encodedKey_isEqualAndHashesAlike(Object key) {
    Object copy = codec.decode(codec.encode(key));

    assertThat(copy).isEqualTo(key);
    assertThat(key).isEqualTo(copy);
    assertThat(copy.hashCode()).isEqualTo(key.hashCode());
    assertThat(codec.encode(copy)).isEqualTo(codec.encode(key));
  }

  @Test
  void encode_unequalKeys_giveUnequalForms() {
    List<Object> keys = distinct().toList();
    for (int i = 0; i < keys.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(codec.encode(keys.get(i)))
            .as("%s and %s", keys.get(i), keys.get(j))
            .isNotEqualTo(codec.encode(keys.get(j)));
      }
    }
  }

  private void requireSameForm(Object... equal) {
    for (Object key : equal) {
      assertThat(key).isEqualTo(equal[0]);
      assertThat(codec.encode(key))
          .as("%s of %s", key, key.getClass())
          .isEqualTo(codec.encode(equal[0]));
    }
  }

  @Test
  void encode_equalCollections_giveEqualFormsWhateverTheirClass() {
    List<Object> list = Arrays.asList(1, "b", 'c');
    requireSameForm(
        list,
        new ArrayList<>(list),
        new LinkedList<>(list),
        List.of(1, "b", 'c'),
        list.stream().toList(),
        Collections.unmodifiableList(list),
        new CopyOnWriteArrayList<>(list),
        List.of(0, 1, "b", 'c').subList(1, 4));
    requireSameForm(List.of(), Collections.emptyList(), new ArrayList<>());
    Set<Integer> set = Set.of(3, 1, 2, 300, -5);
    requireSameForm(
        set,
        new HashSet<>(set),
        new TreeSet<>(set),
        new LinkedHashSet<>(List.of(300, 2, 1, 3, -5)),
        Collections.unmodifiableSet(set),
        withKeys(set).keySet());
    requireSameForm(EnumSet.of(Color.RED, Color.GREEN), Set.of(Color.GREEN, Color.RED));
    Map<String, List<Integer>> map = Map.of("a", List.of(1), "b", List.of());
    requireSameForm(
        map,
        new HashMap<>(map),
        new TreeMap<>(map),
        new TreeMap<>(map).descendingMap(),
        new LinkedHashMap<>(map),
        new ConcurrentHashMap<>(map),
        Map.of("b", new LinkedList<>(), "a", Arrays.asList(1)));
    requireSameForm(new EnumMap<>(Map.of(Color.RED, 1)), Map.of(Color.RED, 1));
    requireSameForm(Map.entry(1, 2), new SimpleEntry<>(1, 2));
    requireSameForm(Optional.of(List.of(1)), Optional.of(new LinkedList<>(List.of(1))));
  }

  private static Map<Integer, Boolean> withKeys(Set<Integer> keys) {
    Map<Integer, Boolean> map = new ConcurrentHashMap<>();
    keys.forEach(key -> map.put(key, true));
    return map;
  }

  @Test
  void encode_nestedCollections_giveEqualForms() {
    requireSameForm(
        new Samples.Person("a", 1, new LinkedList<>(List.of(Color.RED))),
        new Samples.Person("a", 1, List.of(Color.RED)));
    requireSameForm(
        new Samples.SimpleKey(Set.of(1, 2, 3), "x", List.of(1)),
        new Samples.SimpleKey(new TreeSet<>(Set.of(3, 2, 1)), "x", new LinkedList<>(List.of(1))));
    String a = new String("same".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    requireSameForm(new Samples.SimpleKey("same", "same"), new Samples.SimpleKey(a, "same"));
    requireSameForm(
        new Samples.SimpleKey("a", "b"), new Samples.SimpleKey((Object[]) new String[] {"a", "b"}));
  }

  record Numbers(double d, float f) {}

  @Test
  void encode_nanOfAnyBits_givesOneForm() {
    requireSameForm(
        new Numbers(Double.NaN, Float.NaN),
        new Numbers(
            Double.longBitsToDouble(0x7ff8000000000123L), Float.intBitsToFloat(0x7fc00123)));
    requireSameForm(Double.NaN, Double.longBitsToDouble(0x7ff8000000000123L));
    assertThat(codec.encode(new Numbers(0.0, 0))).isNotEqualTo(codec.encode(new Numbers(-0.0, 0)));
  }

  @Test
  void encode_selfWritingClass_doesNotShowIdentityNorHashOrder() {
    String same = new String("same".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    Set<String> grown = new HashSet<>(1000);
    grown.addAll(List.of("b", "a", "c", "dd", "ee"));
    Map<String, Integer> content = Map.of("x", 1000, "y", 2000);
    Object list = new ArrayList<>(List.of(5000));
    requireSameForm(
        new Samples.SelfWriting(
            content, Set.of("a", "b", "c", "dd", "ee"), "same", "same", list, list),
        new Samples.SelfWriting(
            new HashMap<>(content),
            grown,
            "same",
            same,
            List.of(5000),
            new ArrayList<>(List.of(5000))),
        new Samples.SelfWriting(
            content,
            new LinkedHashSet<>(List.of("ee", "dd", "c", "b", "a")),
            same,
            "same",
            list,
            new ArrayList<>(List.of(5000))));
  }

  @Test
  void encode_urisThatAreEqual_giveEqualForms() {
    requireSameForm(
        URI.create("HTTP://Example.ORG:/%c3%bc?q=%3D#%aa"),
        URI.create("http://example.org/%C3%bC?q=%3d#%AA"));
    requireSameForm(URI.create("URN:a%2f"), URI.create("urn:a%2F"));
    for (String uri :
        List.of(
            "",
            "a",
            "/a/b",
            "?q",
            "#f",
            "//host",
            "file:/a",
            "file:///a",
            "urn:x#y",
            "http://u@h:8/p",
            "http://[::1]:80/",
            "//reg_name:x/",
            "x:///",
            "a%20b")) {
      assertThat(codec.decode(codec.encode(URI.create(uri)))).as(uri).isEqualTo(URI.create(uri));
    }
    assertThat(codec.encode(URI.create("a/B"))).isNotEqualTo(codec.encode(URI.create("a/b")));
  }

  private static Samples.Shelf shelf(String... list) {
    return new Samples.Shelf(
        new LinkedList<>(List.of(list)),
        new TreeMap<>(Map.of("k", 1)),
        EnumSet.of(Color.BLUE),
        new TreeSet<>(Set.of(4)));
  }

  @Test
  void decode_fieldsThatNameACollectionClass_getThatClass() {
    Samples.Shelf copy = (Samples.Shelf) codec.decode(codec.encode(shelf("a")));

    assertThat(copy.list).isInstanceOf(LinkedList.class);
    assertThat(copy.map).isInstanceOf(TreeMap.class);
    assertThat(copy.colors).isInstanceOf(EnumSet.class);
    assertThat(copy.any).isInstanceOf(Set.class);
    assertThat(
            codec.decode(
                codec.encode(
                    new Samples.Shelf(
                        new LinkedList<>(),
                        new TreeMap<>(),
                        EnumSet.noneOf(Color.class),
                        List.of()))))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "grün 日本 😀", "x'; DROP TABLE users"})
  void encode_wellFormedString_isText(String key) {
    EncodedKey encoded = codec.encode(key);

    assertThat(encoded.kind()).isEqualTo(Kind.TEXT);
    assertThat(encoded.text()).isEqualTo(key);
  }

  @Test
  void encode_stringsThatSqliteWouldMerge_areBinaryAndDistinct() {
    for (String key : List.of("\uD800", "\uDC00", "\uD801x", "a\0b", "\0", "\uDC00\uD800")) {
      assertThat(codec.encode(key).kind()).isEqualTo(Kind.BINARY);
    }
  }

  @Test
  void encode_declaredIntegerType_isInteger() {
    for (Object key : List.of(5L, 5, (short) 5, (byte) 5, Long.MIN_VALUE, Integer.MAX_VALUE)) {
      CanonicalKeyCodec typed = Codecs.keys(new MemoryDictionary(), key.getClass());
      EncodedKey encoded = typed.encode(key);

      assertThat(encoded.kind()).isEqualTo(Kind.INTEGER);
      assertThat(encoded.integer()).isEqualTo(((Number) key).longValue());
      assertThat(typed.decode(encoded)).isEqualTo(key);
      assertThat(codec.encode(key).kind()).isEqualTo(Kind.BINARY);
    }
  }

  @Test
  void encode_otherIntegerTypeThanDeclared_isBinary() {
    CanonicalKeyCodec typed = Codecs.keys(new MemoryDictionary(), Long.class);

    assertThat(typed.encode(5).kind()).isEqualTo(Kind.BINARY);
    assertThat(typed.decode(typed.encode(5))).isEqualTo(5);
  }

  @Test
  void decode_integerThatTheTypeCannotHold_isDamaged() {
    CanonicalKeyCodec bytes = Codecs.keys(new MemoryDictionary(), Byte.class);

    assertThatThrownBy(() -> bytes.decode(EncodedKey.ofInteger(128)))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> codec.decode(EncodedKey.ofInteger(1)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void constructor_integerTypeThatIsNone_isRefused() {
    assertThatThrownBy(() -> Codecs.keys(new MemoryDictionary(), String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  record HoldsArray(Object content) {}

  static final class Cyclic {
    @Nullable Object content;

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  private void requireRefused(Object key, String... messages) {
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> codec.encode(key))
          .isExactlyInstanceOf(ThermaeException.class)
          .hasMessageContaining("cache 'users'")
          .hasMessageContainingAll(messages);
    }
  }

  @Test
  void encode_arrays_areRefusedWithAHint() throws Exception {
    requireRefused(new byte[] {1}, "byte[]", "List");
    requireRefused(new String[] {"a"}, "java.lang.String[]", "List");
    requireRefused(List.of(new int[] {1}), "List");
    codec.encode(new HoldsArray("no array"));
    requireRefused(new HoldsArray(new int[] {1}), "HoldsArray", "List");
    codec.encode(new HoldsArray("no array"));
  }

  @Test
  void encode_keysWithoutEqualityOfContent_areRefused() throws Exception {
    requireRefused(new Samples.NoEquals(1), "NoEquals", "not equal", "equals");
    requireRefused(new Samples.LostHash("x"), "LostHash", "hash code");
    requireRefused(List.of(new Samples.NoEquals(1)), "not equal");
    requireRefused(new AtomicLong(1), "AtomicLong", "equals");
    requireRefused(new StringBuilder("x"), "StringBuilder");
    requireRefused(new Object(), "java.lang.Object");
    requireRefused(new ArrayDeque<>(List.of(1)), "ArrayDeque");
    requireRefused(new IdentityHashMap<>(Map.of("a", 1)), "IdentityHashMap", "identity");
    requireRefused(new URL("https://127.0.0.1/"), "java.net.URL");
    requireRefused(new Thread(), "java.lang.Thread");
    requireRefused(new Exception("x"), "Exception");
  }

  @Test
  void encode_cycleOrDepth_isRefused() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    Cyclic cyclic = new Cyclic();
    cyclic.content = cyclic;
    Object deep = 1;
    for (int i = 0; i < 1000; i++) {
      deep = List.of(deep);
    }
    requireRefused(itself, "contains itself");
    requireRefused(cyclic, "contains itself");
    requireRefused(deep, "100 nested");
  }

  @Test
  void decode_asDeepAsAllowed_works() {
    Object deep = 1;
    for (int i = 0; i < KeyClasses.DEPTH_MAX; i++) {
      deep = List.of(deep);
    }

    assertThat(codec.decode(codec.encode(deep))).isEqualTo(deep);
  }

  @Test
  void encode_classOutsideTheGate_isRefusedWithTheSetting() {
    CanonicalKeyCodec closed =
        new CanonicalKeyCodec(
            "users",
            Codecs.loader(),
            new MemoryDictionary(),
            ClassGate.of("users", List.of(Samples.Person.class), List.of()),
            null);

    closed.encode(new Samples.Person("a", 1, List.of(Color.RED)));
    assertThatThrownBy(() -> closed.encode(new Samples.Wrapped(1)))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining("is not allowed in cache 'users'")
        .hasMessageContaining("thermae.store.allowed-classes");
  }

  @Test
  void encode_keyWhoseFormIsSmall_isSmall() {
    // A Spring key of two parameters: tag, class, tag, implied class, count, and two values.
    assertThat(codec.encode(new Samples.SimpleKey("ab", 5)).bytes()).hasSizeLessThan(16);
  }
}
