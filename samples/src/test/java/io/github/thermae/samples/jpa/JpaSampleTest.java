package io.github.thermae.samples.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.samples.support.Printed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample does what it says, with fewer pages. */
class JpaSampleTest {
  private static final int STATEMENTS = 0;
  private static final int WARM = 2;
  private static final int COLD = 3;

  @Test
  void sample_pagesShownAgain_needNoStatementAndNoneAfterARestart(@TempDir Path folder)
      throws Exception {
    String printed = Printed.by(() -> JpaSample.main(new String[] {folder.toString(), "1000"}));

    assertThat(printed).doesNotContain("WRONG");
    assertThat(counts(printed, "nothing is cached").get(0).get(STATEMENTS)).isPositive();
    assertThat(counts(printed, "once more"))
        .hasSize(3)
        .allSatisfy(
            counts -> {
              assertThat(counts.get(STATEMENTS)).isZero();
              assertThat(counts.get(WARM) + counts.get(COLD)).isPositive();
            });
    assertThat(counts(printed, "one price was changed").get(0).get(STATEMENTS)).isZero();
    assertThat(counts(printed, "all prices were raised").get(0).get(STATEMENTS)).isPositive();
    assertThat(counts(printed, "after the start").get(0).get(STATEMENTS)).isZero();
  }

  /** Statements, objects, bytes and rows of each round with a name. */
  private static List<List<Long>> counts(String printed, String round) {
    return printed
        .lines()
        .filter(line -> line.startsWith("   " + round))
        .map(line -> line.substring(3 + 24 + 8).replace(",", "").trim().split(" +"))
        .map(numbers -> List.of(numbers).subList(0, 4).stream().map(Long::valueOf).toList())
        .toList();
  }
}
