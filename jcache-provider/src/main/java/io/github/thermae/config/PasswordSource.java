package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a password comes from. Immutable but for {@link Once}, and never shown. */
sealed interface PasswordSource {
  /** What is read of a password file at the most, in bytes. */
  int FILE_BYTES_MAX = 4_096;

  /**
   * The password, which becomes the caller's to wipe.
   *
   * @throws ThermaeException if there is none; the message names the source and never the password
   */
  char[] read();

  /** The setting that names this source, for messages. */
  String setting();

  /** What {@code toProperties} writes for {@link #setting()}, or null if it is not text. */
  default @Nullable String text() {
    return null;
  }

  /** A password in the program's memory, given once and wiped when it is used. */
  final class Once implements PasswordSource {
    private char @Nullable [] password;

    Once(char[] password) {
      this.password = password.clone();
    }

    @Override
    public synchronized char[] read() {
      char[] taken = password;
      if (taken == null) {
        throw Checks.error(
            "the password was used before and has been wiped: give it again, or give a callback"
                + " (EncryptionOptions.passwordFrom) if it is needed more than once");
      }
      password = null;
      return taken;
    }

    @Override
    public String setting() {
      return "a password given as char[]";
    }
  }

  /** The program is asked each time. */
  record Callback(Supplier<char[]> supplier) implements PasswordSource {
    @Override
    public char[] read() {
      char[] password = supplier.get();
      if (password == null) {
        throw Checks.error("the callback for the password returned null: return the password");
      }
      return password;
    }

    @Override
    public String setting() {
      return "a callback for the password";
    }
  }

  /** The setting itself; text cannot be wiped, so the other sources are better. */
  final class Text implements PasswordSource {
    private final String password;

    Text(String password) {
      this.password = password;
    }

    @Override
    public char[] read() {
      return password.toCharArray();
    }

    @Override
    public String setting() {
      return StoreOptions.ENCRYPTION_PASSWORD;
    }
  }

  /** An environment variable. */
  record Environment(String variable) implements PasswordSource {
    @Override
    public char[] read() {
      String password = System.getenv(variable);
      if (password == null) {
        throw Checks.error(
            "%s names the environment variable %s, which is not set", setting(), variable);
      }
      return password.toCharArray();
    }

    @Override
    public String setting() {
      return StoreOptions.ENCRYPTION_PASSWORD_ENV;
    }

    @Override
    public String text() {
      return variable;
    }
  }

  /** A file whose text, without a line end at its end, is the password. */
  record OfFile(Path path) implements PasswordSource {
    @Override
    public char[] read() {
      byte[] bytes = bytes();
      try {
        return decoded(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }

    private byte[] bytes() {
      try (InputStream file = Files.newInputStream(path)) {
        byte[] bytes = file.readNBytes(FILE_BYTES_MAX + 1);
        if (bytes.length > FILE_BYTES_MAX) {
          Arrays.fill(bytes, (byte) 0);
          throw Checks.error(
              "%s: at most %d bytes expected, but %s is longer", setting(), FILE_BYTES_MAX, path);
        }
        return bytes;
      } catch (IOException e) {
        throw new ThermaeException(
            setting() + ": the file " + path + " cannot be read: " + e + ". Check the path.", e);
      }
    }

    private char[] decoded(byte[] bytes) {
      CharBuffer text;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException e) {
        throw Checks.error("%s: the file %s is not text in UTF-8", setting(), path);
      }
      int length = text.length();
      length -= length > 0 && text.get(length - 1) == '\n' ? 1 : 0;
      length -= length > 0 && text.get(length - 1) == '\r' ? 1 : 0;
      char[] password = new char[length];
      text.get(password);
      Arrays.fill(text.array(), '\0');
      return password;
    }

    @Override
    public String setting() {
      return StoreOptions.ENCRYPTION_PASSWORD_FILE;
    }

    @Override
    public String text() {
      return path.toString();
    }
  }
}
