package io.github.thermae.internal.writebehind;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the waits after failures are. */
class BackoffTest {
  /** So many that both ends of what is possible are come near to. */
  private static final int WAITS = 1_000;

  private static final Backoff BACKOFF =
      Backoff.of(Duration.ofMillis(100), Duration.ofMillis(30_000));

  private static LongSummaryStatistics waits(Backoff backoff, int failures) {
    return LongStream.generate(() -> backoff.nanosAfter(failures)).limit(WAITS).summaryStatistics();
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  /** A quarter is left out at the most: so a longer wait cannot be taken for a shorter one. */
  private static void areOf(LongSummaryStatistics waits, long wholeNanos) {
    assertThat(waits.getMin()).isBetween(wholeNanos - wholeNanos / 4, wholeNanos);
    assertThat(waits.getMax()).isBetween(wholeNanos - wholeNanos / 4, wholeNanos);
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "8, 12800", "9, 25600"})
  void nanosAfter_underTheLongest_doublesWithEachFailure(int failures, long millis) {
    areOf(waits(BACKOFF, failures), nanos(millis));
  }

  @ParameterizedTest
  @CsvSource({"10", "11", "41", "64", "65", "1000", "2147483647"})
  void nanosAfter_manyFailures_isTheLongest(int failures) {
    areOf(waits(BACKOFF, failures), nanos(30_000));
  }

  /** Where doubling once more would go beyond a long. */
  @Test
  void nanosAfter_longestThatThereCanBe_doesNotOverflow() {
    Backoff backoff = Backoff.of(Duration.ofDays(1), Duration.ofNanos(Long.MAX_VALUE));
    for (int failures = 1; failures <= 100; failures++) {
      assertThat(waits(backoff, failures).getMin())
          .as("after %d failures", failures)
          .isGreaterThanOrEqualTo(Duration.ofHours(18).toNanos());
    }
    areOf(waits(backoff, 100), Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "10, 30000"})
  void nanosAfter_sameFailuresAgain_isSpreadOverAQuarter(int failures, long millis) {
    LongSummaryStatistics waits = waits(BACKOFF, failures);
    assertThat(waits.getMin()).isLessThan(nanos(millis) / 100 * 80);
    assertThat(waits.getMax()).isGreaterThan(nanos(millis) / 100 * 95);
  }

  @Test
  void of_longestIsShorterThanFirst_isTheFirst() {
    Backoff backoff = Backoff.of(Duration.ofMillis(100), Duration.ofMillis(1));
    areOf(waits(backoff, 1), nanos(100));
    areOf(waits(backoff, 5), nanos(100));
  }

  @Test
  void atMost_boundsBothFirstAndLongest() {
    areOf(waits(BACKOFF.atMost(Duration.ofMillis(300)), 2), nanos(200));
    areOf(waits(BACKOFF.atMost(Duration.ofMillis(300)), 9), nanos(300));
    areOf(waits(BACKOFF.atMost(Duration.ofMillis(10)), 1), nanos(10));
    areOf(waits(BACKOFF.atMost(Duration.ofDays(1)), 100), nanos(30_000));
  }
}
