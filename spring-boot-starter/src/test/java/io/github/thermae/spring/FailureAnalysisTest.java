package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.spring.shop.Shop;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is printed when the application cannot start: what is wrong, where, and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTest {
  @TempDir Path folder;

  private static void failToStart(String... settings) {
    assertThatThrownBy(
            () ->
                new SpringApplicationBuilder(Shop.class)
                    .web(WebApplicationType.NONE)
                    .properties("spring.main.banner-mode=off")
                    .run(settings))
        .isInstanceOf(Exception.class);
  }

  @Test
  void start_wrongSettings_tellsAllOfThemWithTheirPlaceAndTheNearestName(CapturedOutput output)
      throws Exception {
    Path file = folder.resolve("application.properties");
    Files.writeString(file, "thermae.store.warm.max-byte=64MB\nthermae.defaults.ttl=ten minutes\n");
    failToStart("--spring.config.location=" + file.toUri());
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("unknown setting thermae.store.warm.max-byte in")
        .contains("application.properties] - 1:")
        .contains("did you mean thermae.store.warm.max-bytes?")
        .contains("thermae.defaults.ttl in")
        .contains("application.properties] - 2:")
        .contains("expected a duration")
        .contains("Correct the settings where the message says they stand.");
  }

  @Test
  void start_ownSettingUnknown_isTold(CapturedOutput output) {
    failToStart("--thermae.store.persist-mode=memory", "--thermae.spring.transaction-awere=true");
    assertThat(output).contains("APPLICATION FAILED TO START").contains("transaction-awere");
  }

  @Test
  void start_fileIsOpenInAnotherProcess_tellsWhichAndWhatToDo(CapturedOutput output)
      throws Exception {
    Process other = Child.start(folder, Shop.class, "--thermae.store.path=shop.db");
    try (BufferedReader lines = other.inputReader()) {
      assertThat(lines.lines().anyMatch("READY"::equals)).isTrue();
      failToStart("--thermae.store.path=" + folder.resolve("shop.db"));
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("process " + other.pid())
        .contains("End that process, or give this application a file of its own");
  }

  @Test
  void start_wrongPassword_tellsWhichSettings(CapturedOutput output) throws Exception {
    Path right = Files.writeString(folder.resolve("right"), "right");
    Path wrong = Files.writeString(folder.resolve("wrong"), "wrong");
    List<String> settings =
        List.of(
            "thermae.store.encryption.kdf=pbkdf2",
            "thermae.store.encryption.password-file=" + right);
    Shops.open(folder.resolve("shop.db"), settings.toArray(String[]::new)).close();
    failToStart(
        "--thermae.store.path=" + folder.resolve("shop.db"),
        "--thermae.store.encryption.password-file=" + wrong);
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("password")
        .contains("Nothing in the file was changed.");
  }

  @Test
  void start_twoProvidersAndNoneChosen_namesBothAndTheSetting(CapturedOutput output) {
    failToStart("--spring.cache.type=jcache");
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("There are 2 JCache providers on the class path, and none is chosen")
        .contains("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider")
        .contains("spring.cache.jcache.provider=io.github.thermae.spi.ThermaeCachingProvider");
  }
}
