package io.github.thermae.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The account that {@link KillTest} keeps, since a mistake in it would hide the store's. */
class PossibleTest {
  private final Possible key = new Possible();

  private void write(long number) {
    key.begin(number);
    key.acknowledge();
  }

  @Test
  void saved_oneBegunAfterIt_bothArePossible() {
    write(1);
    key.saved();
    key.begin(2);
    assertThat(key.numbers()).containsExactly(1L, 2L);
  }

  @Test
  void notSaved_allSinceTheStartArePossible() {
    write(1);
    write(0);
    write(3);
    assertThat(key.numbers()).containsExactly(0L, 1L, 0L, 3L);
  }

  @Test
  void flushEnds_whatItHadIsTheOldestPossible() {
    write(1);
    write(2);
    key.begin(3);
    key.flushBegins("a");
    key.acknowledge();
    write(4);
    key.flushEnds("a");
    assertThat(key.numbers()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void flushEnds_thatBeganBeforeAnother_takesNothingBack() {
    write(1);
    key.flushBegins("a");
    write(2);
    key.flushBegins("b");
    key.flushEnds("b");
    key.flushEnds("a");
    assertThat(key.numbers()).containsExactly(2L);
  }

  @Test
  void flushBegins_withoutEnd_savesNothing() {
    write(1);
    key.flushBegins("a");
    assertThat(key.numbers()).containsExactly(0L, 1L);
  }

  @Test
  void certain_afterAll_nothingElseIsPossible() {
    write(1);
    key.begin(2);
    key.certain(2);
    assertThat(key.numbers()).containsExactly(2L);
  }
}
