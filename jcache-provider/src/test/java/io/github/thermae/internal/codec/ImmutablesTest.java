package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.internal.codec.Samples.Color;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"JavaUtilDate", "UnnecessaryStringBuilder", "ArrayRecordComponent"})
class ImmutablesTest {
  record Point(int x, double y) {}

  record Trip(UUID id, Point from, @Nullable Point to, LocalDate day, Color color, ZoneId zone) {}

  record Chain(String name, @Nullable Chain next) {}

  record WithList(List<String> names) {}

  record WithArray(byte[] bytes) {}

  record WithObject(Object any) {}

  record WithDeepDate(WithDate inner) {}

  record WithDate(Date date) {}

  record WithSubclassable(BigDecimal amount) {}

  static class Evil extends BigDecimal {
    private static final long serialVersionUID = 1L;

    Evil() {
      super(1);
    }
  }

  static Stream<Object> shared() {
    Point point = new Point(1, 2);
    return Stream.of(
        "text",
        1,
        1L,
        (byte) 1,
        (short) 1,
        'c',
        1f,
        1d,
        true,
        BigInteger.ONE,
        BigDecimal.ONE,
        UUID.randomUUID(),
        Instant.now(),
        LocalDate.EPOCH,
        ZoneId.of("Europe/Berlin"),
        URI.create("a"),
        Locale.GERMAN,
        Currency.getInstance("EUR"),
        Optional.empty(),
        Optional.of("x"),
        Optional.of(Optional.of(point)),
        OptionalInt.of(1),
        Color.RED,
        Color.GREEN,
        point,
        new Trip(UUID.randomUUID(), point, null, LocalDate.EPOCH, Color.RED, ZoneId.of("UTC")),
        new Chain("a", new Chain("b", null)));
  }

  static Stream<Arguments> copied() {
    return Stream.<Object>of(
            new Date(),
            new ArrayList<>(),
            List.of(),
            Set.of("x"),
            Map.of(),
            new byte[0],
            new String[0],
            new StringBuilder(),
            new AtomicInteger(),
            new Object(),
            String.class,
            Optional.of(new Date()),
            Optional.of(List.of()),
            new Evil(),
            new WithList(List.of()),
            new WithArray(new byte[0]),
            new WithObject("x"),
            new WithDeepDate(new WithDate(new Date())),
            new WithSubclassable(BigDecimal.ONE),
            new Samples.NoEquals(1))
        .map(value -> Arguments.of(value));
  }

  @ParameterizedTest
  @MethodSource("shared")
  void isImmutable_valueThatNothingCanChange_isTrue(Object value) {
    assertThat(Immutables.isImmutable(value)).isTrue();
    assertThat(Immutables.isImmutable(value)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("copied")
  void isImmutable_anythingElse_isFalse(Object value) {
    assertThat(Immutables.isImmutable(value)).isFalse();
    assertThat(Immutables.isImmutable(value)).isFalse();
  }
}
