package io.github.thermae.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner may use, where the file system knows of owners. */
final class PrivateFiles {
  private PrivateFiles() {}

  /** Makes a file of mode 0600. */
  static void createFile(Path path) throws IOException {
    Files.createFile(path, mode(path, "rw-------"));
  }

  /** Makes a folder of mode 0700. */
  static void createFolder(Path path) throws IOException {
    Files.createDirectory(path, mode(path, "rwx------"));
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
