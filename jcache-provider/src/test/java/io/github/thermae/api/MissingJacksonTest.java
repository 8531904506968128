package io.github.thermae.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.ThermaeConfiguration;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program without the optional Jackson. */
final class MissingJacksonTest {
  @TempDir Path folder;

  private static Cache<String, String> cache(CacheManager manager, String codec) {
    return manager.createCache(
        "texts", ThermaeConfiguration.builder(String.class, String.class).codec(codec).build());
  }

  @Test
  void json_withoutJackson_namesTheDependencyAndLosesNoRow() throws Exception {
    Path file = Store.fileIn(folder);
    try (CacheManager manager = Managers.open(file)) {
      cache(manager, "json").put("k", "v");
    }

    String output = runWithoutJackson(file);

    assertThat(output)
        .contains("codec 'json' of cache 'texts'")
        .contains("com.fasterxml.jackson.core:jackson-core")
        .contains("kryo reads null")
        .contains("kryo writes new")
        .contains("message-pack reads new");
    try (CacheManager manager = Managers.open(file)) {
      assertThat(cache(manager, "json").get("k")).isEqualTo("v");
    }
  }

  private static String runWithoutJackson(Path file) throws Exception {
    String classPath =
        Arrays.stream(
                String.valueOf(System.getProperty("java.class.path")).split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("jackson"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                MissingJacksonTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Runs in the program without Jackson. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    try (CacheManager manager = Managers.open(file)) {
      try {
        cache(manager, "json");
      } catch (CacheException e) {
        System.out.println(e.getMessage());
      }
      Cache<String, String> kryo = cache(manager, "kryo");
      System.out.println("kryo reads " + kryo.get("k"));
      kryo.put("other", "new");
      System.out.println("kryo writes " + kryo.get("other"));
    }
    try (CacheManager manager = Managers.open(file)) {
      System.out.println("message-pack reads " + cache(manager, "message-pack").get("other"));
    }
  }
}
