package io.github.thermae.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ApplicationTest {
  @TempDir Path folder;

  @Test
  void restart_afterKill_firstCallsAreHits() throws Exception {
    String saturn;
    try (RunningApplication run = RunningApplication.start(folder)) {
      saturn = run.get("/planets/Saturn");
      assertThat(saturn).contains("\"moons\":274");
      assertThat(run.call("GET", "/planets/Pluto").statusCode()).isEqualTo(404);
      assertThat(run.get("/queries")).isEqualTo("2");
      run.kill();
    }
    try (RunningApplication run = RunningApplication.start(folder)) {
      assertThat(run.get("/planets/Saturn")).isEqualTo(saturn);
      assertThat(run.call("GET", "/planets/Pluto").statusCode()).isEqualTo(404);
      assertThat(run.get("/queries")).isEqualTo("0");
      assertThat(run.call("PUT", "/planets/Saturn/moons/275").statusCode()).isEqualTo(204);
      assertThat(run.get("/planets/Saturn")).contains("\"moons\":275");
      assertThat(run.get("/queries")).isEqualTo("1");
    }
  }

  @Test
  void visits_killedBeforeTheDatabaseKnew_areNotLost() throws Exception {
    try (RunningApplication run = RunningApplication.start(folder)) {
      for (int i = 0; i < 5; i++) {
        run.get("/planets/Saturn");
      }
      run.kill();
    }
    try (RunningApplication run = RunningApplication.start(folder)) {
      assertThat(run.get("/visits/Saturn")).isEqualTo("5");
      assertThat(run.get("/visits/Earth")).isEqualTo("0");
      assertThat(run.get("/actuator/health")).contains("\"writeBehind\":{\"visits\":{");
      assertThat(run.get("/actuator/caches")).contains("\"visits\"");
      assertThat(run.get("/actuator/metrics/thermae.write.behind.queue.entries?tag=cache:visits"))
          .contains("\"value\":");
    }
  }

  @Test
  void actuator_everyEndpoint_answersOverHttp() throws Exception {
    try (RunningApplication run = RunningApplication.start(folder)) {
      run.get("/planets/Earth");
      run.get("/planets/Earth");
      assertThat(run.get("/actuator/health"))
          .contains("\"thermae\":{\"details\":", "planets.db", "\"status\":\"UP\"");
      assertThat(run.get("/actuator/health/readiness")).contains("UP");
      assertThat(run.get("/actuator/metrics")).contains("cache.gets", "thermae.tier.hits");
      assertThat(run.get("/actuator/metrics/cache.gets?tag=cache:planets&tag=result:hit"))
          .contains("\"value\":1.0");
      assertThat(run.get("/actuator/caches")).contains("\"planets\"", "\"cacheManager\"");
      assertThat(run.get("/actuator/prometheus")).contains("thermae_tier_hits_total{");
      assertThat(run.get("/actuator/thermae/planets")).contains("\"hot\":{\"entries\":1,");
    }
  }

  @Test
  void thermaeEndpoint_settings_nameTheFileInWhichEachStands() throws Exception {
    try (RunningApplication run = RunningApplication.start(folder)) {
      assertThat(run.get("/actuator/thermae"))
          .contains(
              "\"name\":\"caches.planets.ttl\"", "thermae.conf, line 5", "\"value\":\"PT24H\"")
          .doesNotContain("Earth");
      assertThat(run.log())
          .filteredOn(line -> line.contains("Cache manager"))
          .singleElement()
          .asString()
          .contains("planets.db", "write-through", "thermae.conf");
    }
  }

  @Test
  void thermaeEndpoint_delete_evictsOneKeyOrAll() throws Exception {
    try (RunningApplication run = RunningApplication.start(folder)) {
      run.get("/planets/Earth");
      run.get("/planets/Mars");
      assertThat(run.call("DELETE", "/actuator/thermae/planets?key=Earth").body())
          .contains("\"entries\":1");
      run.get("/planets/Earth");
      run.get("/planets/Mars");
      assertThat(run.get("/queries")).isEqualTo("3");
      assertThat(run.call("DELETE", "/actuator/thermae/planets").statusCode()).isEqualTo(200);
      run.get("/planets/Mars");
      assertThat(run.get("/queries")).isEqualTo("4");
      assertThat(run.call("DELETE", "/actuator/thermae/nothing").statusCode()).isEqualTo(404);
    }
  }
}
