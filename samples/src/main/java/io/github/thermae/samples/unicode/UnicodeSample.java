package io.github.thermae.samples.unicode;

import io.github.thermae.samples.support.KilledProcess;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Starts the sample's process, kills it with SIGKILL in the middle of its reads, starts it again,
 * and kills that one too: nothing is ever closed.
 */
public final class UnicodeSample {
  private UnicodeSample() {}

  /** The arguments are a folder for the store and, optionally, how many characters to use. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Stores.fresh(args[0], "unicode.db");
    String limit = args.length > 1 ? args[1] : Integer.toString(Integer.MAX_VALUE);

    Console.line("Thermae: the named Unicode characters in a cache of three tiers");
    Console.line("   hot 10,000 objects, warm 4 MB of encoded entries, cold the rest in %s", file);
    Console.line("");
    Console.line("1. A new store. What is not there is loaded.");
    long killed = KilledProcess.runAndKill(UnicodeRun.class, file.toString(), limit);
    Console.line("2. kill -9 %d   (no close, no shutdown hook, in the middle of a read)", killed);
    Console.line("");
    Console.line("3. The same store, a new process. Nothing need be loaded.");
    KilledProcess.runAndKill(UnicodeRun.class, file.toString(), limit);
    Console.line("Look at it with any SQLite tool:");
    Console.line("");
    Console.line(
        "   sqlite3 %s \"SELECT key, length(value) AS bytes, datetime(updated_at / 1000,"
            + " 'unixepoch') AS written FROM unicode WHERE key IN (65, 937, 8364)\"",
        file);
  }
}
