package io.github.thermae.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything below a folder: names, permissions and a hash of the bytes. Not to be taken while this
 * process has a store open there, since reading its files would drop its locks.
 */
final class FolderState {
  private FolderState() {}

  static Map<String, String> of(Path folder) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        state.put(
            folder.relativize(path).toString(),
            permissions(path)
                + (Files.isRegularFile(path)
                    ? " " + Files.size(path) + " " + Arrays.hashCode(Files.readAllBytes(path))
                    : " folder"));
      }
    }
    return state;
  }

  static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
