package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a store's file lies: that it can be there, and the folders that lead to it. */
final class StorePlace {
  private StorePlace() {}

  /** Refuses a place where no store can be; looks only. */
  static void check(Path path) {
    if (path.getParent() == null || Files.isDirectory(path)) {
      throw new ThermaeException(
          "Store "
              + path
              + " is a folder, and a file was expected. Name a file in thermae.store.path, such as "
              + path.resolve("thermae.db")
              + ".");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // A device would be replaced by a file, and a pipe would be read from for ever.
      throw new ThermaeException(
          "Store "
              + path
              + " is neither a file nor absent (a device, a pipe or a socket). Choose another"
              + " thermae.store.path.");
    }
    if (Files.exists(path) && !(Files.isReadable(path) && Files.isWritable(path))) {
      throw new ThermaeException(
          "Store " + path + " cannot be read and written by this process. Check its permissions.");
    }
    Path nearest = path.getParent();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    if (!Files.isDirectory(nearest)) {
      throw new ThermaeException(
          "Store "
              + path
              + ": "
              + nearest
              + " should be a folder and is a file. Choose another thermae.store.path.");
    }
    if (!Files.isWritable(nearest)) {
      throw notWritable(path, nearest, null);
    }
  }

  /** Makes the folders that are missing, and returns them, outermost first. All of them or none. */
  static List<Path> createFolders(Path path) {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path folder = path.getParent();
        folder != null && !Files.exists(folder);
        folder = folder.getParent()) {
      missing.push(folder);
    }
    List<Path> made = new ArrayList<>();
    for (Path folder : missing) {
      try {
        PrivateFiles.createFolder(folder);
        made.add(folder);
      } catch (IOException e) {
        // Another process may have been faster.
        if (!Files.isDirectory(folder)) {
          removeFolders(made);
          throw notWritable(path, folder, e);
        }
      }
    }
    return made;
  }

  /** Takes back folders that were made in vain; those that are in use by now stay. */
  static void removeFolders(List<Path> made) {
    List<Path> innermostFirst = new ArrayList<>(made);
    Collections.reverse(innermostFirst);
    for (Path folder : innermostFirst) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        return;
      }
    }
  }

  private static ThermaeException notWritable(Path path, Path folder, @Nullable IOException cause) {
    return new ThermaeException(
        "Store "
            + path
            + ": nothing can be made in or at "
            + folder
            + (cause == null ? "" : " (" + cause + ")")
            + ". Let this process write there, or choose another thermae.store.path.",
        cause);
  }
}
