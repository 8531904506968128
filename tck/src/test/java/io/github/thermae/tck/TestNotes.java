package io.github.thermae.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.runner.Description;

/**
 * What the listeners have to say about tests that JUnit takes for passed: a file beside surefire's
 * reports for each kind, a line for each test.
 *
 * <p>{@code class#method TAB text}. A listener that threw instead would end surefire's run.
 */
enum TestNotes {
  /** The kit left the test out by itself. */
  EXCLUDED,
  /** Closing the managers after the test, or taking its store away, failed. */
  NOT_CLOSED;

  private static final Path FOLDER =
      Path.of(System.getProperty("tck.reports", "target/surefire-reports"));

  void add(Description test, String text) throws IOException {
    Files.createDirectories(FOLDER);
    String line = test.getClassName() + "#" + test.getMethodName() + "\t" + oneLine(text) + "\n";
    Files.writeString(
        FOLDER.resolve(name()), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Texts by {@code class#method}. */
  Map<String, String> read(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    if (Files.exists(folder.resolve(name()))) {
      for (String line : Files.readAllLines(folder.resolve(name()))) {
        int tab = line.indexOf('\t');
        texts.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return texts;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
