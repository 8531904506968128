package io.github.thermae.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One jar with all in it; the configuration file has a URL there, and no path. */
@Timeout(180)
class FatJarTest {
  @TempDir Path folder;

  @Test
  void start_configurationInTheJar_isFound() throws Exception {
    Path jar = Path.of(System.getProperty("app.jar"));
    for (int i = 0; i < 2; i++) {
      try (RunningApplication run = RunningApplication.startJar(folder, jar)) {
        assertThat(run.get("/planets/Saturn")).contains("\"moons\":274");
        assertThat(run.get("/queries")).isEqualTo(i == 0 ? "1" : "0");
        assertThat(run.get("/actuator/thermae")).contains("jar:nested:", "thermae.conf, line 5");
      }
    }
  }
}
