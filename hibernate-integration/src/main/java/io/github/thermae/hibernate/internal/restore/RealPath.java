package io.github.thermae.hibernate.internal.restore;

import java.io.IOException;
import java.nio.file.Path;

/** One name for a file that has several, by links. */
public final class RealPath {
  private RealPath() {}

  /** The name behind all links; as it is if there is no such file. */
  public static Path of(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }
}
