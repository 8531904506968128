package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.thermae.ThermaeException;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.Samples.Color;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every value codec owes, on values of every kind and on bytes of any origin. */
@SuppressWarnings({"JdkObsolete", "NonApiType", "NullableOptional"})
abstract class ValueCodecContract {
  private static final long SEED = 20261126;
  private static final int FLIPS = 300;

  /** What may be allocated for bytes that declare more than they hold. */
  private static final long ALLOCATED_MAX = 64L << 20;

  private final BuiltInCodec kind;
  private final MemoryDictionary dictionary = new MemoryDictionary();
  private final ValueCodec codec;

  ValueCodecContract(BuiltInCodec kind) {
    this.kind = kind;
    this.codec = codec(dictionary, Codecs.loader(), Codecs.OURS, Object.class);
  }

  private ValueCodec codec(
      ClassDictionary classes, ClassLoader loader, List<String> patterns, Class<?> declared) {
    ClassGate gate = ClassGate.of("users", List.of(declared), patterns);
    CodecChoice choice = CodecChoice.of(kind.settingName(), "users", loader, declared);
    return new ValueCodecs("users", loader, classes, gate, choice, declared).current();
  }

  /** Whether the codec may refuse a value, for a reason that its documentation gives. */
  abstract boolean mayRefuse(Object value);

  private byte @Nullable [] encodedOrRefused(Object value) {
    try {
      return codec.encode(value);
    } catch (ThermaeException e) {
      assertThat(mayRefuse(value)).as("%s was refused: %s", value, e.getMessage()).isTrue();
      assertThat(e)
          .isExactlyInstanceOf(ThermaeException.class)
          .hasMessageContaining("cache 'users'")
          .hasMessageContaining("lass ");
      return null;
    }
  }

  // ------------------------------------------------------------------ round trips

  static Stream<Object> values() throws Exception {
    return Stream.concat(KryoCodecRoundTripTest.values(), KryoCodecRoundTripTest.collections());
  }

  sealed interface Figure extends Serializable permits Circle, Square {}

  record Circle(double radius) implements Figure {}

  record Square(int side, @Nullable Figure inside) implements Figure {}

  /** Declared types of every kind. */
  record Typical(
      @Nullable String name,
      int count,
      long total,
      char letter,
      byte small,
      short medium,
      float ratio,
      double precise,
      boolean ok,
      @Nullable Color color,
      @Nullable Integer boxed,
      @Nullable Optional<String> nick,
      Optional<Optional<Long>> twice,
      List<Long> ids,
      List<? extends Figure> figures,
      Map<Integer, String> byNumber,
      Map<Color, List<Optional<Integer>>> nested,
      Map<Object, Object> anyKeys,
      Map<String, Figure> byName,
      Set<UUID> set,
      Collection<Short> collection,
      SortedMap<String, Long> sorted,
      Iterable<BigDecimal> amounts,
      LocalDate day,
      Instant at,
      ZoneId zone,
      ZoneOffset offset,
      BigInteger big,
      Object any,
      Number number,
      Comparable<?> comparable,
      @Nullable Figure figure,
      LinkedList<Byte> linked,
      EnumSet<Color> colors)
      implements Serializable {

    static Typical full() {
      return new Typical(
          "Ännchen \uD83D\uDE00",
          -1,
          1L << 40,
          'ß',
          (byte) -128,
          (short) 300,
          1.1f,
          0.1,
          true,
          Color.GREEN,
          5,
          Optional.of("nick"),
          Optional.of(Optional.empty()),
          List.of(1L, -1L, Long.MAX_VALUE),
          List.of(new Circle(1.5), new Square(2, new Circle(3))),
          Map.of(1, "one", -2, "two"),
          Map.of(Color.RED, List.of(Optional.of(1), Optional.empty())),
          Map.of(1, "int", 1L, "long", "1", "text", List.of(), Map.of("@type", 1)),
          new TreeMap<>(Map.of("@type", new Circle(1), "b", new Square(1, null))),
          new LinkedHashSet<>(List.of(new UUID(1, 2), new UUID(3, 4))),
          Set.of((short) 1, (short) 2),
          new TreeMap<>(Map.of("a", 1L)),
          List.of(new BigDecimal("1.00"), new BigDecimal("1E+3"), new BigDecimal("-0.1")),
          LocalDate.of(2026, 11, 26),
          Instant.ofEpochSecond(1, 2),
          ZoneId.of("Europe/Berlin"),
          ZoneOffset.ofHours(2),
          BigInteger.TEN.pow(40),
          5L,
          (short) 7,
          LocalDate.of(2000, 1, 1),
          new Circle(Double.NaN),
          new LinkedList<>(List.of((byte) 1)),
          EnumSet.noneOf(Color.class));
    }

    static Typical sparse() {
      return new Typical(
          null,
          0,
          0,
          '\0',
          (byte) 0,
          (short) 0,
          -0.0f,
          Double.NEGATIVE_INFINITY,
          false,
          null,
          null,
          null,
          Optional.empty(),
          List.of(),
          new ArrayList<>(),
          Map.of(),
          new HashMap<>(),
          new LinkedHashMap<>(),
          Map.of(),
          Set.of(),
          List.of(),
          new TreeMap<>(Comparator.reverseOrder()),
          List.of(),
          LocalDate.EPOCH,
          Instant.EPOCH,
          ZoneOffset.UTC,
          ZoneOffset.UTC,
          BigInteger.ZERO,
          Map.of("a", List.of(1, 2.5, "x", true, 1L << 33)),
          1,
          "text",
          null,
          new LinkedList<>(),
          EnumSet.allOf(Color.class));
    }
  }

  static Stream<Object> typical() {
    return Stream.of(
        Typical.full(),
        Typical.sparse(),
        Integer.MAX_VALUE,
        32L,
        128,
        -33,
        65_536,
        (1L << 31),
        (1L << 32),
        Long.MIN_VALUE,
        (byte) 5,
        1.5f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Double.MIN_VALUE,
        Double.NEGATIVE_INFINITY,
        new BigDecimal("1E-1000"),
        BigInteger.ONE.shiftLeft(3_000),
        'a',
        "\uDC00\uD800",
        "x\uDFFF",
        "é".repeat(200),
        "€".repeat(40_000),
        "@type",
        Map.of("@type", "java.lang.Long", "@value", 5),
        Map.of("@type", 5),
        Map.of(1, 2),
        new HashMap<>(Map.of(1L, 2L)),
        List.of(1, 1L, (short) 1, 1.0, 1.0f, "1", '1', true, BigDecimal.ONE, BigInteger.ONE),
        new ArrayList<>(Arrays.asList(null, null)),
        new TreeSet<>(List.of(3L, 1L)),
        List.of(new Samples.Wrapped(5L), new Samples.Wrapped(null), new Samples.Wrapped(List.of())),
        new Samples.Shelf(
            new LinkedList<>(List.of("a")),
            new TreeMap<>(Map.of("k", 1)),
            EnumSet.of(Color.BLUE),
            new TreeSet<>(Set.of(1, 2))),
        IntStream.range(0, 20).boxed().toList(),
        IntStream.range(0, 70_000).boxed().toList(),
        new HashMap<>(Map.of("k", IntStream.range(0, 300).mapToObj(i -> "v" + i).toList())));
  }

  @ParameterizedTest
  @MethodSource({"values", "typical"})
  void decode_encodedValue_isEqualOfTheSameKind(Object value) {
    byte[] bytes = encodedOrRefused(value);
    if (bytes == null) {
      return;
    }
    Object copy = codec.decode(bytes);

    assertThat(copy).isEqualTo(value);
    assertThat(value).isEqualTo(copy);
    assertThat(copy.hashCode()).isEqualTo(value.hashCode());
    if (!(value instanceof Collection || value instanceof Map)
        && Modifier.isPublic(value.getClass().getModifiers())) {
      assertThat(copy).hasSameClassAs(value);
    }
  }

  @ParameterizedTest
  @MethodSource({"values", "typical"})
  void decode_declaredValue_isEqual(Object value) {
    ValueCodec declared =
        codec(new MemoryDictionary(), Codecs.loader(), Codecs.OURS, declarable(value.getClass()));
    byte[] bytes;
    try {
      bytes = declared.encode(value);
    } catch (ThermaeException e) {
      assertThat(mayRefuse(value)).as("%s was refused: %s", value, e.getMessage()).isTrue();
      return;
    }
    assertThat(declared.decode(bytes)).isEqualTo(value);
  }

  /** Nobody can declare the private classes of the JDK. */
  private static Class<?> declarable(Class<?> type) {
    return Classes.isJdk(type) && !Modifier.isPublic(type.getModifiers()) ? Object.class : type;
  }

  /** Elements are what they were, though 1 and 1L are not equal only to one another. */
  @Test
  void decode_untypedMap_keepsTheClassesOfKeysAndValues() {
    Map<Object, Object> value = new LinkedHashMap<>();
    value.put(1, 1L);
    value.put(2L, (short) 2);
    value.put("3", List.of(3L));
    value.put('4', Map.of(4, 4.0f));

    Map<?, ?> copy = (Map<?, ?>) codec.decode(codec.encode(value));

    assertThat(copy).isEqualTo(value);
    copy.forEach((k, v) -> assertThat(k.getClass()).isIn(classesOf(value.keySet())));
    assertThat(copy.get(1)).isInstanceOf(Long.class);
  }

  private static List<Class<?>> classesOf(Collection<?> objects) {
    return objects.stream().<Class<?>>map(Object::getClass).toList();
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> arrays() {
    return KryoCodecRoundTripTest.arrays();
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void decode_array_isDeeplyEqualAndOfTheSameClass(Object array) {
    byte[] bytes = encodedOrRefused(array);
    if (bytes == null) {
      return;
    }
    Object copy = codec.decode(bytes);

    assertThat(copy).hasSameClassAs(array).isNotSameAs(array);
    assertThat(Arrays.deepEquals(new Object[] {copy}, new Object[] {array})).isTrue();
  }

  @Test
  void decode_sortedContainers_keepTheirOrder() {
    PriorityQueue<String> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(List.of("a", "c", "b"));
    TreeMap<String, Integer> byLength = new TreeMap<>(new Samples.ByLength());
    byLength.putAll(Map.of("long", 1, "b", 2));

    assertThat(((PriorityQueue<?>) codec.decode(codec.encode(queue))).peek()).isEqualTo("c");
    assertThat(((Map<?, ?>) codec.decode(codec.encode(byLength))).keySet().iterator().next())
        .isEqualTo("b");
    assertThat(((TreeMap<?, ?>) codec.decode(codec.encode(byLength))).comparator())
        .isInstanceOf(Samples.ByLength.class);
  }

  @Test
  void decode_ofTwoThreads_isNotMixedUp() {
    List<CompletableFuture<Void>> threads =
        IntStream.range(0, 4)
            .mapToObj(
                thread ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int i = 0; i < 500; i++) {
                            List<String> value = List.of("t" + thread, "i" + i);
                            assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
                          }
                        }))
            .toList();
    threads.forEach(CompletableFuture::join);
  }

  // ------------------------------------------------------------------ refused when written

  interface Anything {}

  /** Serializable, so that nothing but the proxy itself is wrong with it. */
  record Handler() implements InvocationHandler, Serializable {
    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
      return null;
    }
  }

  @Test
  void encode_whatIsNoData_isRefused() {
    Object proxy =
        Proxy.newProxyInstance(Codecs.loader(), new Class<?>[] {Anything.class}, new Handler());
    Runnable lambda = () -> {};
    Object serializableLambda = (Runnable & Serializable) () -> {};
    for (Object value : List.of(proxy, lambda, serializableLambda, new Thread(lambda))) {
      for (Object holder : List.of(value, List.of(value))) {
        assertThatThrownBy(() -> codec.encode(holder))
            .as("%s", holder)
            .isExactlyInstanceOf(ThermaeException.class)
            .hasMessageContaining("cache 'users'");
      }
    }
  }

  @Test
  void encode_classThatIsNotAllowed_isRefused() {
    ValueCodec closed = codec(dictionary, Codecs.loader(), List.of(), Object.class);

    assertThatThrownBy(() -> closed.encode(new Circle(1)))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining("Circle is not allowed in cache 'users'")
        .hasMessageContaining("thermae.store.allowed-classes");
  }

  @Test
  void encode_tooDeep_isRefusedAndWhatIsWrittenCanBeRead() {
    for (int depth : new int[] {100, 400, 600, 5_000, 100_000}) {
      Object value = "x";
      for (int i = 0; i < depth; i++) {
        value = new ArrayList<>(List.of(value));
      }
      Object nested = value;
      try {
        byte[] bytes = codec.encode(nested);
        assertThat(depth).isLessThan(600);
        assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
      } catch (ThermaeException e) {
        assertThat(e).isExactlyInstanceOf(ThermaeException.class);
        assertThat(depth).isGreaterThan(400);
        assertThat(e).hasMessageContaining("cache 'users'").hasMessageContaining("deep");
      }
    }
  }

  // ------------------------------------------------------------------ class loaders and the gate

  private static Sources.Loader foo(String declaration) {
    return new Sources().with("com.acme.Foo", "package com.acme; " + declaration).load();
  }

  private static final String FOO =
      "public class Foo implements java.io.Serializable {"
          + " private static final long serialVersionUID = 1; %s int a = 7; }";

  @Test
  void decode_inAnotherClassLoader_givesThatLoadersClass() throws Exception {
    Sources.Loader one = foo(FOO.formatted(""));
    Sources.Loader two = foo(FOO.formatted(""));
    List<String> allowed = List.of("com.acme.**");
    ValueCodec first = codec(dictionary, one, allowed, Object.class);
    ValueCodec second = codec(dictionary, two, allowed, Object.class);
    byte[] bytes = first.encode(one.make("com.acme.Foo"));

    assertThat(first.decode(bytes).getClass()).isSameAs(one.loadClass("com.acme.Foo"));
    assertThat(second.decode(bytes).getClass()).isSameAs(two.loadClass("com.acme.Foo"));
    assertThatThrownBy(() -> second.encode(one.make("com.acme.Foo")))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining("class loader");
  }

  @Test
  void decode_refusedClass_isNeitherLoadedNorInitialized() throws Exception {
    String trap = FOO.formatted("static { System.setProperty(\"com.acme.trapped\", \"yes\"); }");
    Sources.Loader old = foo(trap);
    Sources.Loader after = foo(trap);
    ValueCodec open = codec(dictionary, old, List.of("com.acme.**"), Object.class);
    List<byte[]> all =
        List.of(
            open.encode(old.make("com.acme.Foo")),
            open.encode(List.of(old.make("com.acme.Foo"))),
            open.encode(new Object[] {old.make("com.acme.Foo")}));
    System.clearProperty("com.acme.trapped");
    ValueCodec closed = codec(dictionary, after, List.of(), Object.class);

    for (byte[] bytes : all) {
      assertThatThrownBy(() -> closed.decode(bytes))
          .isInstanceOfSatisfying(
              DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
          .hasMessageContaining("Class com.acme.Foo is not allowed in cache 'users'")
          .hasMessageContaining("thermae.store.allowed-classes");
    }
    assertThat(after.asked()).doesNotContain("com.acme.Foo");
    assertThat(System.getProperty("com.acme.trapped")).isNull();
  }

  // ------------------------------------------------------------------ hostile bytes

  private void requireObjectOrDecodeException(byte[] bytes) {
    try {
      codec.decode(bytes);
    } catch (DecodeException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    } catch (Throwable t) {
      fail(Arrays.toString(bytes), t);
    }
  }

  static Stream<Object> targets() {
    Map<String, Object> map = new HashMap<>();
    map.put("a", new long[] {1, 2});
    map.put("b", new BigDecimal("1.50"));
    return Stream.of(
        "plain text",
        Typical.full(),
        map,
        List.of(new Circle(1), new Square(2, new Circle(3))),
        new TreeMap<>(Map.of("a", 1L)),
        new Samples.SimpleKey("a", 1L, List.of(1)),
        EnumSet.of(Color.RED),
        Optional.of(LocalDate.EPOCH));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void decode_flippedBits_giveAnObjectOrADecodeException(Object value) {
    byte[] bytes = encodedOrRefused(value);
    if (bytes == null) {
      return;
    }
    Random random = new Random(SEED);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      requireObjectOrDecodeException(damaged);
    }
    assertThat(codec.decode(bytes)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void decode_truncated_isRefused(Object value) {
    byte[] bytes = encodedOrRefused(value);
    if (bytes == null) {
      return;
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      byte[] before = cut.clone();
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(DecodeException.class);
      assertThat(cut).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void decode_trailingByte_isRefused(Object value) {
    byte[] bytes = encodedOrRefused(value);
    if (bytes == null) {
      return;
    }
    for (byte trailing : new byte[] {0, '1', '}', -1}) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      longer[bytes.length] = trailing;
      assertThatThrownBy(() -> codec.decode(longer)).isInstanceOf(DecodeException.class);
    }
  }

  @Test
  void decode_randomBytes_giveAnObjectOrADecodeExceptionAndAreCheap() {
    targets().forEach(this::encodedOrRefused);
    Random random = new Random(SEED);
    long before = allocatedBytes();
    long most = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      requireObjectOrDecodeException(bytes);
      long after = allocatedBytes();
      most = Math.max(most, after - before);
      before = after;
    }
    assertThat(most).isLessThan(ALLOCATED_MAX);
  }

  /** A prefix that begins a container which declares more than follows. */
  abstract Stream<byte[]> lengthBombs();

  @Test
  void decode_lengthBombs_areRefusedAndCheap() {
    long before = allocatedBytes();
    lengthBombs()
        .forEach(
            bytes ->
                assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(DecodeException.class));
    assertThat(allocatedBytes() - before).isLessThan(ALLOCATED_MAX);
  }

  /** Bytes that nest a hundred thousand levels. */
  abstract byte[] deepBytes();

  @Test
  void decode_deepNesting_isRefused() {
    assertThatThrownBy(() -> codec.decode(deepBytes())).isInstanceOf(DecodeException.class);
  }

  static byte[] repeated(byte[] level, int times) {
    byte[] all = new byte[level.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(level, 0, all, i * level.length, level.length);
    }
    return all;
  }

  static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  ValueCodec codec() {
    return codec;
  }
}
