package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that uses a store until it is killed. */
final class StoreChild implements AutoCloseable {
  /** Changes in each of the batches that {@code write} does. */
  static final int BATCH = 10;

  private final Process process;
  private final BufferedReader output;

  private StoreChild(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static StoreChild start(String mode, Path path) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreChild.class.getName(),
                mode,
                path.toString())
            .redirectError(new File("/dev/null"))
            .start();
    return new StoreChild(process);
  }

  long pid() {
    return process.pid();
  }

  /** The next line that the child printed. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the child ended");
    }
    return line;
  }

  /** Kills the child as kill -9 does, and returns what it had printed by then. */
  List<String> kill() throws IOException, InterruptedException {
    // Not through the Process, which would close its output.
    process.toHandle().destroyForcibly();
    process.waitFor(30, TimeUnit.SECONDS);
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "hold" -> hold(path);
      case "try" -> tryToOpen(path);
      case "interrupted" -> openInterrupted(path);
      case "create" -> create(path);
      case "write" -> write(path);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void hold(Path path) throws InterruptedException {
    try (SqliteStore store = TestRows.open(path)) {
      TestRows.put(store.open("users", TestRows.TRAITS), "alice", "from the child");
      say("open");
      Thread.sleep(TimeUnit.MINUTES.toMillis(5));
    }
  }

  private static void tryToOpen(Path path) {
    try {
      TestRows.open(path).close();
      say("opened");
    } catch (ThermaeException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  private static void openInterrupted(Path path) {
    Thread.currentThread().interrupt();
    try {
      TestRows.open(path).close();
      say("opened, still interrupted: " + Thread.interrupted());
    } catch (ThermaeException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  /** Makes one store after the other. */
  private static void create(Path folder) {
    for (int i = 0; ; i++) {
      TestRows.open(folder.resolve("store" + i)).close();
      say(Integer.toString(i));
    }
  }

  /** Saves batches; each makes all its keys hold the batch's number. */
  private static void write(Path path) {
    try (SqliteStore store = TestRows.open(path)) {
      ColdTable table = store.open("users", TestRows.TRAITS);
      for (long version = store.claimVersions(1_000_000); ; version++) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          EncodedKey key = TestRows.key("shared" + i);
          changes.add(new Change.Put(TestRows.row(key, "v" + version, version)));
        }
        table.apply(changes);
        TestRows.put(table, "single" + version, "v" + version);
        say(Long.toString(version));
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
