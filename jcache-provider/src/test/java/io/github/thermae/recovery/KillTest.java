package io.github.thermae.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.model.Mode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * I7: after {@code kill -9} at any moment a store opens, holds everything that was acknowledged
 * (or, where writes are saved later, everything that the last completed flush had), and nothing
 * older. After {@code SIGTERM} everything that was acknowledged is there in every mode.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("test.recovery.kills", 20);
  private static final int TERMINATIONS = Integer.getInteger("test.recovery.terminations", 5);
  private static final int MAX_RUN_MILLIS = 400;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  @TempDir private Path folder;

  private final Map<String, Possible> possible = new HashMap<>();
  private long highest;
  private long acknowledged;

  static List<Mode> durableModes() {
    return Arrays.stream(Mode.values()).filter(Mode::isDurable).toList();
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void kill_whileWriting_nothingSavedIsMissing(Mode mode) throws Exception {
    Random random = random(mode + " killed");
    for (int i = 0; i < KILLS; i++) {
      runAndEnd(mode, random, ProcessHandle::destroyForcibly, SIGKILL, mode.isSavedAtOnce());
    }
    check(mode, random);
    assertThat(acknowledged).as("operations that were acknowledged").isGreaterThan(KILLS * 20L);
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void terminate_whileWriting_nothingAcknowledgedIsMissing(Mode mode) throws Exception {
    Random random = random(mode + " terminated");
    for (int i = 0; i < TERMINATIONS; i++) {
      runAndEnd(mode, random, ProcessHandle::destroy, SIGTERM, true);
    }
    check(mode, random);
    assertThat(acknowledged)
        .as("operations that were acknowledged")
        .isGreaterThan(TERMINATIONS * 20L);
  }

  private static Random random(String what) {
    long seed = Long.getLong("test.recovery.seed", System.nanoTime());
    System.out.println("KillTest seed " + seed + ", " + what);
    return new Random(seed);
  }

  private void runAndEnd(
      Mode mode,
      Random random,
      Consumer<ProcessHandle> end,
      int signal,
      boolean isAcknowledgedSaved)
      throws IOException, InterruptedException {
    Process process = start(mode, random);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      readStart(output);
      Thread killer =
          new Thread(
              () -> {
                sleep(random.nextInt(MAX_RUN_MILLIS));
                // By its handle: Process.destroyForcibly would close the output before it is read.
                end.accept(process.toHandle());
              });
      killer.start();
      readWrites(output, isAcknowledgedSaved);
      killer.join();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("ended by signal").isEqualTo(128 + signal);
  }

  /** The last start only looks. */
  private void check(Mode mode, Random random) throws IOException {
    Process process = start(mode, random);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      readStart(output);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Mode mode, Random random) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // Short-lived processes: no time is spent on compiling well.
            "-XX:TieredStopAtLevel=1",
            "-Dkryo.unsafe=false",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            mode.name(),
            folder.resolve("killed.db").toString(),
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
      Possible ofKey = possible.computeIfAbsent(said.who(), key -> new Possible());
      assertThat(ofKey.numbers())
          .as("what %s may hold after the end", said.who())
          .contains(said.number());
      ofKey.certain(said.number());
      seen++;
    }
    assertThat(seen).isEqualTo(WritingProcess.THREADS * WritingProcess.KEYS_PER_THREAD);
  }

  private void readWrites(BufferedReader output, boolean isAcknowledgedSaved) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Said said = Said.ofMaybeTorn(line);
      if (said == null) {
        return;
      }
      switch (said.what()) {
        case "B" -> {
          highest = Math.max(highest, said.number());
          ofKey(said).begin(said.number());
        }
        case "E" -> {
          acknowledged++;
          ofKey(said).acknowledge();
          if (isAcknowledgedSaved) {
            ofKey(said).saved();
          }
        }
        case "G" -> possible.values().forEach(key -> key.flushBegins(said.flush()));
        case "F" -> possible.values().forEach(key -> key.flushEnds(said.flush()));
        default -> throw new AssertionError(line);
      }
    }
  }

  private Possible ofKey(Said said) {
    Possible ofKey = possible.get(said.who());
    assertThat(ofKey).as(said.who()).isNotNull();
    return ofKey;
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Said(String what, String who, long number) {
    static Said of(String line) {
      String[] words = line.split(" ", -1);
      return new Said(words[0], words[1], Long.parseLong(words[2]));
    }

    /** The last line may have been cut short by the kill: a number without its end says nothing. */
    static @Nullable Said ofMaybeTorn(String line) {
      return line.matches("[BE] key-\\d+-\\d+ \\d+|[GF] thread-\\d+ \\d+") ? of(line) : null;
    }

    String flush() {
      return who + " " + number;
    }
  }
}
