package io.github.thermae.samples.unicode;

import com.google.errorprone.annotations.FormatMethod;
import io.github.thermae.TierStatistics;
import io.github.thermae.samples.support.Out;
import java.util.Locale;

/** What the sample prints. */
final class Console {
  private Console() {}

  @FormatMethod
  static void line(String format, Object... args) {
    Out.line(format, args);
  }

  /** One line for each tenth of the way. */
  static void progress(String what, long done, long all, long startNanos) {
    if (done * 10 / all > (done - 1) * 10 / all) {
      int tenths = (int) (done * 10 / all);
      line(
          "   %-8s [%-20s] %3d %%  %,9d of %,d  %5.1f s",
          what, "#".repeat(tenths * 2), tenths * 10, done, all, seconds(startNanos));
    }
  }

  static double seconds(long startNanos) {
    return Out.seconds(startNanos);
  }

  /** The tiers as a table; hits are those of the phase that ends with {@code now}. */
  static void tiers(TierStatistics before, TierStatistics now) {
    long hot = now.hotHits() - before.hotHits();
    long warm = now.warmHits() - before.warmHits();
    long cold = now.coldHits() - before.coldHits();
    long misses = now.misses() - before.misses();
    double all = Math.max(1, hot + warm + cold + misses);
    line("");
    line("   tier       entries       size   answered reads");
    row("hot", now.hotEntries(), "objects", hot, all);
    row("warm", now.warmEntries(), megabytes(now.warmBytes()), warm, all);
    row(
        "cold",
        now.coldEntries(),
        megabytes(now.storeFileBytes() + now.storeWalBytes()),
        cold,
        all);
    line("   %-6s %11s %10s %,11d  %5.1f %%", "nobody", "", "", misses, 100 * misses / all);
    line("");
  }

  private static void row(String tier, long entries, String size, long hits, double all) {
    line("   %-6s %,11d %10s %,11d  %5.1f %%", tier, entries, size, hits, 100 * hits / all);
  }

  /** As settings count them: in units of 1024, or a full tier would seem to be over its bound. */
  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
  }
}
