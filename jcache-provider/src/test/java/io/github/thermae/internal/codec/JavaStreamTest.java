package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.Samples.Color;
import io.github.thermae.internal.codec.Samples.SimpleKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JavaUtilDate")
class JavaStreamTest {
  private final KryoCodec codec = Codecs.kryo();

  static Stream<Object> parts() {
    Map<String, Integer> map = new HashMap<>(Map.of("a", 1, "b", 2));
    return Stream.of(
        "text",
        1,
        new BigDecimal("1.0"),
        UUID.randomUUID(),
        new Date(1),
        LocalDate.EPOCH,
        Color.GREEN,
        List.of(1, 2, 3),
        Set.of(1, 2),
        Map.of(1, 2, 3, 4),
        map,
        new HashSet<>(Set.of(1, 2, 3)),
        new TreeMap<>(map),
        new LinkedHashMap<>(map),
        new ConcurrentHashMap<>(map),
        EnumSet.of(Color.RED),
        new EnumMap<>(Map.of(Color.RED, 1)),
        Arrays.asList(1, null),
        Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        Collections.emptyList(),
        new SimpleKey(new SimpleKey(1)),
        new Samples.Replaced("x"));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void decode_classWithItsOwnStream_keepsItsParts(Object part) {
    SimpleKey key = new SimpleKey("find", part);

    assertThat(codec.decode(codec.encode(key))).isEqualTo(key).hasSameHashCodeAs(key);
  }

  /** Keys of such classes need no Serializable parts: only their fields are written. */
  @Test
  void encode_partThatIsNotSerializable_isRefusedAsAValueAndFineAsAKey() {
    CanonicalKeyCodec keys = Codecs.keys();
    for (Object part : List.of(Optional.of(1), new Samples.Wrapped("x"))) {
      SimpleKey key = new SimpleKey("find", part);

      assertThatThrownBy(() -> codec.encode(key))
          .isExactlyInstanceOf(ThermaeException.class)
          .hasMessageContaining("SimpleKey")
          .hasMessageContaining("'users'")
          .hasMessageContaining("is not Serializable");
      assertThat(keys.decode(keys.encode(key))).isEqualTo(key).hasSameHashCodeAs(key);
    }
  }

  @Test
  void encode_deeperThanCanBeRead_isRefused() {
    SimpleKey key = new SimpleKey(1);
    for (int i = 0; i < OpenObjects.DEPTH_MAX; i++) {
      key = new SimpleKey(key);
    }
    SimpleKey deep = key;

    assertThatThrownBy(() -> codec.encode(deep))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining("levels deep")
        .hasMessageContaining("SimpleKey");
  }

  @Test
  void encode_largeButShallow_isFine() {
    SimpleKey key = new SimpleKey(Collections.nCopies(10_000, "x").toArray());

    assertThat(codec.decode(codec.encode(key))).isEqualTo(key);
  }

  @Test
  void decode_arrayLongerThanTheBytes_isDamaged() {
    byte[] bytes = codec.encode(new SimpleKey(7, 8, 9));
    int at = lastIndexOf(bytes, new byte[] {0, 0, 0, 3});
    byte[] bomb = bytes.clone();
    bomb[at] = 0x7F;

    assertThatThrownBy(() -> codec.decode(bomb))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
        .hasStackTraceContaining("REJECTED");
  }

  @Test
  void decode_hashTableLargerThanTheBytes_isDamaged() {
    byte[] bytes = codec.encode(new SimpleKey(new HashMap<>(Map.of("a", 1, "b", 1, "c", 1))));
    // The number of entries comes last of all numbers.
    int at = lastIndexOf(bytes, new byte[] {0, 0, 0, 3});
    byte[] bomb = bytes.clone();
    bomb[at] = 0x7F;

    assertThatThrownBy(() -> codec.decode(bomb))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
        .hasStackTraceContaining("REJECTED");
  }

  private static int lastIndexOf(byte[] bytes, byte[] part) {
    for (int i = bytes.length - part.length; i >= 0; i--) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not found");
  }
}
