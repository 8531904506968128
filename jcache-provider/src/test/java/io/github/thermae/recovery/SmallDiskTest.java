package io.github.thermae.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.model.Mode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk that is really full: a small file system where one may be mounted, and everywhere a bound
 * on the size of a file, which stops the file and its log alike. What was acknowledged holds after
 * the process has ended without closing, and all goes on when there is room.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmallDiskTest {
  private static final int MEGABYTES = 8;

  /** In units of 512 or 1,024 bytes, by the shell; the SQLite library is unpacked under it too. */
  private static final int FILE_LIMIT = 10 * 1024;

  @TempDir private Path folder;

  static List<Mode> durableModes() {
    return Arrays.stream(Mode.values()).filter(Mode::isDurable).toList();
  }

  /** What the process said, by its first word. */
  private record Said(List<String> lines) {
    List<String> all(String word) {
      return lines.stream()
          .filter(line -> line.startsWith(word + " "))
          .map(line -> line.substring(word.length() + 1))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void fileSizeIsBounded_acknowledgedHoldsAndWritesResume(Mode mode) throws Exception {
    Path file = folder.resolve("bounded.db");
    Said said = fill(mode, file, "ulimit -f " + FILE_LIMIT + " && exec \"$@\"");

    CacheManager manager = FillingProcess.manager(mode, file);
    try (manager) {
      Cache<String, String> cache = FillingProcess.open(manager);
      assertHolds(cache, said);
      cache.put("later", "1");
      mode.flush(cache);
      assertThat(cache.get("later")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @MethodSource("durableModes")
  void fileSystemIsFull_removalsAreRecordedAndWritesResume(Mode mode) throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("small"), MEGABYTES);
    System.out.println(
        "SmallDiskTest: " + (mounted.isPresent() ? "a file system of its own" : "bounded files"));
    if (mounted.isEmpty()) {
      // Not permitted here. The bound on files has been tested in its own right.
      fileSizeIsBounded_acknowledgedHoldsAndWritesResume(mode);
      return;
    }
    try (SmallDisk disk = mounted.get()) {
      assertFullDisk(mode, disk);
    }
  }

  private static void assertFullDisk(Mode mode, SmallDisk disk) throws Exception {
    Path file = disk.folder().resolve("small.db");
    Said said = fill(mode, file, "exec \"$@\"");
    assertThat(said.all("KEPT")).as("removals that were refused").isEmpty();

    try (CacheManager manager = FillingProcess.manager(mode, file)) {
      Cache<String, String> cache = FillingProcess.open(manager);
      assertHolds(cache, said);
      fillAgain(mode, cache);
      disk.resize(8 * MEGABYTES);
      Awaitility.await("writes resume by themselves")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsMatching(CacheException.class::isInstance)
          .untilAsserted(
              () -> {
                cache.put("later", FillingProcess.value("later"));
                mode.flush(cache);
              });
    }
    try (CacheManager manager = FillingProcess.manager(mode, file)) {
      Cache<String, String> cache = FillingProcess.open(manager);
      assertHolds(cache, said);
      assertIsThere(cache, "later");
      if (!mode.isSavedAtOnce()) {
        assertIsThere(cache, "waited");
      }
    }
  }

  /** What was removed has made some room. */
  private static void fillAgain(Mode mode, Cache<String, String> cache) {
    assertThatThrownBy(
            () -> {
              for (int i = 0; ; i++) {
                cache.put("waited", FillingProcess.value("waited"));
                cache.put("again-" + i, FillingProcess.value("again-" + i));
                mode.flush(cache);
              }
            })
        .isInstanceOf(CacheException.class);
  }

  private static void assertHolds(Cache<String, String> cache, Said said) {
    List<String> removed = said.all("REMOVED");
    for (String key : said.all("SAVED")) {
      if (removed.contains(key)) {
        assertThat(cache.get(key)).as("removed %s", key).isNull();
      } else {
        assertIsThere(cache, key);
      }
    }
  }

  /** Without the value in the message, which is long. */
  private static void assertIsThere(Cache<String, String> cache, String key) {
    assertThat(FillingProcess.value(key).equals(cache.get(key))).as(key).isTrue();
  }

  /** Has a process fill its disk, through a shell command that runs what follows. */
  private static Said fill(Mode mode, Path file, String shell)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of("sh", "-c", shell, "sh"), java(mode, file)).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Said said;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      said = new Said(output.lines().toList());
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said.lines()).as("what the process said").contains("END");
    assertThat(said.all("FULL")).hasSize(1);
    assertThat(said.all("SAVED")).hasSizeGreaterThan(10);
    assertThat(said.all("READ")).containsExactly(Integer.toString(said.all("SAVED").size()));
    assertThat(said.all("MISSING")).isEmpty();
    return said;
  }

  private static Stream<String> java(Mode mode, Path file) {
    return Stream.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        // Its file would be bounded as well.
        "-XX:-UsePerfData",
        "-Dkryo.unsafe=false",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        FillingProcess.class.getName(),
        mode.name(),
        file.toString());
  }
}
