package io.github.thermae.samples.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Draws the dashboard from a real run: starts the sample with tiers so small that all of them are
 * used, calls it over HTTP, reads {@code /actuator/prometheus} every second, kills it in the middle
 * and starts it again. {@code mvn -q -DskipTests -Ppicture -pl spring-boot-sample -am package}.
 */
final class DashboardPicture {
  private static final int SECONDS_BEFORE_KILL = 40;
  private static final int SECONDS_AFTER = 40;
  private static final int NAMES = 6_000;
  private static final long SEED = 7;

  /** Only of these the database knows, and only of these visits are counted. */
  private static final List<String> PLANETS = List.of("Earth", "Mars", "Jupiter", "Saturn");

  private static final String[] SMALL_TIERS = {
    "--thermae.caches.planets.hot.max-entries=500", "--thermae.store.warm.max-bytes=200KB"
  };

  private final Random random = new Random(SEED);
  private final List<Scrape> scrapes = new ArrayList<>();
  private final long start = System.nanoTime();

  private DashboardPicture() {}

  /** Draws into the file that is named. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("planets");
    DashboardPicture picture = new DashboardPicture();
    for (int seconds : new int[] {SECONDS_BEFORE_KILL, SECONDS_AFTER}) {
      try (RunningApplication run = RunningApplication.start(folder, SMALL_TIERS)) {
        picture.use(run, seconds);
      }
    }
    new Drawing(Dashboard.read(), picture.scrapes).write(Path.of(arguments[0]));
    System.out.printf(
        Locale.ROOT,
        "%d readings of the sample, drawn to %s%n",
        picture.scrapes.size(),
        arguments[0]);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private void use(RunningApplication run, int seconds) throws IOException, InterruptedException {
    warmUp(run);
    double end = seconds() + seconds;
    while (seconds() < end) {
      scrapes.add(Scrape.of(seconds(), run.get("/actuator/prometheus")));
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (System.nanoTime() < until) {
        var unused = run.call("GET", "/planets/Planet" + name());
        if (random.nextInt(5) == 0) {
          unused = run.call("GET", "/planets/" + PLANETS.get(random.nextInt(PLANETS.size())));
        }
        if (random.nextInt(50) == 0) {
          unused = run.call("DELETE", "/actuator/thermae/planets?key=Planet" + name());
        }
      }
    }
  }

  /** The time of the first call is that of class loading, and would make all others flat. */
  private static void warmUp(RunningApplication run) throws IOException, InterruptedException {
    run.get("/planets/Saturn");
    var unused = run.call("DELETE", "/actuator/thermae/planets?key=Saturn");
  }

  /** Some are asked for much more often than others. */
  private int name() {
    return (int) (NAMES * Math.pow(random.nextDouble(), 3));
  }
}
