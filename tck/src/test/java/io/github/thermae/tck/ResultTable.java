package io.github.thermae.tck;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Prints what ran in each configuration, from surefire's reports, and fails unless all of the kit
 * ran and passed.
 *
 * <p>Arguments: the folder with one folder of reports per configuration, and the configurations'
 * names with commas between them. How many tests there must be is read from the kit's jar, class by
 * class. A test that the kit left out by itself counts as skipped, one after which the managers did
 * not close as failed ({@link TestNotes}).
 */
public final class ResultTable {
  /** The kit's check that it reads its list of exclusions: a bare {@code fail()}, listed there. */
  private static final String SELF_TEST = "org.jsr107.tck.CachingTest#dummyTest";

  private static final String ROW = "%-24s %-22s %8s %6s %7s %7s %8s%n";

  private final PrintStream out = System.out;
  private final List<Part> parts = Part.all(Kit.testsByClass());
  private final List<String> complaints = new ArrayList<>();

  private ResultTable() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new IllegalArgumentException("Expected: REPORTS CONFIGURATION[,CONFIGURATION...]");
    }
    ResultTable table = new ResultTable();
    table.print(Path.of(args[0]), List.of(args[1].split(",")));
    if (!table.complaints.isEmpty()) {
      System.exit(1);
    }
  }

  private void print(Path reports, List<String> configurations)
      throws IOException, ParserConfigurationException, SAXException {
    out.println();
    out.println("JSR-107 TCK: " + Kit.jar().getFileName());
    out.printf(ROW, "configuration", "part", "expected", "run", "passed", "failed", "skipped");
    for (String configuration : configurations) {
      Run run = Run.read(reports.resolve(configuration));
      for (Part part : parts) {
        printRow(configuration, part, run.of(part));
      }
      complain(configuration, run);
    }
    out.println("passed includes " + SELF_TEST + ", which the kit itself wants excluded");
    complaints.forEach(complaint -> out.println("  " + complaint));
    out.println(
        complaints.isEmpty()
            ? "TCK passed: every test of the kit in every configuration"
            : "TCK FAILED: " + complaints.size() + " complaints");
    out.println();
  }

  private void printRow(String configuration, Part part, List<Case> cases) {
    long failed = cases.stream().filter(test -> test.outcome == Outcome.FAILED).count();
    long skipped = cases.stream().filter(test -> test.outcome == Outcome.SKIPPED).count();
    long passed = cases.size() - failed - skipped;
    out.printf(
        ROW, configuration, part.title, part.expected(), cases.size(), passed, failed, skipped);
  }

  private void complain(String configuration, Run run) {
    if (run.cases.isEmpty()) {
      complaints.add(configuration + ": no report");
      return;
    }
    parts.forEach(part -> complain(configuration, part, run));
    complainOfStrays(configuration, run);
  }

  private void complain(String configuration, Part part, Run run) {
    for (Map.Entry<String, Integer> expected : part.testsByClass.entrySet()) {
      int found = run.of(expected.getKey()).size();
      if (found != expected.getValue()) {
        complaints.add(
            String.format(
                Locale.ROOT,
                "%s: %s: %d tests expected, %d run",
                configuration,
                expected.getKey(),
                expected.getValue(),
                found));
      }
    }
    for (Case test : run.of(part)) {
      if (test.outcome != Outcome.PASSED) {
        complaints.add(configuration + ": " + test.outcome + " " + test.id + test.message);
      }
    }
  }

  /** What belongs to no part: unknown classes, failures of listeners, a watch that saw nothing. */
  private void complainOfStrays(String configuration, Run run) {
    Set<String> known = new TreeSet<>();
    parts.forEach(part -> known.addAll(part.testsByClass.keySet()));
    for (Case test : run.cases) {
      if (!known.contains(test.className)) {
        complaints.add(
            configuration + ": unexpected " + test.outcome + " " + test.id + test.message);
      }
    }
    if (!run.sawSelfTest) {
      complaints.add(configuration + ": " + SELF_TEST + " was not seen to be excluded");
    }
  }

  /** How a test ended. */
  private enum Outcome {
    /** Ran to its end. */
    PASSED,
    /** Failed or broke off. */
    FAILED,
    /** Ignored, assumed away, or excluded by the kit. */
    SKIPPED
  }

  /** A named share of the tests, with the number each class must have. */
  private record Part(String title, Map<String, Integer> testsByClass) {
    static List<Part> all(Map<String, Integer> kit) {
      Map<String, Integer> core = new TreeMap<>(kit);
      core.keySet().removeIf(Kit::isAnnotationTest);
      Map<String, Integer> annotations = new TreeMap<>(kit);
      annotations.keySet().removeIf(name -> !Kit.isAnnotationTest(name));
      int hosted = annotations.values().stream().mapToInt(count -> count).sum();
      return List.of(
          new Part("cache", core),
          new Part("annotations, CDI", annotations),
          new Part("annotations, Spring", Map.of(SpringAnnotationsTest.class.getName(), hosted)),
          new Part("annotations, Guice", Map.of(GuiceAnnotationsTest.class.getName(), hosted)));
    }

    int expected() {
      return testsByClass.values().stream().mapToInt(count -> count).sum();
    }
  }

  private record Case(String className, String id, Outcome outcome, String message) {}

  /** One configuration's reports; none at all are a run of no tests. */
  private record Run(List<Case> cases, boolean sawSelfTest) {
    static Run read(Path folder) throws IOException, ParserConfigurationException, SAXException {
      Map<String, String> excluded = TestNotes.EXCLUDED.read(folder);
      boolean sawSelfTest = excluded.remove(SELF_TEST) != null;
      Map<String, String> notClosed = TestNotes.NOT_CLOSED.read(folder);
      List<Case> cases = new ArrayList<>();
      File[] files = folder.toFile().listFiles((dir, name) -> name.matches("TEST-.*\\.xml"));
      for (File file : files == null ? new File[0] : files) {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        NodeList tests = builder.parse(file).getElementsByTagName("testcase");
        for (int i = 0; i < tests.getLength(); i++) {
          cases.add(read((Element) tests.item(i), excluded.keySet(), notClosed));
        }
      }
      return new Run(cases, sawSelfTest);
    }

    private static Case read(Element test, Set<String> excluded, Map<String, String> notClosed) {
      String className = test.getAttribute("classname");
      String id = className + "#" + test.getAttribute("name");
      for (String tag : List.of("failure", "error")) {
        Element failure = (Element) test.getElementsByTagName(tag).item(0);
        if (failure != null) {
          return new Case(className, id, Outcome.FAILED, ": " + firstLine(failure));
        }
      }
      String closing = notClosed.get(id);
      if (closing != null) {
        return new Case(className, id, Outcome.FAILED, ": closing after the test: " + closing);
      }
      boolean skipped = test.getElementsByTagName("skipped").getLength() > 0;
      boolean passed = !skipped && !excluded.contains(id);
      return new Case(className, id, passed ? Outcome.PASSED : Outcome.SKIPPED, "");
    }

    private static String firstLine(Element failure) {
      return failure.getTextContent().strip().lines().findFirst().orElse("");
    }

    List<Case> of(Part part) {
      return cases.stream().filter(test -> part.testsByClass.containsKey(test.className)).toList();
    }

    List<Case> of(String className) {
      return cases.stream().filter(test -> test.className.equals(className)).toList();
    }
  }
}
