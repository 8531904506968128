package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.ThermaeConfiguration;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Values and keys are equal when {@code equals} says so, however they are encoded. */
@ParameterizedClass
@EnumSource
class EqualityTest extends AnyStore {
  /** Equal when the amounts are, whatever their scale. */
  static final class Money implements Serializable {
    private static final long serialVersionUID = 1L;

    private final BigDecimal amount;

    Money(String amount) {
      this.amount = new BigDecimal(amount);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Money that && amount.compareTo(that.amount) == 0;
    }

    @Override
    public int hashCode() {
      return amount.stripTrailingZeros().hashCode();
    }
  }

  private static final class Doing {
    private Doing() {}

    static <V> void assertEqualToTheCache(Cache<Integer, V> cache, V first, V second, V other) {
      assertThat(second).isEqualTo(first);
      cache.put(1, first);
      assertThat(cache.replace(1, other, first)).isFalse();
      assertThat(cache.remove(1, other)).isFalse();
      assertThat(cache.replace(1, second, second)).isTrue();
      assertThat(cache.replace(1, first, second)).isTrue();
      assertThat(cache.remove(1, first)).isTrue();
      assertThat(cache.containsKey(1)).isFalse();
    }
  }

  @Test
  void values_withAnEqualsOfTheirOwn() {
    Doing.assertEqualToTheCache(
        create(ThermaeConfiguration.builder(Integer.class, Money.class)),
        new Money("1.0"),
        new Money("1.000"),
        new Money("1.001"));
  }

  @Test
  void values_setsOfAnotherOrderAndKind() {
    Set<String> wide = new HashSet<>(1_000);
    Set<String> reversed = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      wide.add("s" + i);
    }
    for (int i = 49; i >= 0; i--) {
      reversed.add("s" + i);
    }
    Doing.assertEqualToTheCache(create(of(Set.class)), wide, reversed, Set.of("s1"));
  }

  @Test
  void values_mapsOfAnotherOrderAndKind() {
    Map<String, Integer> forwards = new LinkedHashMap<>();
    forwards.put("a", 1);
    forwards.put("b", 2);
    Map<String, Integer> backwards = new TreeMap<>(java.util.Comparator.reverseOrder());
    backwards.putAll(forwards);
    Doing.assertEqualToTheCache(
        create(of(Map.class)), forwards, backwards, new HashMap<>(Map.of("a", 1, "b", 3)));
  }

  @Test
  void values_listsOfAnotherKind() {
    List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
    Doing.assertEqualToTheCache(create(of(List.class)), list, List.of(1, 2, 3), List.of(3, 2, 1));
  }

  private static <V> ThermaeConfiguration.Builder<Integer, V> of(Class<V> type) {
    return ThermaeConfiguration.builder(Integer.class, type);
  }

  // ------------------------------------------------------------------ keys

  private <K> void assertDistinct(Cache<K, String> cache, List<K> keys) {
    for (int i = 0; i < keys.size(); i++) {
      cache.put(keys.get(i), "v" + i);
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(cache.get(keys.get(i))).as("key " + i).isEqualTo("v" + i);
    }
    Set<Object> found = new HashSet<>();
    cache.forEach(entry -> found.add(entry.getKey()));
    assertThat(found).isEqualTo(new HashSet<>(keys));
  }

  @Test
  void keys_ofDifferentTypesOrScales_areDifferent() {
    assertDistinct(
        create(ThermaeConfiguration.builder(Object.class, String.class)),
        List.of(
            1,
            1L,
            (short) 1,
            "1",
            '1',
            1.0,
            1.0f,
            true,
            new BigDecimal("1"),
            new BigDecimal("1.0"),
            0.0,
            -0.0,
            Double.NaN,
            "",
            "\u0000",
            "\ud800",
            "\udc00",
            "?",
            List.of(1),
            List.of("1"),
            Set.of(1)));
  }

  @Test
  void keys_equalButBuiltDifferently_areTheSame() {
    Cache<Object, String> cache = create(ThermaeConfiguration.builder(Object.class, String.class));
    Set<Integer> wide = new HashSet<>(1_000);
    Set<Integer> reversed = new LinkedHashSet<>();
    for (int i = 0; i < 20; i++) {
      wide.add(i * 17);
      reversed.add((19 - i) * 17);
    }
    cache.put(wide, "set");
    cache.put(1_000, "other");
    assertThat(cache.get(reversed)).isEqualTo("set");
    cache.put(new ArrayList<>(List.of("a", "b")), "list");
    assertThat(cache.getAndPut(List.of("a", "b"), "changed")).isEqualTo("list");
    assertThat(cache.get(new ArrayList<>(List.of("a", "b")))).isEqualTo("changed");
    cache.put(Double.NaN, "nan");
    assertThat(cache.get(Double.longBitsToDouble(0x7ff8000000000001L))).isEqualTo("nan");
    assertThat(cache.remove(reversed)).isTrue();
    assertThat(cache.containsKey(wide)).isFalse();
  }

  @Test
  void keys_afterARestart_areTheSame() {
    ThermaeConfiguration.Builder<Object, String> configuration =
        ThermaeConfiguration.builder(Object.class, String.class);
    List<Object> keys = List.of(1, 1L, "1", List.of(1, "a"), Set.of(3, 1, 2), StoreKind.COLD);
    Cache<Object, String> cache = create(configuration);
    keys.forEach(key -> cache.put(key, key.toString()));
    Cache<Object, String> again = kind.isDurable() ? reopen(configuration) : cache;
    keys.forEach(key -> assertThat(again.get(key)).isEqualTo(key.toString()));
  }
}
