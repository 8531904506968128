package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.thermae.spring.shop.Library;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.springframework.context.ConfigurableApplicationContext;
import org.sqlite.SQLiteJDBCLoader;

/**
 * These tests run twice: on the versions of this project, and in {@code spring-boot-pins} on those
 * that Spring Boot brings. Here it is seen that they really do.
 */
class VersionsTest {
  @TempDir Path folder;

  /** A class, the library that it comes from, and what Boot's list calls its version. */
  static Stream<Arguments> libraries() {
    return Stream.of(
        Arguments.of(Caffeine.class, "caffeine", "caffeine"),
        Arguments.of(SQLiteJDBCLoader.class, "sqlite-jdbc", "sqlite-jdbc"),
        Arguments.of(JsonFactory.class, "jackson-core", "jackson-2-bom"),
        Arguments.of(Logger.class, "slf4j-api", "slf4j"),
        Arguments.of(Test.class, "junit-jupiter-api", "junit-jupiter"));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void classPath_library_hasTheVersionThatThisRunIsFor(
      Class<?> type, String library, String nameInList) throws Exception {
    assertThat(jarOf(type))
        .isEqualTo(library + "-" + System.getProperty("expected." + library) + ".jar");
    String list = System.getProperty("boot.list");
    if (list != null) {
      assertThat(versionIn(Path.of(list), nameInList))
          .isEqualTo(System.getProperty("expected." + library));
    }
  }

  private static String jarOf(Class<?> type) throws URISyntaxException {
    return String.valueOf(
        Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).getFileName());
  }

  private static String versionIn(Path list, String name) throws Exception {
    Matcher version =
        Pattern.compile("<" + name + "\\.version>([^<]+)<").matcher(Files.readString(list));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  @Test
  void codecJson_afterARestart_isAHit() {
    for (int run = 0; run < 2; run++) {
      try (ConfigurableApplicationContext shop =
          Shops.open(folder.resolve("shop.db"), "thermae.defaults.codec=json")) {
        Library library = shop.getBean(Library.class);
        assertThat(library.book(7).title()).isEqualTo("Book 7");
        assertThat(library.asked()).isEqualTo(1 - run);
      }
    }
  }
}
