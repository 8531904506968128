package io.github.thermae.spring;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of this one. */
final class Child {
  private Child() {}

  /** Runs a program until it prints a line, kills it with SIGKILL, and returns what it printed. */
  static List<String> runUntil(String lastLine, Path folder, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(folder, program, arguments);
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.equals(lastLine)) {
          // Not by the process itself, which would close what is still to be read.
          boolean unused = process.toHandle().destroyForcibly();
        }
      }
    }
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not end");
    }
    return lines;
  }

  /** Starts a program; what it prints to either stream is its output. */
  static Process start(Path folder, Class<?> program, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }
}
