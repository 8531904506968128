package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.internal.codec.Samples.Color;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
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
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.SortedMap;
import java.util.Stack;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({
  "JdkObsolete",
  "JavaUtilDate",
  "UnnecessaryStringBuilder",
  "unchecked",
  "rawtypes"
})
class KryoCodecRoundTripTest {
  private final MemoryDictionary dictionary = new MemoryDictionary();
  private final KryoCodec codec = Codecs.kryo(dictionary);

  private Object copy(Object value) {
    return codec.decode(codec.encode(value));
  }

  static Stream<Object> values() throws Exception {
    return Stream.of(
        "",
        "plain",
        "grün",
        "日本語 😀",
        "\0",
        "\uD800 alone",
        "x".repeat(100_000),
        true,
        (byte) -1,
        (short) -300,
        'ß',
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        -0.0f,
        Double.NaN,
        BigInteger.TEN.pow(50).negate(),
        new BigDecimal("1.00"),
        UUID.randomUUID(),
        URI.create("https://example.org/a?b=c#d"),
        new URL("https://127.0.0.1/x"),
        Locale.GERMANY,
        Locale.ROOT,
        new Locale("no", "NO", "NY"),
        new Locale("ja", "JP", "JP"),
        Locale.forLanguageTag("zh-Hant-TW-x-lvariant"),
        Currency.getInstance("EUR"),
        Instant.MAX,
        Instant.ofEpochSecond(-5, 3),
        Duration.ofNanos(-1),
        LocalDate.of(-300, 2, 28),
        LocalTime.MAX,
        LocalDateTime.MIN,
        OffsetTime.now(ZoneOffset.UTC),
        OffsetDateTime.now(ZoneOffset.ofHours(-3)),
        ZonedDateTime.now(ZoneId.of("Europe/Berlin")),
        ZonedDateTime.now(ZoneOffset.ofHours(2)),
        ZonedDateTime.ofLocal(
            LocalDateTime.of(2025, 10, 26, 2, 30),
            ZoneId.of("Europe/Berlin"),
            ZoneOffset.ofHours(1)),
        ZoneOffset.MIN,
        ZoneId.of("America/New_York"),
        ZoneId.of("UTC+01:30"),
        Year.of(2026),
        YearMonth.of(2026, 11),
        MonthDay.of(2, 29),
        Period.of(1, -2, 3),
        DayOfWeek.FRIDAY,
        TimeUnit.DAYS,
        new Date(12),
        new java.sql.Date(12),
        new java.sql.Time(12),
        Timestamp.from(Instant.ofEpochSecond(-1, 123_456_789)),
        TimeZone.getTimeZone("Europe/Paris"),
        new SimpleTimeZone(3_600_000, "Mine"),
        new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo")),
        OptionalInt.of(1),
        OptionalInt.empty(),
        OptionalLong.of(1),
        OptionalDouble.of(-0.0),
        Optional.of("x"),
        Optional.empty(),
        BitSet.valueOf(new long[] {1, 5}),
        Color.RED,
        Color.GREEN,
        new Samples.Person("Ann", 30, List.of(Color.BLUE)),
        new Samples.Everything(true, (byte) 1, (short) 2, 'c', 3, 4, 5, 6, null),
        new Samples.Derived(4, "derived", 1.5, 2.5),
        new Samples.SimpleKey("a", 1L, null, List.of(1)),
        new Samples.SelfWriting(Map.of("a", 1), Set.of("b"), "c", "c"),
        new Samples.Replaced("x"),
        new Samples.External(9));
  }

  static Stream<Object> collections() {
    Map<String, Integer> map = new HashMap<>(Map.of("a", 1, "b", 2));
    List<Object> list = new ArrayList<>(Arrays.asList("a", 1, null));
    SortedMap<String, Integer> byLength = new TreeMap<>(new Samples.ByLength());
    byLength.putAll(Map.of("long", 1, "b", 2));
    EnumMap<Color, Integer> colors = new EnumMap<>(Map.of(Color.GREEN, 1, Color.RED, 2));
    Samples.Headers headers = new Samples.Headers();
    headers.put("Accept", "*");
    Properties properties = new Properties();
    properties.setProperty("a", "b");
    return Stream.of(
        list,
        List.of(),
        List.of(1),
        List.of(1, 2, 3),
        List.of(1, 2, 3).subList(1, 3),
        Stream.of(1, null, 3).toList(),
        Set.of(),
        Set.of(1),
        Set.of(1, 2, 3, 4),
        Map.of(),
        Map.of("a", 1),
        Map.of("a", 1, "b", 2),
        Map.entry("a", 1),
        new SimpleEntry<>("a", null),
        map.entrySet().iterator().next(),
        new LinkedList<>(list),
        new Vector<>(list),
        new Stack<>(),
        new CopyOnWriteArrayList<>(list),
        list.subList(1, 3),
        new LinkedList<>(list).subList(1, 2),
        Arrays.asList(1, 2).subList(0, 1),
        Arrays.asList("a", null),
        Collections.emptyList(),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.emptySortedSet(),
        Collections.emptyNavigableMap(),
        Collections.singletonList(null),
        Collections.singleton("a"),
        Collections.singletonMap("a", null),
        Collections.nCopies(3, "x"),
        Collections.unmodifiableList(list),
        Collections.unmodifiableList(new LinkedList<>(list)),
        Collections.unmodifiableSet(new HashSet<>(list)),
        Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1, 2))),
        Collections.unmodifiableNavigableSet(new TreeSet<>(Set.of(1, 2))),
        Collections.unmodifiableMap(map),
        Collections.unmodifiableSortedMap(byLength),
        Collections.unmodifiableNavigableMap(new TreeMap<>(map)),
        Collections.synchronizedList(list),
        Collections.synchronizedList(new LinkedList<>(list)),
        Collections.synchronizedSet(new HashSet<>(list)),
        Collections.synchronizedSortedSet(new TreeSet<>(Set.of(1))),
        Collections.synchronizedNavigableSet(new TreeSet<>(Set.of(1))),
        Collections.synchronizedMap(map),
        Collections.synchronizedSortedMap(byLength),
        Collections.synchronizedNavigableMap(new TreeMap<>(map)),
        new HashSet<>(list),
        new LinkedHashSet<>(list),
        new TreeSet<>(Set.of("a", "b")),
        new ConcurrentSkipListSet<>(Set.of("a", "b")),
        new CopyOnWriteArraySet<>(list),
        ConcurrentHashMap.newKeySet(),
        EnumSet.of(Color.GREEN),
        EnumSet.noneOf(Color.class),
        map,
        map.keySet(),
        map.entrySet(),
        new LinkedHashMap<>(map),
        new TreeMap<>(map),
        new TreeMap<>(map).descendingMap(),
        new TreeMap<>(map).headMap("b"),
        new TreeSet<>(Set.of(1, 2, 3)).tailSet(2),
        byLength,
        new ConcurrentHashMap<>(map),
        new ConcurrentSkipListMap<>(map),
        new java.util.Hashtable<>(map),
        new TreeMap<>(map).keySet(),
        colors,
        new EnumMap<>(Color.class),
        headers,
        properties,
        List.of(List.of(Map.of("a", Set.of(Optional.of(Color.RED))))));
  }

  @ParameterizedTest
  @MethodSource({"values", "collections"})
  void decode_encodedValue_isEqual(Object value) {
    Object copy = copy(value);

    assertThat(copy).isEqualTo(value);
    assertThat(value).isEqualTo(copy);
    assertThat(copy.hashCode()).isEqualTo(value.hashCode());
  }

  @ParameterizedTest
  @MethodSource({"values", "collections"})
  void decode_publicClass_isKept(Object value) {
    if (java.lang.reflect.Modifier.isPublic(value.getClass().getModifiers())) {
      assertThat(copy(value)).hasSameClassAs(value);
    }
  }

  static Stream<Arguments> arrays() {
    return Stream.<Object>of(
            new boolean[] {true, false},
            new byte[] {1, -1},
            new short[] {1, -300},
            new char[] {'a', '\uFFFF'},
            new int[] {1, Integer.MIN_VALUE},
            new long[] {1, Long.MIN_VALUE},
            new float[] {1, Float.NaN},
            new double[] {1, -0.0},
            new int[0],
            new String[] {"a", null},
            new Object[] {"a", 1, null, new int[] {1}},
            new Serializable[] {1, "b"},
            new Integer[] {1, null},
            new int[][] {{1}, {}, {2, 3}},
            new Color[] {Color.GREEN, Color.RED},
            new List<?>[] {List.of(1)},
            new Samples.Wrapped[][] {{new Samples.Wrapped(null)}, null})
        .map(array -> Arguments.of(array));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void decode_array_isDeeplyEqualAndOfTheSameClass(Object array) {
    Object copy = copy(array);

    assertThat(copy).hasSameClassAs(array).isNotSameAs(array);
    assertThat(Arrays.deepEquals(new Object[] {copy}, new Object[] {array})).isTrue();
  }

  @Test
  void decode_queues_haveTheSameContent() {
    PriorityQueue<String> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(List.of("a", "c", "b"));

    PriorityQueue<String> copy = (PriorityQueue<String>) copy(queue);

    assertThat(copy.poll()).isEqualTo("c");
    assertThat(copy).containsExactlyInAnyOrder("a", "b");
    assertThat((Collection) copy(new ArrayDeque<>(List.of(1, 2)))).containsExactly(1, 2);
    assertThat((Collection) copy(new ConcurrentLinkedQueue<>(List.of(1)))).containsExactly(1);
    assertThat((Collection) copy(new ConcurrentLinkedDeque<>(List.of(1)))).containsExactly(1);
    assertThat((Collection) copy(Map.of("a", 1).values())).containsExactly(1);
    assertThat((Collection) copy(Collections.unmodifiableCollection(List.of(1))))
        .containsExactly(1);
  }

  @Test
  void decode_holders_haveTheSameContent() {
    assertThat(copy(new AtomicInteger(5))).hasToString("5");
    assertThat(copy(new AtomicLong(5))).hasToString("5");
    assertThat(copy(new AtomicBoolean(true))).hasToString("true");
    assertThat(copy(new AtomicReference<>("x"))).hasToString("x");
    assertThat(copy(new StringBuilder("x"))).hasToString("x");
    assertThat(copy(new StringBuffer("x"))).hasToString("x");
    assertThat(copy(new Object())).hasSameClassAs(new Object());
  }

  @Test
  void decode_sortedCollections_keepTheirComparators() {
    TreeMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    map.put("A", 1);
    TreeSet<String> set = new TreeSet<>(new Samples.ByLength());
    set.addAll(List.of("bbb", "zz"));

    assertThat(((Map<String, Integer>) copy(map)).get("a")).isEqualTo(1);
    assertThat(((TreeSet<String>) copy(set)).first()).isEqualTo("zz");
    assertThat(((TreeSet<String>) copy(set.descendingSet())).first()).isEqualTo("bbb");
    assertThat(((TreeSet<String>) copy(new TreeSet<>(Comparator.<String>naturalOrder()))))
        .isEmpty();
  }

  @Test
  void decode_unmodifiable_staysUnmodifiable() {
    for (Object list :
        List.of(
            List.of(1),
            Collections.unmodifiableList(new ArrayList<>(List.of(1))),
            Collections.unmodifiableSet(new HashSet<>(Set.of(1))),
            Collections.unmodifiableCollection(new ArrayList<>(List.of(1))),
            Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1))),
            Collections.singletonList(1),
            Collections.unmodifiableMap(new HashMap<>(Map.of(1, 1))).entrySet(),
            Collections.unmodifiableMap(new HashMap<>(Map.of(1, 1))).values(),
            Set.of(1))) {
      Collection<Object> copy = (Collection<Object>) copy(list);
      assertThatThrownBy(() -> copy.add(2)).isInstanceOf(UnsupportedOperationException.class);
    }
    for (Object map :
        List.of(
            Map.of(1, 1),
            Collections.unmodifiableMap(new HashMap<>(Map.of(1, 1))),
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 1))))) {
      Map<Object, Object> copy = (Map<Object, Object>) copy(map);
      assertThatThrownBy(() -> copy.put(2, 2)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void decode_identityHashMap_findsKeysByIdentity() {
    Object key = new ArrayList<>();
    IdentityHashMap<Object, Object> map = new IdentityHashMap<>();
    map.put(key, "x");

    Object[] copy = (Object[]) copy(new Object[] {key, map});

    assertThat(((Map<Object, Object>) copy[1]).get(copy[0])).isEqualTo("x");
  }

  @Test
  void decode_exception_hasMessageCauseAndStackTrace() {
    Samples.Failure failure = new Samples.Failure("went wrong", 7);
    failure.initCause(new IllegalStateException("inner"));
    failure.addSuppressed(new java.io.IOException("io"));

    Samples.Failure copy = (Samples.Failure) copy(failure);

    assertThat(copy).hasMessage("went wrong").hasStackTraceContaining("inner");
    assertThat(copy.code).isEqualTo(7);
    assertThat(copy.getSuppressed()).hasSize(1);
    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
  }

  @Test
  void decode_singleton_isTheSingleton() {
    assertThat(copy(Samples.Singleton.INSTANCE)).isSameAs(Samples.Singleton.INSTANCE);
    Object[] held = (Object[]) copy(new Object[] {Samples.Singleton.INSTANCE});
    assertThat(held[0]).isSameAs(Samples.Singleton.INSTANCE);
  }

  @Test
  void decode_classWithDefaultConstructor_runsIt() {
    Samples.WithDefaults copy = (Samples.WithDefaults) copy(Samples.WithDefaults.of("x"));

    assertThat(copy.content).isEqualTo("x");
    assertThat(copy.log).isEmpty();
  }

  @Test
  void decode_classWithoutDefaultConstructor_leavesTransientFieldsEmpty() {
    Samples.Derived copy = (Samples.Derived) copy(new Samples.Derived(1, "x"));

    assertThat(copy.transientField()).isZero();
  }

  @Test
  void encode_class_tellsTheDictionaryItsShape() {
    codec.encode(new Samples.Derived(1, "x"));
    codec.encode(new Samples.Person("x", 1, List.of(Color.RED)));
    codec.encode(new Samples.SimpleKey("x"));
    codec.encode(new Color[0]);

    assertThat(dictionary.shapeOf(Samples.Derived.class))
        .isEqualTo(
            "id:int,"
                + Samples.Base.class.getName()
                + ".name:java.lang.String,name:java.lang.String,numbers:double[]");
    assertThat(dictionary.shapeOf(Samples.Person.class))
        .isEqualTo("age:int,colors:java.util.List,name:java.lang.String");
    assertThat(dictionary.shapeOf(Color.class)).isEqualTo("enum");
    assertThat(dictionary.shapeOf(Samples.SimpleKey.class))
        .isEqualTo("serial 1 params:java.lang.Object[]");
    assertThat(dictionary.shapeOf(Color[].class)).isEqualTo("array of " + Color.class.getName());
  }

  @Test
  void encode_sameValueTwice_givesTheSameBytes() {
    Object value = new Samples.Person("Ann", 30, List.of(Color.BLUE, Color.GREEN));

    assertThat(codec.encode(value))
        .isEqualTo(codec.encode(value))
        .isEqualTo(codec.encode(copy(value)));
  }

  @Test
  void schema_isOne() {
    assertThat(codec.schema()).isEqualTo(1);
  }
}
