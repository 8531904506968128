package io.github.thermae.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a folder, to be compared with later. */
final class Folders {
  private Folders() {}

  /**
   * Names and content of all that is below a folder. Not to be taken while this process has a store
   * open there: reading its files would drop SQLite's locks.
   */
  static Map<String, String> stateOf(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      Map<String, String> state = new TreeMap<>();
      for (Path path : (Iterable<Path>) paths::iterator) {
        state.put(folder.relativize(path).toString(), contentOf(path));
      }
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentOf(Path path) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "folder" : "special";
    }
    byte[] bytes = Files.readAllBytes(path);
    return bytes.length + " bytes, hash " + Arrays.hashCode(bytes);
  }

  /** The names in a folder. */
  static String[] namesIn(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
