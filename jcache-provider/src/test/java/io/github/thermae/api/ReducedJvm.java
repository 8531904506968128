package io.github.thermae.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A program in a JVM of its own, without some of the jars that are on the class path here. */
final class ReducedJvm {
  private ReducedJvm() {}

  /** What the program printed to its standard output, when it has ended. */
  static String run(Predicate<String> isLeftOut, Class<?> program, String... arguments)
      throws IOException {
    return run(isLeftOut, List.of(), program, arguments);
  }

  /** The same, with further options for the JVM. */
  static String run(
      Predicate<String> isLeftOut, List<String> options, Class<?> program, String... arguments)
      throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .filter(isLeftOut.negate())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                program.getName()));
    command.addAll(command.indexOf("-cp"), options);
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }
}
