package io.github.thermae.samples.unicode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.samples.support.Printed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main sample does what it says, with fewer characters. */
class UnicodeSampleTest {
  private static final int CHARACTERS = 12_000;

  @Test
  void sample_killedAndStartedAgain_loadsNothingTheSecondTime(@TempDir Path folder)
      throws Exception {
    String printed = run(folder);

    assertThat(printed)
        .contains("every character once: 12,000 loaded, 0 came from the store, 0 wrong")
        .contains("kill -9")
        .contains("every character once: 0 loaded, 12,000 came from the store, 0 wrong")
        .doesNotContain("WARN")
        .doesNotContain("Exception");
    List<String> tables =
        Pattern.compile("(?m)^ {3}cold +([\\d,]+)")
            .matcher(printed)
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertThat(tables).containsExactly("12,000", "12,000");
  }

  @Test
  void printedSelect_pasted_works(@TempDir Path folder) throws Exception {
    String printed = run(folder);

    String select = printed.substring(printed.indexOf("SELECT"), printed.lastIndexOf('"'));
    Path file = folder.resolve("unicode.db");
    assertThat(file).isRegularFile();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet rows = connection.createStatement().executeQuery(select)) {
      int count = 0;
      while (rows.next()) {
        assertThat(rows.getInt("bytes")).isPositive();
        assertThat(rows.getString("written")).startsWith("20");
        count++;
      }
      assertThat(count).isEqualTo(3);
    }
  }

  private static String run(Path folder) throws Exception {
    String printed =
        Printed.by(
            () ->
                UnicodeSample.main(new String[] {folder.toString(), Integer.toString(CHARACTERS)}));
    assertThat(Files.exists(folder.resolve("unicode.db"))).isTrue();
    return printed;
  }
}
