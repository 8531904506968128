package io.github.thermae.samples.spring;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** The panels of a dashboard with the lines that their queries give, in Grafana's places. */
final class Drawing {
  private static final int COLUMN = 56;
  private static final int ROW = 24;
  private static final int COLUMNS = 24;
  private static final Color PAGE = new Color(0xf4f5f5);

  /** Rates are taken over so many readings, as Grafana takes them over several scrapes. */
  private static final int READINGS = 4;

  private final Dashboard dashboard;
  private final List<Scrape> scrapes;

  Drawing(Dashboard dashboard, List<Scrape> scrapes) {
    this.dashboard = dashboard;
    this.scrapes = scrapes;
  }

  void write(Path file) throws IOException {
    int gap = PanelDrawing.GAP;
    int rows = dashboard.panels().stream().mapToInt(p -> p.y() + p.height()).max().orElseThrow();
    BufferedImage image =
        new BufferedImage(COLUMNS * COLUMN + gap, rows * ROW + gap, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(PAGE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (Dashboard.Panel panel : dashboard.panels()) {
      PanelDrawing.in(graphics, panel, COLUMN, ROW, lastSecond()).draw(lines(panel));
    }
    graphics.dispose();
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("no PNG can be written here");
    }
  }

  private double lastSecond() {
    return scrapes.get(scrapes.size() - 1).seconds() - scrapes.get(0).seconds();
  }

  /** The lines of a panel: at each second since the first reading a value. */
  private List<Line> lines(Dashboard.Panel panel) {
    Map<String, NavigableMap<Double, Double>> lines = new LinkedHashMap<>();
    for (Dashboard.Target target : panel.targets()) {
      for (int i = 1; i < scrapes.size(); i++) {
        Scrape now = scrapes.get(i);
        double second = now.seconds() - scrapes.get(0).seconds();
        target
            .query()
            .at(scrapes.get(Math.max(0, i - READINGS)), now)
            .forEach(
                (key, value) ->
                    lines
                        .computeIfAbsent(nameOf(target, key), name -> new TreeMap<>())
                        .put(second, value));
      }
    }
    List<Line> all = new ArrayList<>();
    lines.forEach((name, values) -> all.add(new Line(name, values)));
    all.sort(Line.ORDER);
    return panel.isStacked() ? Line.stacked(all) : all;
  }

  private static String nameOf(Dashboard.Target target, String key) {
    return target.legend().replaceAll("\\{\\{\\w+}}", key).strip();
  }
}
