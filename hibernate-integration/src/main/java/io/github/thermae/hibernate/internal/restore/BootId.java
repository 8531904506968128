package io.github.thermae.hibernate.internal.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells one boot of the operating system from another: what a process wrote before it was killed is
 * there only as long as the system runs.
 */
final class BootId {
  /** Of a system that does not tell: no two boots are the same. */
  static final String UNKNOWN = "unknown";

  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  static String current() {
    try {
      return Files.readString(LINUX).strip();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** Whether two runs were in the same boot, as far as that is known. */
  static boolean isSame(String one, String other) {
    return !one.equals(UNKNOWN) && one.equals(other);
  }
}
