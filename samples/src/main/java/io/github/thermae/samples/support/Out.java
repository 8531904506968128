package io.github.thermae.samples.support;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** What the samples print. */
public final class Out {
  private static final int WIDTH = 100;

  private Out() {}

  /** One line. */
  @FormatMethod
  public static void line(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
    System.out.flush();
  }

  /** A long text behind its heading, in as many lines as it takes, one below the other. */
  public static void wrapped(String heading, String text) {
    String indent = " ".repeat(heading.length());
    StringBuilder line = new StringBuilder(heading);
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH && line.length() > heading.length()) {
        line("%s", line.toString().stripTrailing());
        line = new StringBuilder(indent);
      }
      line.append(word).append(' ');
    }
    line("%s", line.toString().stripTrailing());
  }

  /** How long something has taken since {@link System#nanoTime} was this, in seconds. */
  public static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
