package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The password of an encrypted store, or where to find it, and how a key is made of it:
 *
 * <pre>{@code
 * StoreOptions.builder()
 *     .path("data/app.db")
 *     .encryption(EncryptionOptions.passwordFile(Path.of("/run/secrets/app-cache")))
 * }</pre>
 *
 * <p>The password is text of at least one character; it is read when a store is opened and wiped
 * from memory after use. It is in no log, no {@code toString}, no exception and no MBean.
 * Thread-safe.
 */
public final class EncryptionOptions {
  private final PasswordSource source;
  private final @Nullable KeyDerivation keyDerivation;

  EncryptionOptions(PasswordSource source, @Nullable KeyDerivation keyDerivation) {
    this.source = source;
    this.keyDerivation = keyDerivation;
  }

  /**
   * This password, once: it is copied here, and the copy is wiped by the first opening that uses
   * it, which may be one that fails. The array given stays the caller's to wipe.
   */
  public static EncryptionOptions password(char[] password) {
    return new EncryptionOptions(new PasswordSource.Once(password), null);
  }

  /**
   * Asks for the password whenever it is needed. The array that is returned is wiped after use, so
   * it must be a fresh one each time. Called without locks of a cache, by the thread that opens.
   */
  public static EncryptionOptions passwordFrom(Supplier<char[]> callback) {
    return new EncryptionOptions(new PasswordSource.Callback(callback), null);
  }

  /**
   * Reads the password from a file in UTF-8 whenever it is needed; one line end at its end is not
   * part of it. The setting {@value StoreOptions#ENCRYPTION_PASSWORD_FILE}.
   */
  public static EncryptionOptions passwordFile(Path file) {
    return new EncryptionOptions(new PasswordSource.OfFile(file), null);
  }

  /**
   * Reads the password from an environment variable whenever it is needed. The setting {@value
   * StoreOptions#ENCRYPTION_PASSWORD_ENV}.
   */
  public static EncryptionOptions passwordEnvironment(String variable) {
    return new EncryptionOptions(new PasswordSource.Environment(variable), null);
  }

  /** These options with another way from the password to a key. */
  public EncryptionOptions withKeyDerivation(KeyDerivation derivation) {
    return new EncryptionOptions(source, derivation);
  }

  /** How keys are made for new files and new passwords; {@link KeyDerivation#ARGON2ID} if unset. */
  public KeyDerivation keyDerivation() {
    return keyDerivation == null ? KeyDerivation.ARGON2ID : keyDerivation;
  }

  /**
   * Hands the password to its user and wipes it afterwards, whatever happens.
   *
   * @throws ThermaeException if there is none or it is empty; the message tells what to do
   */
  public <T> T withPassword(Function<char[], T> use) {
    char[] password = source.read();
    try {
      if (password.length == 0) {
        throw Checks.error(
            "the password of the store is empty (%s): at least one character is expected. Give a"
                + " password, or leave the setting out to have a store that is not encrypted",
            source.setting());
      }
      return use.apply(password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  PasswordSource source() {
    return source;
  }

  Optional<KeyDerivation> keyDerivationIfSet() {
    return Optional.ofNullable(keyDerivation);
  }

  /** Where the password comes from, and never the password. */
  @Override
  public String toString() {
    return "EncryptionOptions by " + source.setting() + ", " + Values.textOf(keyDerivation());
  }
}
