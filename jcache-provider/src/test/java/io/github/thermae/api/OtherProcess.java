package io.github.thermae.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import javax.cache.CacheManager;

/** A second process that works with a store. */
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  private OtherProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
    this.input = process.outputWriter();
  }

  static OtherProcess start(Path file) throws IOException {
    return new OtherProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  long pid() {
    return process.pid();
  }

  /** Asks for something and returns the answer: "open", "close" or "end". */
  String ask(String what) throws IOException {
    input.write(what);
    input.newLine();
    input.flush();
    return String.valueOf(output.readLine());
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    input.close();
    output.close();
  }

  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the other process does not end");
    }
  }

  /** Runs in the other process: an answer in one line for each line of input. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    CacheManager manager = null;
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      switch (line) {
        case "open" -> {
          try {
            manager = Managers.open(file);
            Managers.cache(manager, "users", String.class, String.class).put("from", "child");
            System.out.println("opened");
          } catch (CacheException e) {
            System.out.println(e.getMessage());
          }
        }
        case "close" -> {
          if (manager != null) {
            manager.close();
          }
          System.out.println("closed");
        }
        default -> {
          System.out.println("bye");
          System.exit(0);
        }
      }
    }
  }
}
