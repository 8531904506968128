package io.github.thermae.samples.spring;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** The panels of a dashboard with the lines that their queries give, in Grafana's places. */
final class Drawing {
  private static final int COLUMN = 56;
  private static final int ROW = 24;
  private static final int GAP = 8;
  private static final int LEFT = 64;
  private static final int TOP = 30;
  private static final int BOTTOM = 44;
  private static final int GRID_LINES = 4;

  /** Rates are taken over so many readings, as Grafana takes them over several scrapes. */
  private static final int READINGS = 4;

  private static final Color PAGE = new Color(0xf4f5f5);
  private static final Color FRAME = new Color(0xd8dadf);
  private static final Color TEXT = new Color(0x24292e);
  private static final Color FAINT = new Color(0x8e939a);
  private static final List<Color> LINES =
      List.of(
          new Color(0xd9480f),
          new Color(0xe8a000),
          new Color(0x1c6fc4),
          new Color(0x7a7f87),
          new Color(0x2b8a3e),
          new Color(0x862e9c));

  private final Dashboard dashboard;
  private final List<Scrape> scrapes;

  Drawing(Dashboard dashboard, List<Scrape> scrapes) {
    this.dashboard = dashboard;
    this.scrapes = scrapes;
  }

  void write(Path file) throws IOException {
    int rows = dashboard.panels().stream().mapToInt(p -> p.y() + p.height()).max().orElseThrow();
    BufferedImage image =
        new BufferedImage(24 * COLUMN + GAP, rows * ROW + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(PAGE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (Dashboard.Panel panel : dashboard.panels()) {
      new PanelDrawing(graphics, panel).draw(lines(panel));
    }
    graphics.dispose();
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("no PNG can be written here");
    }
  }

  /** The lines of a panel: at each time a value. */
  private Map<String, TreeMap<Double, Double>> lines(Dashboard.Panel panel) {
    Map<String, TreeMap<Double, Double>> lines = new LinkedHashMap<>();
    for (Dashboard.Target target : panel.targets()) {
      for (int i = 1; i < scrapes.size(); i++) {
        Scrape now = scrapes.get(i);
        Map<String, Double> values = target.query().at(scrapes.get(Math.max(0, i - READINGS)), now);
        values.forEach(
            (key, value) ->
                lines
                    .computeIfAbsent(nameOf(target, key), name -> new TreeMap<>())
                    .put(now.seconds(), value));
      }
    }
    return lines;
  }

  private static String nameOf(Dashboard.Target target, String key) {
    return target.legend().replaceAll("\\{\\{\\w+}}", key).strip();
  }

  /** One panel. */
  private final class PanelDrawing {
    private final Graphics2D graphics;
    private final Dashboard.Panel panel;
    private final int x;
    private final int y;
    private final int width;
    private final int height;

    PanelDrawing(Graphics2D graphics, Dashboard.Panel panel) {
      this.graphics = graphics;
      this.panel = panel;
      this.x = panel.x() * COLUMN + GAP;
      this.y = panel.y() * ROW + GAP;
      this.width = panel.width() * COLUMN - GAP;
      this.height = panel.height() * ROW - GAP;
    }

    void draw(Map<String, TreeMap<Double, Double>> lines) {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(x, y, width, height);
      graphics.setColor(FRAME);
      graphics.drawRect(x, y, width, height);
      text(panel.title(), x + 10, y + 19, Font.BOLD, 13, TEXT);
      double top = top(lines);
      drawGrid(top);
      int color = 0;
      int legendX = x + 10;
      for (Map.Entry<String, TreeMap<Double, Double>> line : lines.entrySet()) {
        graphics.setColor(LINES.get(color % LINES.size()));
        drawLine(line.getValue(), top);
        graphics.fillRect(legendX, y + height - 16, 10, 4);
        String legend = line.getKey();
        text(legend, legendX + 14, y + height - 10, Font.PLAIN, 11, TEXT);
        legendX += 14 + graphics.getFontMetrics().stringWidth(legend) + 14;
        color++;
      }
    }

    private double top(Map<String, TreeMap<Double, Double>> lines) {
      double most =
          lines.values().stream()
              .flatMap(line -> line.values().stream())
              .mapToDouble(Double::doubleValue)
              .max()
              .orElse(0);
      return panel.unit().equals("percentunit") ? 1 : most == 0 ? 1 : most * 1.1;
    }

    private void drawGrid(double top) {
      for (int i = 0; i <= GRID_LINES; i++) {
        double value = top * i / GRID_LINES;
        int lineY = pixelY(value, top);
        graphics.setColor(FRAME);
        graphics.drawLine(x + LEFT, lineY, x + width - GAP, lineY);
        text(Units.text(panel.unit(), value), x + 8, lineY + 4, Font.PLAIN, 10, FAINT);
      }
      int last = (int) scrapes.get(scrapes.size() - 1).seconds();
      for (int second = 0; second <= last; second += 20) {
        text(
            String.format(Locale.ROOT, "%d s", second),
            pixelX(second),
            y + height - BOTTOM + 16,
            Font.PLAIN,
            10,
            FAINT);
      }
    }

    private void drawLine(TreeMap<Double, Double> line, double top) {
      graphics.setStroke(new BasicStroke(1.6f));
      Path2D path = new Path2D.Double();
      double before = Double.NEGATIVE_INFINITY;
      for (Map.Entry<Double, Double> point : line.entrySet()) {
        double time = point.getKey();
        int pointX = pixelX(time);
        int pointY = pixelY(point.getValue(), top);
        // Where nothing was read, as while the application was down, there is no line.
        if (time - before > 3) {
          path.moveTo(pointX, pointY);
        } else {
          path.lineTo(pointX, pointY);
        }
        before = time;
      }
      graphics.draw(path);
      graphics.setStroke(new BasicStroke(1));
    }

    private int pixelX(double seconds) {
      double first = scrapes.get(0).seconds();
      double last = scrapes.get(scrapes.size() - 1).seconds();
      return x + LEFT + (int) ((width - LEFT - 2 * GAP) * (seconds - first) / (last - first));
    }

    private int pixelY(double value, double top) {
      return y + TOP + (int) ((height - TOP - BOTTOM) * (1 - value / top));
    }

    private void text(String text, int textX, int textY, int style, int size, Color color) {
      Color before = graphics.getColor();
      graphics.setFont(new Font("DejaVu Sans", style, size));
      graphics.setColor(color);
      graphics.drawString(text, textX, textY);
      graphics.setColor(before);
    }
  }
}
