package io.github.thermae.samples.spring;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample in another process, on a free port, in a folder of the test's. */
final class RunningApplication implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final int port;

  private RunningApplication(Process process) throws IOException {
    this.process = process;
    BufferedReader output = process.inputReader();
    int found = -1;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      log.add(line);
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        found = Integer.parseInt(started.group(1));
        break;
      }
    }
    if (found < 0) {
      throw new IllegalStateException("the application did not start: " + String.join("\n", log));
    }
    this.port = found;
    Thread rest = new Thread(() -> output.lines().forEach(log::add), "output of the sample");
    rest.setDaemon(true);
    rest.start();
  }

  /** From the classes of this build. */
  static RunningApplication start(Path folder, String... arguments) throws IOException {
    List<String> what =
        new ArrayList<>(
            List.of("-cp", System.getProperty("java.class.path"), Application.class.getName()));
    what.addAll(List.of(arguments));
    return start(folder, what);
  }

  /** From a jar that holds all it needs. */
  static RunningApplication startJar(Path folder, Path jar) throws IOException {
    return start(folder, List.of("-jar", jar.toString()));
  }

  private static RunningApplication start(Path folder, List<String> what) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED"));
    command.addAll(what);
    command.add("--server.port=0");
    return new RunningApplication(
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start());
  }

  /** What the application has printed until it was ready. */
  List<String> log() {
    return log;
  }

  HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The body of a page that is there. */
  String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = call("GET", path);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  /** SIGKILL. */
  void kill() {
    boolean unused = process.destroyForcibly().onExit().join().isAlive();
  }

  @Override
  public void close() {
    kill();
  }
}
