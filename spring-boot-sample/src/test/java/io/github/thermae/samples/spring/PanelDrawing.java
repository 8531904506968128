package io.github.thermae.samples.spring;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One panel: a title, a grid with the panel's unit, lines, and what they are called. */
final class PanelDrawing {
  static final int GAP = 8;

  private static final int LEFT = 70;
  private static final int TOP = 32;
  private static final int LEGEND_ROW = 16;
  private static final int GRID_LINES = 4;

  /** Where nothing was read for so long, as while the application was down, there is no line. */
  private static final double GAP_SECONDS = 3;

  private static final int SECONDS_BETWEEN_LABELS = 20;
  private static final Color FRAME = new Color(0xd8dadf);
  private static final Color TEXT = new Color(0x24292e);
  private static final Color FAINT = new Color(0x7a7f87);

  /** Each tier has its own colour wherever it is drawn. */
  private static final Map<String, Color> TIERS =
      Map.of("hot", new Color(0xd9480f), "warm", new Color(0xe8a000), "cold", new Color(0x1c6fc4));

  private static final List<Color> OTHERS =
      List.of(
          new Color(0x2b8a3e),
          new Color(0x862e9c),
          new Color(0x0b7285),
          new Color(0x7a7f87),
          new Color(0xc2255c),
          new Color(0x5c940d),
          new Color(0x364fc7));

  private final Graphics2D graphics;
  private final Dashboard.Panel panel;
  private final double lastSecond;
  private final int x;
  private final int y;
  private final int width;
  private final int height;

  /** How far the plot ends above the panel's lower edge: there are the seconds and the legend. */
  private int bottom;

  private double top;

  private PanelDrawing(
      Graphics2D graphics, Dashboard.Panel panel, int column, int row, double lastSecond) {
    this.graphics = graphics;
    this.panel = panel;
    this.lastSecond = lastSecond;
    this.x = panel.x() * column + GAP;
    this.y = panel.y() * row + GAP;
    this.width = panel.width() * column - GAP;
    this.height = panel.height() * row - GAP;
  }

  /** In a grid of this many pixels. */
  static PanelDrawing in(
      Graphics2D graphics, Dashboard.Panel panel, int column, int row, double lastSecond) {
    return new PanelDrawing(graphics, panel, column, row, lastSecond);
  }

  void draw(List<Line> lines) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(x, y, width, height);
    graphics.setColor(FRAME);
    graphics.drawRect(x, y, width, height);
    text(panel.title(), x + 10, y + 19, Font.BOLD, 13, TEXT);
    bottom = 28 + LEGEND_ROW * drawLegend(lines, false);
    top =
        panel.unit().equals("percentunit")
            ? 1
            : Units.round(panel.unit(), lines.stream().mapToDouble(Line::most).max().orElse(0));
    drawGrid();
    // The upper ones of a stack first, so that each is seen as the part between it and the next.
    for (int i = lines.size() - 1; i >= 0; i--) {
      drawLine(lines.get(i), colorOf(lines, i));
    }
    drawLegend(lines, true);
  }

  private static Color colorOf(List<Line> lines, int index) {
    Color tier = TIERS.get(lines.get(index).name());
    return tier != null ? tier : OTHERS.get(index % OTHERS.size());
  }

  /** Returns how many rows it takes. */
  private int drawLegend(List<Line> lines, boolean visible) {
    int row = 0;
    int legendX = x + 10;
    for (int i = 0; i < lines.size(); i++) {
      graphics.setFont(font(Font.PLAIN, 11));
      int wide = 14 + graphics.getFontMetrics().stringWidth(lines.get(i).name()) + 14;
      if (legendX + wide > x + width && legendX > x + 10) {
        row++;
        legendX = x + 10;
      }
      if (visible) {
        int legendY = y + height - bottom + 30 + row * LEGEND_ROW;
        graphics.setColor(colorOf(lines, i));
        graphics.fillRect(legendX, legendY, 10, 4);
        text(lines.get(i).name(), legendX + 14, legendY + 6, Font.PLAIN, 11, TEXT);
      }
      legendX += wide;
    }
    return row + 1;
  }

  private void drawGrid() {
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = top * i / GRID_LINES;
      int lineY = pixelY(value);
      graphics.setColor(FRAME);
      graphics.drawLine(x + LEFT, lineY, x + width - GAP, lineY);
      text(Units.text(panel.unit(), value), x + 10, lineY + 4, Font.PLAIN, 10, FAINT);
    }
    for (int second = 0; second <= lastSecond - 5; second += SECONDS_BETWEEN_LABELS) {
      String label = String.format(Locale.ROOT, "%d s", second);
      text(label, pixelX(second), y + height - bottom + 15, Font.PLAIN, 10, FAINT);
    }
  }

  private void drawLine(Line line, Color color) {
    Path2D path = new Path2D.Double();
    Path2D area = new Path2D.Double();
    double before = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Double, Double> point : line.values().entrySet()) {
      double second = point.getKey();
      int pointX = pixelX(second);
      int pointY = pixelY(point.getValue());
      if (second - before > GAP_SECONDS) {
        close(area, before);
        area.moveTo(pointX, pixelY(0));
        path.moveTo(pointX, pointY);
      }
      area.lineTo(pointX, pointY);
      path.lineTo(pointX, pointY);
      before = second;
    }
    close(area, before);
    if (panel.isStacked()) {
      graphics.setColor(mixedWithWhite(color));
      graphics.fill(area);
    }
    graphics.setColor(color);
    graphics.setStroke(new BasicStroke(1.6f));
    graphics.draw(path);
    graphics.setStroke(new BasicStroke(1));
  }

  private void close(Path2D area, double lastOfArea) {
    if (area.getCurrentPoint() != null) {
      area.lineTo(pixelX(lastOfArea), pixelY(0));
      area.closePath();
    }
  }

  private static Color mixedWithWhite(Color color) {
    return new Color(
        (color.getRed() + 3 * 255) / 4,
        (color.getGreen() + 3 * 255) / 4,
        (color.getBlue() + 3 * 255) / 4);
  }

  private int pixelX(double second) {
    return x + LEFT + (int) ((width - LEFT - 2 * GAP) * second / lastSecond);
  }

  private int pixelY(double value) {
    return y + TOP + (int) ((height - TOP - bottom) * (1 - value / top));
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private void text(String text, int textX, int textY, int style, int size, Color color) {
    graphics.setFont(font(style, size));
    graphics.setColor(color);
    graphics.drawString(text, textX, textY);
  }
}
