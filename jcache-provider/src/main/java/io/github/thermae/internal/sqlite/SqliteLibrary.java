package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import java.sql.SQLException;

/**
 * The SQLite library under sqlite-jdbc: that it loads, and that it is one that keeps files whole.
 */
final class SqliteLibrary {
  /** Older libraries can corrupt a database when two connections reset the log at once. */
  static final String VERSION_MIN = "3.51.3";

  private SqliteLibrary() {}

  /** Refuses a library that does not load or is too old; touches no file. */
  static void check() {
    String version;
    try (Session memory = Connections.memory()) {
      version = memory.queryText("SELECT sqlite_version()");
    } catch (SQLException | LinkageError e) {
      // Only the first attempt in a process is told why; later ones find that methods are missing.
      throw notLoaded(e);
    }
    requireSafe(version);
  }

  static void requireSafe(String version) {
    if (compare(version, VERSION_MIN) < 0) {
      throw new ThermaeException(
          "SQLite "
              + VERSION_MIN
              + " or later is required and "
              + version
              + " was found: older versions can corrupt the file (WAL-reset bug). Use"
              + " org.xerial:sqlite-jdbc 3.51.3.0 or later.");
    }
  }

  static ThermaeException notLoaded(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalCallerException) {
        return new ThermaeException(
            "The SQLite library could not be loaded, since this Java runtime denies native access: "
                + cause.getMessage()
                + ". Start Java with --enable-native-access=ALL-UNNAMED.",
            error);
      }
    }
    return new ThermaeException(
        "The SQLite library could not be loaded: "
            + rootOf(error)
            + ". org.xerial:sqlite-jdbc must be on the class path, with its native library for this"
            + " system, and the folder "
            + System.getProperty("java.io.tmpdir")
            + " must allow programs to be loaded from it (or set org.sqlite.tmpdir). Java 24"
            + " and later may need --enable-native-access=ALL-UNNAMED.",
        error);
  }

  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static int compare(String version, String other) {
    String[] parts = version.split("\\.", -1);
    String[] others = other.split("\\.", -1);
    for (int i = 0; i < others.length; i++) {
      int difference = Integer.compare(number(parts, i), number(others, i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int number(String[] parts, int index) {
    try {
      return index < parts.length ? Integer.parseInt(parts[index]) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
