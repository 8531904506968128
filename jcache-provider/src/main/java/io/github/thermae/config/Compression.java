package io.github.thermae.config;

/** How large values are written to the file. Rows of either kind stay readable under the other. */
public enum Compression {
  /** As they are. */
  NONE,

  /** As an LZ4 block where that pays. Needs {@code at.yawk.lz4:lz4-java} on the class path. */
  LZ4
}
