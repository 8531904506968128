package io.github.thermae.samples.support;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** What the samples print. */
public final class Out {
  private Out() {}

  /** One line. */
  @FormatMethod
  public static void line(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
    System.out.flush();
  }

  /** How long something has taken since {@link System#nanoTime} was this, in seconds. */
  public static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
