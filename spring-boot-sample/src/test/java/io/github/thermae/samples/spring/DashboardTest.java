package io.github.thermae.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the dashboard finds what it asks for in the running application. */
@Timeout(180)
class DashboardTest {
  @TempDir Path folder;

  @Test
  void queries_runningApplication_findEveryMetricAndLabel() throws Exception {
    Dashboard dashboard = Dashboard.read();
    assertThat(dashboard.panels()).hasSizeGreaterThan(8);
    try (RunningApplication run = RunningApplication.start(folder)) {
      run.get("/planets/Earth");
      Scrape scrape = Scrape.of(0, run.get("/actuator/prometheus"));
      for (Dashboard.Panel panel : dashboard.panels()) {
        for (Dashboard.Target target : panel.targets()) {
          for (Query.Term term : target.query().terms()) {
            assertThat(scrape.samples()).as(panel.title() + ": " + term).anyMatch(term::fits);
            String by = term.by();
            if (by != null && !by.isEmpty()) {
              assertThat(scrape.samples())
                  .filteredOn(term::fits)
                  .allMatch(sample -> sample.labels().containsKey(by));
            }
          }
        }
      }
    }
  }
}
