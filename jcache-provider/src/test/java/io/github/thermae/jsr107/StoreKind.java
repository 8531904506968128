package io.github.thermae.jsr107;

import io.github.thermae.config.StoreOptions;
import java.nio.file.Path;

/** The kinds of store over which a cache must behave the same. */
enum StoreKind {
  /** Everything stays in the hot tier. */
  MEMORY,
  /** Nothing but the newest entry stays in the hot tier; the others are in the warm tier. */
  WARM,
  /** A file, and all entries in the hot tier too. */
  WRITE_THROUGH,
  /** A file, and next to nothing in memory. */
  COLD;

  boolean isDurable() {
    return this == WRITE_THROUGH || this == COLD;
  }

  StoreOptions options(Path folder) {
    StoreOptions.Builder options = StoreOptions.builder();
    if (isDurable()) {
      options.path(folder.resolve("jsr.db")).allowedClasses("io.github.thermae.jsr107.*");
    }
    if (this == WARM || this == COLD) {
      options.defaultHotMaxEntries(1);
    }
    if (this == COLD) {
      options.warmMaxBytes(0);
    }
    return options.build();
  }
}
