package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first {@value #BYTES} bytes of a database file, read without SQLite, so that a file which is
 * not ours is refused before anything is written anywhere.
 *
 * <pre>
 * offset  bytes  meaning (big-endian)
 * 0       16     "SQLite format 3" and NUL
 * 16      2      page size; 1 stands for 65536
 * 24      4      change counter
 * 28      4      pages in the file, if the number at 92 equals the change counter
 * 60      4      user_version
 * 68      4      application_id
 * 92      4      change counter when the pages were counted
 * </pre>
 *
 * <p>To be called only while no SQLite connection of this process has the file open: closing any
 * descriptor of it drops the locks that SQLite holds on it.
 */
final class FileHeader {
  static final int BYTES = 100;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private FileHeader() {}

  /**
   * Refuses a file that is not a store of ours, or not of this kind; an absent or empty one passes.
   *
   * @param isSealed whether a sealed file is expected
   */
  static void check(Path path, boolean isSealed) {
    byte[] bytes = new byte[BYTES];
    long length;
    // Not a channel: an interrupt would close it.
    if (!Files.exists(path)) {
      return;
    }
    int read = 0;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      length = file.length();
      while (read < BYTES && read < length) {
        int some = file.read(bytes, read, BYTES - read);
        if (some < 0) {
          break;
        }
        read += some;
      }
    } catch (IOException e) {
      throw new ThermaeException(
          "Store " + path + " cannot be read: " + e.getMessage() + ". Check its permissions.", e);
    }
    if (length > 0) {
      check(path, isSealed, Arrays.copyOf(bytes, read), length);
    }
  }

  private static void check(Path path, boolean isSealed, byte[] bytes, long length) {
    if (bytes.length < MAGIC.length
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw refusal(
          path, "is not a SQLite file (" + length + " bytes, not starting with the SQLite magic)");
    }
    if (bytes.length < BYTES) {
      throw refusal(
          path, "is truncated: " + BYTES + " bytes of header expected, " + length + " found");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    requireKind(path, isSealed, header.getInt(68));
    int version = header.getInt(60);
    requireVersion(path, version);
    int pageSize = header.getShort(16) == 1 ? 65536 : header.getShort(16) & 0xFFFF;
    if (pageSize < 512 || Integer.bitCount(pageSize) != 1) {
      throw refusal(path, "has a damaged header: " + pageSize + " is no page size");
    }
    requireWhole(path, header, pageSize, length);
  }

  private static void requireKind(Path path, boolean isSealed, int applicationId) {
    if (applicationId != Schema.APPLICATION_ID && applicationId != Schema.SEALED_APPLICATION_ID) {
      throw refusal(
          path,
          String.format(
              "is a SQLite file of another program: application_id 0x%08x expected, 0x%08x found",
              Schema.APPLICATION_ID, applicationId));
    }
    boolean found = applicationId == Schema.SEALED_APPLICATION_ID;
    if (found && !isSealed) {
      throw new ThermaeException(
          "Store "
              + path
              + " is encrypted, and no password was given. Nothing was changed. Set"
              + " thermae.store.encryption.password-file, .password-env or .password, or choose"
              + " another thermae.store.path.");
    }
    if (!found && isSealed) {
      throw new ThermaeException(
          "Store "
              + path
              + " is not encrypted, but a password was given. Nothing was changed. Leave the"
              + " password out, or choose another thermae.store.path for an encrypted store.");
    }
  }

  /** Refuses a file of a format that this library does not know. */
  static void requireVersion(Path path, long version) {
    if (version > Schema.VERSION) {
      throw new ThermaeException(
          "Store "
              + path
              + " has file format "
              + version
              + ", made by a newer version of Thermae; this one knows format "
              + Schema.VERSION
              + ". Upgrade the library, or choose another thermae.store.path.");
    }
    if (version < 1) {
      throw refusal(path, "has a damaged header: " + version + " is no file format");
    }
  }

  private static void requireWhole(Path path, ByteBuffer header, int pageSize, long length) {
    boolean counted = header.getInt(24) == header.getInt(92);
    long expected = (header.getInt(28) & 0xFFFFFFFFL) * pageSize;
    // With a log beside it the file may be short for a while: the log holds the missing pages.
    if (counted && length < expected && !hasLog(path)) {
      throw refusal(path, "is truncated: " + expected + " bytes expected, " + length + " found");
    }
  }

  /** Whether a log with something in it lies beside the file. */
  static boolean hasLog(Path path) {
    try {
      return Files.size(SideFiles.wal(path)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  static ThermaeException refusal(Path path, String reason) {
    return new ThermaeException(
        "Store "
            + path
            + " "
            + reason
            + ". Nothing was changed. Move the file away or restore it, or choose another"
            + " thermae.store.path.");
  }
}
