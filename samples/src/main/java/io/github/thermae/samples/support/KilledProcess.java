package io.github.thermae.samples.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in a process of its own that comes to a violent end. */
public final class KilledProcess {
  /** The program prints this line when it may be killed, and then goes on until it is. */
  public static final String DONE = "-- done --";

  private KilledProcess() {}

  /**
   * Passes on what the process prints, until it says that it is done; then kills it with SIGKILL.
   *
   * @return the number of the process
   */
  public static long runAndKill(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(program, arguments)).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null && !line.equals(DONE)) {
        Out.line("%s", line);
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

  /** What starts a program in a process of its own, on the class path of this one. */
  public static List<String> command(Class<?> program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
