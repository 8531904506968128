package io.github.thermae.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.model.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds hold under a small heap: large values and many threads end in no OutOfMemoryError. */
class SmallHeapTest {
  private static final int OPERATIONS = Integer.getInteger("test.stress.large-values", 100);
  private static final int PATIENCE_SECONDS = 120;
  private static final Pattern FOUND = Pattern.compile("found (\\d+)");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void writeAndRead_valuesOfAMegabyteInSixtyFour_endsWell(Mode mode) throws Exception {
    Path output = folder.resolve("output");
    Process process = start(mode, output);
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).doesNotContain("OutOfMemoryError");
    Matcher found = FOUND.matcher(said);
    assertThat(found.find()).as(said).isTrue();
    assertThat(Integer.parseInt(found.group(1))).as("reads that found a value").isPositive();
  }

  private Process start(Mode mode, Path output) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            // G1 gives two regions, two megabytes, to an array of one megabyte and a header.
            "-XX:+UseSerialGC",
            "-Dkryo.unsafe=false",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LargeValuesProcess.class.getName(),
            mode.name(),
            folder.resolve("large.db").toString(),
            Integer.toString(OPERATIONS))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
