package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.ThermaeConfiguration;
import java.nio.file.Path;
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

    String output =
        ReducedJvm.run(
            entry -> entry.contains("jackson"), MissingJacksonTest.class, file.toString());

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
