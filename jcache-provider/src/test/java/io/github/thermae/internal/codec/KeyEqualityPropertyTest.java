package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.Vector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random nested keys: forms are equal exactly where the keys are, and decode to an equal. */
@SuppressWarnings("JdkObsolete")
class KeyEqualityPropertyTest {
  private static final int KEYS = 600;
  private static final List<Samples.Color> COLORS = List.of(Samples.Color.values());

  private final CanonicalKeyCodec codec = Codecs.keys();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 20261121})
  void encode_randomKeys_haveEqualFormsExactlyWhereEqual(long seed) {
    Random random = new Random(seed);
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      // Few different parts, so that equal keys come up often enough.
      keys.add(key(random, 3));
    }
    List<EncodedKey> forms = keys.stream().map(codec::encode).toList();
    int equalPairs = 0;
    for (int i = 0; i < KEYS; i++) {
      for (int j = 0; j < i; j++) {
        boolean equal = keys.get(i).equals(keys.get(j));
        equalPairs += equal ? 1 : 0;
        assertThat(forms.get(i).equals(forms.get(j)))
            .as("seed %s: %s and %s", seed, keys.get(i), keys.get(j))
            .isEqualTo(equal);
      }
    }
    assertThat(equalPairs).isGreaterThan(KEYS / 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7})
  void encode_rearrangedKeys_haveTheSameForm(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < KEYS; i++) {
      Object key = key(random, 4);
      Object rearranged = rearranged(key, random);

      assertThat(rearranged).isEqualTo(key);
      assertThat(codec.encode(rearranged))
          .as("seed %s: %s", seed, key)
          .isEqualTo(codec.encode(key));
      assertThat(codec.decode(codec.encode(key))).isEqualTo(key);
      assertThat(codec.decode(codec.encode(key)).hashCode()).isEqualTo(key.hashCode());
    }
  }

  private static Object key(Random random, int depth) {
    int kinds = depth == 0 ? 8 : 15;
    return switch (random.nextInt(kinds)) {
      case 0 -> "s" + random.nextInt(2);
      case 1 -> random.nextInt(2);
      case 2 -> (long) random.nextInt(2);
      case 3 -> COLORS.get(random.nextInt(3));
      case 4 -> BigDecimal.valueOf(random.nextInt(2), random.nextInt(2));
      case 5 -> LocalDate.ofEpochDay(random.nextInt(2));
      case 6 -> random.nextBoolean() ? 0.0 : -0.0;
      case 7 -> "\uD800".repeat(random.nextInt(2));
      case 8 -> parts(random, depth);
      case 9 -> new HashSet<>(parts(random, depth));
      case 10 -> map(random, depth);
      case 11 -> Optional.of(key(random, depth - 1));
      case 12 -> Map.entry(key(random, depth - 1), key(random, depth - 1));
      case 13 -> new Samples.Wrapped(key(random, depth - 1));
      default -> new Samples.SimpleKey(parts(random, depth).toArray());
    };
  }

  private static List<Object> parts(Random random, int depth) {
    List<Object> parts = new ArrayList<>();
    for (int count = random.nextInt(3); count > 0; count--) {
      parts.add(key(random, depth - 1));
    }
    return parts;
  }

  private static Map<Object, Object> map(Random random, int depth) {
    Map<Object, Object> map = new HashMap<>();
    for (int count = random.nextInt(3); count > 0; count--) {
      map.put(key(random, depth - 1), key(random, depth - 1));
    }
    return map;
  }

  /** An equal of other classes, in another order, and of other objects. */
  private static Object rearranged(Object key, Random random) {
    if (key instanceof List<?> list) {
      List<Object> parts = new ArrayList<>();
      list.forEach(part -> parts.add(rearranged(part, random)));
      return switch (random.nextInt(4)) {
        case 0 -> new LinkedList<>(parts);
        case 1 -> List.copyOf(parts);
        case 2 -> Collections.unmodifiableList(parts);
        default -> new Vector<>(parts);
      };
    }
    if (key instanceof Set<?> set) {
      List<Object> parts = new ArrayList<>();
      set.forEach(part -> parts.add(rearranged(part, random)));
      Collections.shuffle(parts, random);
      return random.nextBoolean() ? new LinkedHashSet<>(parts) : Set.copyOf(parts);
    }
    if (key instanceof Map<?, ?> map) {
      List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
      Collections.shuffle(entries, random);
      Map<Object, Object> made = random.nextBoolean() ? new LinkedHashMap<>() : new HashMap<>(999);
      entries.forEach(
          e -> made.put(rearranged(e.getKey(), random), rearranged(e.getValue(), random)));
      return made;
    }
    if (key instanceof String text) {
      return new String(text.toCharArray());
    }
    if (key instanceof Samples.Wrapped wrapped && wrapped.content() != null) {
      return new Samples.Wrapped(rearranged(wrapped.content(), random));
    }
    return key;
  }
}
