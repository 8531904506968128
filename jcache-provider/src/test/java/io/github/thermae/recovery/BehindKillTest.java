package io.github.thermae.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.model.Mode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * After {@code kill -9} at any moment, and again and again, a database behind a cache ends up with
 * what the cache has: nothing that was acknowledged is missing, and nothing older is there. In LAZY
 * that is what was acknowledged before the last completed flush, and of what came after it the
 * database may get something that the cache has forgotten.
 *
 * <p>{@code -Dtest.recovery.behind.kills} says how many kills the first case has, by default 20;
 * the others have a third of them each.
 */
class BehindKillTest {
  private static final int KILLS = Integer.getInteger("test.recovery.behind.kills", 20);
  private static final int MAX_RUN_MILLIS = 300;

  @TempDir private Path folder;

  private final Map<String, Possible> possible = new HashMap<>();
  private final Map<String, Long> cached = new HashMap<>();
  private long highest;
  private long acknowledged;

  @ParameterizedTest
  @CsvSource({"WRITE_THROUGH, SQLITE, true, 1", "WRITE_THROUGH, H2, false, 3", "LAZY, H2, true, 3"})
  void kill_whileDelivering_databaseEndsUpAsTheCache(
      Mode mode, BehindProcess.Kind kind, boolean isCoalescing, int part) throws Exception {
    long seed = Long.getLong("test.recovery.seed", System.nanoTime());
    System.out.printf("BehindKillTest seed %d, %s %s %s%n", seed, mode, kind, isCoalescing);
    Random random = new Random(seed);
    int kills = KILLS / part;
    for (int i = 0; i < kills; i++) {
      runAndKill(start("write", mode, kind, isCoalescing, random), random, mode.isSavedAtOnce());
    }
    drain(start("drain", mode, kind, isCoalescing, random), mode.isSavedAtOnce());
    assertThat(acknowledged).as("operations that were acknowledged").isGreaterThan(kills * 20L);
  }

  private void runAndKill(Process process, Random random, boolean isSavedAtOnce)
      throws IOException, InterruptedException {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      readStart(output, isSavedAtOnce);
      Thread killer =
          new Thread(
              () -> {
                sleep(random.nextInt(MAX_RUN_MILLIS));
                // By its handle: Process.destroyForcibly would close the output before it is read.
                process.toHandle().destroyForcibly();
              });
      killer.start();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        read(line, isSavedAtOnce);
      }
      killer.join();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** The last start lets the writer have everything, and looks into the database. */
  private void drain(Process process, boolean isSavedAtOnce) throws IOException {
    Map<String, Long> inDatabase = new HashMap<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      readStart(output, isSavedAtOnce);
      for (String line = output.readLine(); !"DRAINED".equals(line); line = output.readLine()) {
        assertThat(line).as("the process died while it drained").isNotNull().startsWith("D ");
        String[] words = line.split(" ", -1);
        inDatabase.put(words[1], Long.parseLong(words[2]));
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(inDatabase).containsOnlyKeys(cached.keySet());
    cached.forEach(
        (key, number) ->
            assertThat(inDatabase.get(key))
                .as("what the database has of %s, of which the cache has %s", key, number)
                .isIn(number == 0 && !isSavedAtOnce ? ofKey(key).numbers() : List.of(number)));
  }

  private Process start(
      String task, Mode mode, BehindProcess.Kind kind, boolean isCoalescing, Random random)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // Short-lived processes: no time is spent on compiling well.
            "-XX:TieredStopAtLevel=1",
            "-Dkryo.unsafe=false",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            BehindProcess.class.getName(),
            task,
            mode.name(),
            folder.resolve("store.db").toString(),
            kind.name(),
            folder.resolve("orders").toString(),
            Boolean.toString(isCoalescing),
            Long.toString(random.nextLong()),
            Long.toString(highest))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What the cache has at the start must be possible, and is then certain. */
  private void readStart(BufferedReader output, boolean isSavedAtOnce) throws IOException {
    cached.clear();
    for (String line = output.readLine(); !"READY".equals(line); line = output.readLine()) {
      assertThat(line).as("the process died at its start").isNotNull();
      String[] words = line.split(" ", -1);
      long number = Long.parseLong(words[2]);
      Possible ofKey = possible.computeIfAbsent(words[1], key -> new Possible());
      if (number == 0 && !isSavedAtOnce && ofKey.isOpen()) {
        ofKey.forgotten();
      } else {
        assertThat(ofKey.numbers()).as("what %s may hold after the end", words[1]).contains(number);
        ofKey.certain(number);
      }
      cached.put(words[1], number);
    }
    assertThat(cached).hasSize(BehindProcess.THREADS * BehindProcess.KEYS_PER_THREAD);
  }

  private void read(String line, boolean isSavedAtOnce) {
    assertThat(line).doesNotStartWith("X");
    if (!line.matches("[BE] key-\\d+-\\d+ \\d+|[GF] thread-\\d+ \\d+")) {
      // The last line may have been cut short by the kill.
      return;
    }
    String[] words = line.split(" ", -1);
    long number = Long.parseLong(words[2]);
    switch (words[0]) {
      case "B" -> {
        highest = Math.max(highest, number);
        ofKey(words[1]).begin(number);
      }
      case "E" -> {
        acknowledged++;
        ofKey(words[1]).acknowledge();
        if (isSavedAtOnce) {
          ofKey(words[1]).saved();
        }
      }
      case "G" -> possible.values().forEach(key -> key.flushBegins(words[1] + number));
      default -> possible.values().forEach(key -> key.flushEnds(words[1] + number));
    }
  }

  private Possible ofKey(String key) {
    Possible ofKey = possible.get(key);
    assertThat(ofKey).as(key).isNotNull();
    return ofKey;
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
