package io.github.thermae.samples.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard for Grafana, as far as its panels go. */
record Dashboard(List<Panel> panels) {
  private static final Path FILE = Path.of("..", "docs", "grafana", "thermae-dashboard.json");

  /** One panel; its place is in Grafana's grid of 24 columns. */
  record Panel(
      String title,
      int x,
      int y,
      int width,
      int height,
      String unit,
      boolean isStacked,
      List<Target> targets) {}

  /** One query, and what its lines are called. */
  record Target(Query query, String legend) {}

  static Dashboard read() throws IOException {
    List<Panel> panels = new ArrayList<>();
    for (JsonNode panel : new JsonMapper().readTree(Files.readString(FILE)).get("panels")) {
      List<Target> targets = new ArrayList<>();
      for (JsonNode target : panel.get("targets")) {
        targets.add(
            new Target(
                Query.of(target.get("expr").asString()), target.get("legendFormat").asString()));
      }
      JsonNode grid = panel.get("gridPos");
      panels.add(
          new Panel(
              panel.get("title").asString(),
              grid.get("x").asInt(),
              grid.get("y").asInt(),
              grid.get("w").asInt(),
              grid.get("h").asInt(),
              panel.get("fieldConfig").get("defaults").get("unit").asString(),
              panel.at("/fieldConfig/defaults/custom/stacking/mode").asString("").equals("normal"),
              targets));
    }
    return new Dashboard(panels);
  }
}
