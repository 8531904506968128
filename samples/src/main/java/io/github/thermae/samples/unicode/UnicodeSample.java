package io.github.thermae.samples.unicode;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts the sample's process, kills it with SIGKILL in the middle of its reads, starts it again,
 * and kills that one too: nothing is ever closed.
 */
public final class UnicodeSample {
  private UnicodeSample() {}

  /** The arguments are a folder for the store and, optionally, how many characters to use. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Path.of(args[0]).resolve("unicode.db");
    String limit = args.length > 1 ? args[1] : Integer.toString(Integer.MAX_VALUE);
    removeEarlierRun(file);

    Console.line("Thermae: the named Unicode characters in a cache of three tiers");
    Console.line("   hot 10,000 objects, warm 4 MB of encoded entries, cold the rest in %s", file);
    Console.line("");
    Console.line("1. A new store. What is not there is loaded.");
    long killed = runAndKill(file, limit);
    Console.line("2. kill -9 %d   (no close, no shutdown hook, in the middle of a read)", killed);
    Console.line("");
    Console.line("3. The same store, a new process. Nothing need be loaded.");
    runAndKill(file, limit);
    Console.line("Look at it with any SQLite tool:");
    Console.line("");
    Console.line(
        "   sqlite3 %s \"SELECT key, length(value) AS bytes, datetime(updated_at / 1000,"
            + " 'unixepoch') AS written FROM unicode WHERE key IN (65, 937, 8364)\"",
        file);
  }

  private static void removeEarlierRun(Path file) throws IOException {
    for (String ending : List.of("", "-wal", "-shm", ".lock", ".ballast")) {
      Files.deleteIfExists(Path.of(file + ending));
    }
  }

  /** Passes on what the process prints, until it says that it is done; then kills it. */
  private static long runAndKill(Path file, String limit) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                UnicodeRun.class.getName(),
                file.toString(),
                limit)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null && !line.equals(UnicodeRun.DONE)) {
        Console.line("%s", line);
        line = output.readLine();
      }
      process.destroyForcibly();
      int exit = process.waitFor();
      if (line == null) {
        throw new IOException("the sample's process ended by itself, with exit code " + exit);
      }
      return process.pid();
    }
  }
}
