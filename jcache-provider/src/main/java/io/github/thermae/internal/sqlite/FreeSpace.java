package io.github.thermae.internal.sqlite;

import java.nio.file.Path;

/** What the disk under a store has left, for users like this one. */
final class FreeSpace {
  private FreeSpace() {}

  /** Bytes; 0 if that cannot be told. Quotas are not seen. */
  static long beside(Path path) {
    Path folder = path.getParent();
    // A path's own file store would be looked for among all that are mounted.
    return folder == null ? 0 : folder.toFile().getUsableSpace();
  }
}
