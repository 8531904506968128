package io.github.thermae.samples.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of the samples. */
public final class Stores {
  private Stores() {}

  /** A store's file in a folder, as new: what an earlier run of the sample left is removed. */
  public static Path fresh(String folder, String name) throws IOException {
    Path file = Files.createDirectories(Path.of(folder)).resolve(name);
    for (String ending : List.of("", "-wal", "-shm", ".lock", ".ballast")) {
      Files.deleteIfExists(Path.of(file + ending));
    }
    return file;
  }
}
