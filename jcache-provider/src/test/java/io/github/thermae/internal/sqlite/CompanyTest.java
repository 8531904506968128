package io.github.thermae.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a leader waits for others, and that it does not wait for ever. */
final class CompanyTest {
  private static final long DEAR_NANOS = 1_000_000_000;
  private static final long CHEAP_NANOS = 30_000;

  private final Company company = new Company();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void gather_nobodyElseTheLastTime_doesNotLook() {
    company.gather(looks::incrementAndGet);
    company.committed(0, DEAR_NANOS);
    company.gather(looks::incrementAndGet);
    assertThat(looks).hasValue(0);
  }

  @Test
  void gather_cheapCommits_doesNotLook() {
    company.committed(7, CHEAP_NANOS);
    company.gather(looks::incrementAndGet);
    assertThat(looks).hasValue(0);
  }

  @Test
  void gather_othersComeOneByOne_waitsForAllOfThem() {
    company.committed(5, DEAR_NANOS);
    company.gather(looks::incrementAndGet);
    assertThat(looks).hasValue(5);
  }

  @Test
  void gather_nobodyComes_goesOn() {
    company.committed(5, 10 * CHEAP_NANOS);
    company.gather(
        () -> {
          looks.incrementAndGet();
          return 4;
        });
    assertThat(looks.get()).isPositive();
  }
}
