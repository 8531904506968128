package io.github.thermae.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample does what it says, with fewer orders. */
class OrdersSampleTest {
  @Test
  void sample_killedAndOpenedAgain_databaseHasEverythingThatWasAcknowledged(@TempDir Path folder)
      throws Exception {
    PrintStream original = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      OrdersSample.main(new String[] {folder.toString(), "3000"});
    } finally {
      System.setOut(original);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("acknowledged +3,000 orders")
        .containsPattern("owed from before +[1-9][\\d,]* operations")
        .containsPattern("missing +0\n")
        .containsPattern("older than acknowledged +0\n")
        .doesNotContain("NOT ALL")
        .doesNotContain("WARN")
        .doesNotContain("Exception");
  }
}
