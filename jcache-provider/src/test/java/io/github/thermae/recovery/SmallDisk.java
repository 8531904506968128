package io.github.thermae.recovery;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system of a few megabytes in memory, where this process may mount one. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Empty where mounting is not permitted. */
  static Optional<SmallDisk> mount(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    boolean mounted =
        run(
            List.of(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + megabytes + "m",
                "tmpfs",
                folder.toString()));
    return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
  }

  Path folder() {
    return folder;
  }

  void resize(int megabytes) throws IOException {
    requireRun(List.of("mount", "-o", "remount,size=" + megabytes + "m", folder.toString()));
  }

  @Override
  public void close() throws IOException {
    requireRun(List.of("umount", folder.toString()));
  }

  private static void requireRun(List<String> command) throws IOException {
    if (!run(command)) {
      throw new IOException(command + " failed");
    }
  }

  private static boolean run(List<String> command) throws InterruptedIOException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // No such program here.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(command + " was interrupted");
    }
  }
}
