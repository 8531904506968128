package io.github.thermae.samples.jpa;

import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Shows pages of a library, changes prices, starts it again, and counts what the database had to
 * do.
 */
public final class JpaSample {
  /** Held, since loggers are forgotten otherwise. */
  private static final Logger HIBERNATE = Logger.getLogger("org.hibernate");

  private final Path folder;
  private final int pages;

  private JpaSample(Path folder, int pages) {
    this.folder = folder;
    this.pages = pages;
  }

  /** The arguments are a folder and, optionally, how many pages to show in each round. */
  public static void main(String[] args) throws IOException {
    HIBERNATE.setLevel(Level.WARNING);
    Path folder = Path.of(args[0]);
    Stores.fresh(args[0], "cache.db");
    Files.deleteIfExists(folder.resolve("library.mv.db"));
    new JpaSample(folder, args.length > 1 ? Integer.parseInt(args[1]) : 5_000).run();
  }

  private void run() {
    Out.line("Thermae: a JPA application and its second-level cache");
    Out.line("");
    Out.line(
        "1. %,d books of %d authors are put into an H2 database.", Library.BOOKS, Library.AUTHORS);
    try (Library library = Library.open(folder)) {
      library.fill();
    }
    Out.line("");
    Out.line("2. The application starts, and shows pages: a book, its author, how many he wrote.");
    Out.line(
        "   statements: of the database. From the cache came what was hot (objects in memory),");
    Out.line("   warm (bytes in memory) and cold (rows in its file).");
    Out.line("");
    header();
    try (Library library = Library.open(folder)) {
      show(library, "nothing is cached");
      show(library, "once more");
      library.setPrice(7, 1_200);
      show(library, "one price was changed");
      price(library, 1_200);
      library.raiseAllPrices(100);
      show(library, "all prices were raised");
      price(library, 1_300);
      show(library, "once more");
    }
    Out.line("");
    Out.line("3. The application is stopped, and started again.");
    Out.line("");
    header();
    try (Library library = Library.open(folder)) {
      show(library, "after the start");
      price(library, 1_300);
      show(library, "once more");
    }
  }

  private static void header() {
    Out.line(
        "   %-24s %7s %11s %9s %9s %9s %10s",
        "round", "pages", "statements", "hot", "warm", "cold", "a page");
  }

  private void show(Library library, String round) {
    Random random = new Random(pages);
    Counts before = library.counts();
    long start = System.nanoTime();
    for (int i = 0; i < pages; i++) {
      library.showPage(random);
    }
    double micros = (System.nanoTime() - start) / 1e3 / pages;
    Counts counts = library.counts().since(before);
    Out.line(
        "   %-24s %,7d %,11d %,9d %,9d %,9d %,7.0f us",
        round, pages, counts.statements(), counts.hot(), counts.warm(), counts.cold(), micros);
  }

  private static void price(Library library, int expected) {
    Counts before = library.counts();
    int cents = library.priceOf(7);
    long statements = library.counts().since(before).statements();
    Out.line(
        "   book 7 costs %d.%02d%s (%d %s)",
        cents / 100,
        cents % 100,
        cents == expected ? "" : ", WHICH IS WRONG",
        statements,
        statements == 1 ? "statement" : "statements");
  }
}
