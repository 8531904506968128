package io.github.thermae.jsr107;

import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Compression;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.model.ColdFiles;
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
  COLD,
  /** A file that is written later, and all entries in the hot tier too. */
  LAZY,
  /** The same, and next to nothing in memory. */
  LAZY_COLD,
  /** A file that is encrypted and compressed wherever that pays, and next to nothing in memory. */
  SEALED;

  boolean isDurable() {
    return this != MEMORY && this != WARM;
  }

  StoreOptions options(Path folder) {
    StoreOptions.Builder options = StoreOptions.builder();
    if (isDurable()) {
      options.path(folder.resolve("jsr.db")).allowedClasses("io.github.thermae.jsr107.*");
    }
    if (this == LAZY || this == LAZY_COLD) {
      options.persistMode(PersistMode.LAZY);
    }
    if (this == SEALED) {
      options
          .encryption(ColdFiles.encryption())
          .defaults(
              CacheOptions.NONE
                  .withCompression(Compression.LZ4)
                  .withCompressionMinBytes(CacheOptions.LEAST_COMPRESSION_MIN_BYTES));
    }
    if (this == WARM || this == COLD || this == LAZY_COLD || this == SEALED) {
      options.defaultHotMaxEntries(1);
    }
    if (this == COLD || this == LAZY_COLD || this == SEALED) {
      options.warmMaxBytes(0);
    }
    return options.build();
  }
}
