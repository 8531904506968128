package io.github.thermae.internal.crypto;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.StoreOptions;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How a password becomes a key, with the parameters that the file remembers:
 *
 * <pre>
 * offset  bytes  meaning (big-endian)
 * 0       1      1 = Argon2id (version 0x13), 2 = PBKDF2-HMAC-SHA-256
 * 1       4      Argon2id: KiB of memory; PBKDF2: iterations
 * 5       4      Argon2id: passes; PBKDF2: 0
 * 9       4      Argon2id: lanes; PBKDF2: 0
 * 13      16     salt
 * </pre>
 *
 * <p>A file is untrusted input: parameters that would take gigabytes or hours, or next to nothing,
 * are refused before anything is computed.
 *
 * @param cost KiB or iterations
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record PasswordKey(KeyDerivation derivation, int cost, int passes, int lanes, byte[] salt) {
  static final int BYTES = 29;

  /** The length of the keys. */
  static final int KEY_BYTES = 32;

  static final int ARGON2_KIB = 64 * 1024;
  static final int ARGON2_PASSES = 3;
  static final int ARGON2_LANES = 4;
  static final int PBKDF2_ITERATIONS = 600_000;

  private static final int ARGON2_KIB_MIN = 16 * 1024;
  private static final int ARGON2_KIB_MAX = 1024 * 1024;
  private static final int ARGON2_PASSES_MAX = 16;
  private static final int ARGON2_LANES_MAX = 16;
  private static final int PBKDF2_ITERATIONS_MIN = 100_000;
  private static final int PBKDF2_ITERATIONS_MAX = 10_000_000;

  private static final int SALT_BYTES = 16;
  private static final byte ARGON2_TAG = 1;
  private static final byte PBKDF2_TAG = 2;

  /** The parameters of today with a new salt. */
  static PasswordKey fresh(KeyDerivation derivation) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return switch (derivation) {
      case ARGON2ID -> new PasswordKey(derivation, ARGON2_KIB, ARGON2_PASSES, ARGON2_LANES, salt);
      case PBKDF2 -> new PasswordKey(derivation, PBKDF2_ITERATIONS, 0, 0, salt);
    };
  }

  void write(ByteBuffer target) {
    target.put(derivation == KeyDerivation.ARGON2ID ? ARGON2_TAG : PBKDF2_TAG);
    target.putInt(cost).putInt(passes).putInt(lanes).put(salt);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws ThermaeException if it is out of bounds
   */
  static PasswordKey read(ByteBuffer source) {
    byte tag = source.get();
    int cost = source.getInt();
    int passes = source.getInt();
    int lanes = source.getInt();
    byte[] salt = new byte[SALT_BYTES];
    source.get(salt);
    if (tag == ARGON2_TAG) {
      require("KiB of memory", cost, ARGON2_KIB_MIN, ARGON2_KIB_MAX);
      require("passes", passes, 1, ARGON2_PASSES_MAX);
      require("lanes", lanes, 1, ARGON2_LANES_MAX);
      return new PasswordKey(KeyDerivation.ARGON2ID, cost, passes, lanes, salt);
    }
    if (tag == PBKDF2_TAG) {
      require("iterations", cost, PBKDF2_ITERATIONS_MIN, PBKDF2_ITERATIONS_MAX);
      return new PasswordKey(KeyDerivation.PBKDF2, cost, 0, 0, salt);
    }
    throw new ThermaeException("it names key derivation " + tag + ", and 1 or 2 was expected");
  }

  private static void require(String what, int found, int least, int most) {
    if (found < least || found > most) {
      throw new ThermaeException(
          String.format(
              "its key derivation asks for %d %s, and %d to %d was expected",
              found, what, least, most));
    }
  }

  /**
   * The key of a password.
   *
   * @throws ThermaeException if Argon2id is asked for and Bouncy Castle is not there, or the
   *     password is not well-formed text
   */
  byte[] derive(char[] password) {
    byte[] bytes = utf8(password);
    try {
      return switch (derivation) {
        case ARGON2ID -> argon2id(bytes);
        case PBKDF2 -> pbkdf2(password);
      };
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private byte[] argon2id(byte[] password) {
    try {
      return Argon2.hash(password, salt, cost, passes, lanes, KEY_BYTES);
    } catch (NoClassDefFoundError e) {
      throw new ThermaeException(
          "Argon2id needs Bouncy Castle, which is not on the class path: add"
              + " org.bouncycastle:bcprov-jdk18on (1.86 or later), or make the store with "
              + StoreOptions.PREFIX
              + StoreOptions.ENCRYPTION_KDF
              + "=pbkdf2",
          e);
    }
  }

  private byte[] pbkdf2(char[] password) {
    return pbkdf2(password, salt, cost, KEY_BYTES);
  }

  /** PBKDF2-HMAC-SHA-256 of the password's UTF-8. */
  static byte[] pbkdf2(char[] password, byte[] salt, int iterations, int bytes) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, bytes * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Of text that has no UTF-8 an encoder would make the same question marks. */
  private static byte[] utf8(char[] password) {
    ByteBuffer encoded = ByteBuffer.allocate(password.length * 4);
    CoderResult result =
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), encoded, true);
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    if (result.isError()) {
      throw new ThermaeException(
          "the password of the store is not well-formed text: it has half of a surrogate pair");
    }
    return bytes;
  }
}
