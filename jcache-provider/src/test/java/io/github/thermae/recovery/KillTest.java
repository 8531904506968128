package io.github.thermae.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I7: after {@code kill -9} at any moment a write-through store opens, holds everything that was
 * acknowledged, and nothing that was replaced or removed before.
 */
class KillTest {
  private static final int KILLS = 12;
  private static final int MAX_RUN_MILLIS = 900;

  /**
   * What a key may hold: the last acknowledged value, or one that was being written. 0 is nothing.
   */
  private final Map<String, Set<Long>> possible = new HashMap<>();

  private long highest;
  private long acknowledged;

  @Test
  void kill_whileWriting_nothingAcknowledgedIsMissing(@TempDir Path folder) throws Exception {
    long seed = System.nanoTime();
    System.out.println("KillTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      runAndKill(folder.resolve("killed.db"), random);
    }
    check(folder.resolve("killed.db"), random);
    assertThat(acknowledged).as("operations that were acknowledged").isGreaterThan(KILLS * 100L);
  }

  private void runAndKill(Path file, Random random) throws IOException, InterruptedException {
    Process process = start(file, random);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      readStart(output);
      Thread killer =
          new Thread(
              () -> {
                sleep(random.nextInt(MAX_RUN_MILLIS));
                // By its handle: Process.destroyForcibly would close the output before it is read.
                process.toHandle().destroyForcibly();
              });
      killer.start();
      readWrites(output);
      killer.join();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("ended by SIGKILL").isEqualTo(128 + 9);
  }

  /** The last start only looks. */
  private void check(Path file, Random random) throws IOException {
    Process process = start(file, random);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      readStart(output);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Path file, Random random) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dkryo.unsafe=false",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            file.toString(),
            Long.toString(random.nextLong()),
            Long.toString(highest))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What the store has at the start must be possible, and is then certain. */
  private void readStart(BufferedReader output) throws IOException {
    int seen = 0;
    for (String line = output.readLine(); !"READY".equals(line); line = output.readLine()) {
      assertThat(line).as("the process died at its start").isNotNull();
      Said said = Said.of(line);
      Set<Long> allowed = possible.getOrDefault(said.key(), Set.of(0L));
      assertThat(allowed).as("what %s may hold after the kill", said.key()).contains(said.number());
      possible.put(said.key(), new HashSet<>(Set.of(said.number())));
      seen++;
    }
    assertThat(seen).isEqualTo(WritingProcess.THREADS * WritingProcess.KEYS_PER_THREAD);
  }

  private void readWrites(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Said said = Said.ofMaybeTorn(line);
      if (said == null) {
        return;
      }
      highest = Math.max(highest, said.number());
      if (said.what().equals("B")) {
        possible.computeIfAbsent(said.key(), key -> new HashSet<>()).add(said.number());
      } else {
        possible.put(said.key(), new HashSet<>(Set.of(said.number())));
        acknowledged++;
      }
    }
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Said(String what, String key, long number) {
    static Said of(String line) {
      String[] words = line.split(" ", -1);
      return new Said(words[0], words[1], Long.parseLong(words[2]));
    }

    /** The last line may have been cut short by the kill: a number without its end says nothing. */
    static @Nullable Said ofMaybeTorn(String line) {
      return line.matches("[BE] key-\\d+-\\d+ \\d+") ? of(line) : null;
    }
  }
}
