package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.Samples.Color;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no encoder wrote: what comes out is an object or a DecodeException, nothing else. */
@SuppressWarnings("StaticAssignmentOfThrowable") // A trap is armed that the decoder then meets.
class HostileBytesTest {
  private static final int FLIPS = 400;
  private static final long ALLOCATED_MAX = 100_000_000;
  private static final long SEED = 20261121;

  private final KryoCodec values = Codecs.kryo();
  private final CanonicalKeyCodec keys = Codecs.keys();

  static Stream<Object> values() {
    Samples.Parent parent = new Samples.Parent("p");
    parent.children.add(new Samples.Child("c", parent));
    return Stream.of(
        "text",
        "日本",
        12345678L,
        new BigDecimal("123.45"),
        new int[] {1, 2, 3},
        new String[] {"a", null},
        new Samples.Person("Ann", 30, new ArrayList<>(List.of(Color.RED, Color.GREEN))),
        new Samples.Derived(1, "x", 1.5),
        new Samples.SimpleKey("a", 1, List.of(2)),
        new Samples.SelfWriting(Map.of("a", 1), Set.of("b"), "c", "c"),
        new Samples.Failure("message", 1),
        new HashMap<>(Map.of("a", List.of(1), "b", Set.of(2))),
        new TreeMap<>(Map.of("a", Optional.of(1))),
        Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
        EnumSet.of(Color.RED),
        new EnumMap<>(Map.of(Color.RED, 1)),
        BitSet.valueOf(new long[] {3}),
        java.time.ZonedDateTime.now(java.time.ZoneId.of("Europe/Berlin")),
        java.util.Locale.GERMANY,
        parent);
  }

  static Stream<Object> keys() {
    return Stream.of(
        "a\0b",
        1L,
        new BigDecimal("1.00"),
        List.of(1, "a", List.of(2L)),
        Set.of(1, 2, 3),
        Map.of("a", 1, "b", 2),
        Optional.of(1),
        Map.entry(1, 2),
        Color.GREEN,
        new Samples.Person("Ann", 30, List.of(Color.RED)),
        new Samples.SimpleKey("a", 1, List.of(2), new int[] {1}),
        new Samples.SelfWriting(Map.of("a", 1), Set.of("b"), "c", "c"),
        new Samples.Replaced("x"),
        new Samples.External(1));
  }

  private void decodeKey(byte[] bytes) {
    keys.decode(EncodedKey.ofBinary(bytes));
  }

  private static void requireObjectOrDecodeException(Runnable decoding, String what) {
    try {
      decoding.run();
    } catch (DecodeException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    } catch (Throwable t) {
      fail(what, t);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void decode_flippedBitsOfAValue_giveAnObjectOrADecodeException(Object value) {
    byte[] bytes = values.encode(value);
    Random random = new Random(SEED);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = flip(bytes, random);
      requireObjectOrDecodeException(() -> values.decode(damaged), Arrays.toString(damaged));
    }
    assertThat(values.decode(bytes)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void decode_flippedBitsOfAKey_giveAnObjectOrADecodeException(Object key) {
    byte[] bytes = keys.encode(key).bytes();
    Random random = new Random(SEED);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = flip(bytes, random);
      requireObjectOrDecodeException(() -> decodeKey(damaged), Arrays.toString(damaged));
    }
    decodeKey(bytes);
  }

  private static byte[] flip(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  @Test
  void decode_randomBytes_giveAnObjectOrADecodeException() {
    values.encode(new Samples.Person("x", 1, List.of(Color.RED)));
    values.encode(new Samples.SimpleKey("x"));
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(40)];
      random.nextBytes(bytes);
      requireObjectOrDecodeException(() -> values.decode(bytes), Arrays.toString(bytes));
      requireObjectOrDecodeException(() -> decodeKey(bytes), Arrays.toString(bytes));
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void decode_truncatedValue_isDamaged(Object value) {
    byte[] bytes = values.encode(value);
    IntStream.range(0, bytes.length)
        .forEach(
            length ->
                assertThatThrownBy(() -> values.decode(Arrays.copyOf(bytes, length)))
                    .isInstanceOfSatisfying(
                        DecodeException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void decode_truncatedKey_isDamaged(Object key) {
    byte[] bytes = keys.encode(key).bytes();
    IntStream.range(0, bytes.length)
        .forEach(
            length ->
                assertThatThrownBy(() -> decodeKey(Arrays.copyOf(bytes, length)))
                    .isInstanceOfSatisfying(
                        DecodeException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void decode_trailingByte_isDamaged(Object value) {
    byte[] bytes = values.encode(value);

    assertThatThrownBy(() -> values.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("follow the end");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void decode_trailingByteAfterAKey_isDamaged(Object key) {
    byte[] bytes = keys.encode(key).bytes();

    assertThatThrownBy(() -> decodeKey(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("follow the end");
  }

  /** A type, perhaps a reference mark, and a length of a hundred or two thousand million. */
  @Test
  void decode_lengthBombs_areDamagedAndCheap() {
    List<byte[]> lengths =
        List.of(
            varint(100_000_000),
            new byte[] {-1, -1, -1, -1, 7},
            new byte[] {-1, -1, -1, -1, 15},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
    long before = allocatedBytes();
    for (int number = 1; number < ClassDictionary.FIRST_ID; number++) {
      for (byte[] length : lengths) {
        byte[] unreferred = concat(varint(number), length, new byte[0]);
        byte[] referred = concat(varint(number), new byte[] {1}, length);
        byte[] ordered = concat(varint(number), new byte[] {1, 0}, length);
        for (byte[] bytes : List.of(unreferred, referred, ordered)) {
          requireObjectOrDecodeException(() -> values.decode(bytes), "number " + number);
          requireObjectOrDecodeException(() -> decodeKey(bytes), "tag " + number);
        }
      }
    }
    assertThat(allocatedBytes() - before).isLessThan(ALLOCATED_MAX);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void decode_arraysThatEachClaimAllThereIs_areDamagedAndCheap() {
    // Each level claims a million elements of the million bytes, which would be 4 GB in all.
    byte[] bytes = new byte[1_000_000];
    byte[] level = concat(varint(JdkTypes.OBJECT_ARRAY), new byte[] {1}, varint(900_000));
    for (int i = 0; i < 100_000; i += level.length) {
      System.arraycopy(level, 0, bytes, i, level.length);
    }

    long before = allocatedBytes();

    assertThatThrownBy(() -> values.decode(bytes))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("A length of");
    assertThat(allocatedBytes() - before).isLessThan(ALLOCATED_MAX);
  }

  @Test
  void decode_deepNesting_isDamaged() {
    byte[] level = concat(varint(JdkTypes.ARRAY_LIST), new byte[] {1}, varint(1));
    byte[] bytes = new byte[level.length * 100_000];
    byte[] keyLevel = {(byte) JdkTypes.KEY_LIST, 1};
    byte[] key = new byte[keyLevel.length * 100_000];
    byte[] optionals = new byte[100_000];
    Arrays.fill(optionals, (byte) JdkTypes.KEY_OPTIONAL);
    for (int i = 0; i < 100_000; i++) {
      System.arraycopy(level, 0, bytes, i * level.length, level.length);
      System.arraycopy(keyLevel, 0, key, i * keyLevel.length, keyLevel.length);
    }

    // By the count of levels, before the stack is at its end.
    assertThatThrownBy(() -> values.decode(bytes))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("nested in one another");
    assertThatThrownBy(() -> decodeKey(key))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("too deep");
    assertThatThrownBy(() -> decodeKey(optionals))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("too deep");
  }

  @Test
  void decode_referenceToNothing_isDamaged() {
    byte[] itself =
        concat(varint(JdkTypes.IMMUTABLE_LIST), new byte[] {1, 1}, varint(JdkTypes.IMMUTABLE_LIST));
    byte[] bytes = concat(itself, new byte[] {2}, new byte[0]);
    byte[] future = concat(varint(JdkTypes.ARRAY_LIST), new byte[] {99}, new byte[0]);

    assertThatThrownBy(() -> values.decode(bytes)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> values.decode(future)).isInstanceOf(DecodeException.class);
  }

  @Test
  void decode_referenceOfTheWrongType_isDamaged() {
    // A record whose name is a list that came before.
    Object[] value = {new ArrayList<>(), new Samples.Person("n", 1, List.of())};
    byte[] bytes = values.encode(value);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] = 3;
      requireObjectOrDecodeException(() -> values.decode(damaged), "at " + i);
    }
  }

  @Test
  void decode_unknownClassNumber_isDamaged() {
    for (int number : new int[] {256, 257, 100_000, Integer.MAX_VALUE, -1, 29, 255}) {
      byte[] bytes = concat(varint(number), new byte[] {1, 0}, new byte[0]);

      assertThatThrownBy(() -> Codecs.kryo().decode(bytes))
          .isInstanceOfSatisfying(
              DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
    }
  }

  /** A comparator that fails when it is told to. */
  static final class Trap implements Comparator<String> {
    static @Nullable Throwable armed;

    @Override
    public int compare(String a, String b) {
      Trap.<RuntimeException>throwArmed();
      return a.compareTo(b);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void throwArmed() throws T {
      if (armed != null) {
        throw (T) armed;
      }
    }
  }

  @Test
  void decode_whateverIsThrown_isADecodeExceptionUnlessTheMachineIsBroken() {
    TreeMap<String, Integer> map = new TreeMap<>(new Trap());
    map.put("a", 1);
    map.put("b", 2);
    byte[] bytes = values.encode(map);
    try {
      for (Throwable thrown :
          List.of(
              new StackOverflowError(),
              new OutOfMemoryError(),
              new AssertionError(),
              new IllegalStateException(),
              new java.io.IOException())) {
        Trap.armed = thrown;
        assertThatThrownBy(() -> values.decode(bytes))
            .isInstanceOfSatisfying(
                DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
            .hasCause(thrown);
      }
      Trap.armed = new NoClassDefFoundError("x");
      assertThatThrownBy(() -> values.decode(bytes))
          .isInstanceOfSatisfying(
              DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
      Trap.armed = new InternalError();
      assertThatThrownBy(() -> values.decode(bytes)).isSameAs(Trap.armed);
    } finally {
      Trap.armed = null;
    }
    assertThat(values.decode(bytes)).isEqualTo(map);
  }

  @Test
  void decode_textThatIsNotUtf8_isDamaged() throws Exception {
    // What a damaged TEXT column would be.
    var constructor = EncodedKey.class.getDeclaredConstructor(EncodedKey.Kind.class, byte[].class);
    constructor.setAccessible(true);
    EncodedKey damaged = constructor.newInstance(EncodedKey.Kind.TEXT, new byte[] {'a', -1});

    assertThatThrownBy(() -> keys.decode(damaged)).isInstanceOf(DecodeException.class);
  }

  @Test
  void decode_timeZoneThatIsNotKnown_isChanged() {
    byte[] bytes = values.encode(java.util.TimeZone.getTimeZone("UTC"));
    bytes[bytes.length - 1] = 'X';

    assertThatThrownBy(() -> values.decode(bytes))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void decode_nullOrNothing_isDamaged() {
    assertThatThrownBy(() -> values.decode(new byte[0])).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> values.decode(new byte[1])).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> decodeKey(new byte[0])).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> decodeKey(new byte[1])).isInstanceOf(DecodeException.class);
  }

  @Test
  void decode_leavesTheBytesAlone() {
    values()
        .forEach(
            value -> {
              byte[] bytes = values.encode(value);
              for (int length = 0; length <= bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                byte[] before = cut.clone();
                requireObjectOrDecodeException(() -> values.decode(cut), "cut");
                assertThat(cut).isEqualTo(before);
              }
            });
  }

  @Test
  void decode_bigIntegerOfAllBytes_isNotConfusedByItsLength() {
    BigInteger big = BigInteger.ONE.shiftLeft(80_000);

    assertThat(values.decode(values.encode(big))).isEqualTo(big);
  }

  private static byte[] varint(int value) {
    try (WireOutput out = new WireOutput()) {
      out.writeCount(value);
      return out.toBytes();
    }
  }

  private static byte[] concat(byte[] a, byte[] b, byte[] c) {
    byte[] all = Arrays.copyOf(a, a.length + b.length + c.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    System.arraycopy(c, 0, all, a.length + b.length, c.length);
    return all;
  }
}
