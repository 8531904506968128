package io.github.thermae.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with random nonces of 96 bits and tags of 128. The sealed form is
 *
 * <pre>
 * offset  bytes  meaning
 * 0       12     nonce
 * 12      n      ciphertext, as long as the plain text
 * 12 + n  16     tag
 * </pre>
 *
 * <p>Not for more than 2^32 texts under one key; {@link DataKey} counts.
 */
final class Gcm {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** What sealing adds. */
  static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

  private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;

  private static final Pool<Gcm> POOL = new Pool<>(Gcm::new);

  private final Cipher cipher;
  private final Nonces nonces = new Nonces();

  private Gcm() {
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** Random bytes fetched ahead, each handed out once: fetching twelve alone costs as much. */
  private static final class Nonces {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes = new byte[85 * NONCE_BYTES];
    private int next = bytes.length;

    void copyNext(byte[] target, int offset) {
      if (next == bytes.length) {
        RANDOM.nextBytes(bytes);
        next = 0;
      }
      System.arraycopy(bytes, next, target, offset, NONCE_BYTES);
      next += NONCE_BYTES;
    }
  }

  static SecretKeySpec key(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  /**
   * Seals a text behind a prefix.
   *
   * @param prefixBytes how many bytes of the result are left to the caller, before the nonce
   * @param bound what must be the same when it is opened
   */
  static byte[] seal(SecretKeySpec key, byte[] plain, byte[] bound, int prefixBytes) {
    byte[] sealed = new byte[prefixBytes + OVERHEAD_BYTES + plain.length];
    Gcm gcm = POOL.take();
    gcm.nonces.copyNext(sealed, prefixBytes);
    gcm.seal(key, plain, bound, sealed, prefixBytes);
    POOL.giveBack(gcm);
    return sealed;
  }

  /** The same with a nonce that stands in its place already, for tests with known answers. */
  static void sealWithGivenNonce(
      SecretKeySpec key, byte[] plain, byte[] bound, byte[] sealed, int offset) {
    new Gcm().seal(key, plain, bound, sealed, offset);
  }

  private void seal(SecretKeySpec key, byte[] plain, byte[] bound, byte[] sealed, int offset) {
    try {
      cipher.init(
          Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, offset, NONCE_BYTES));
      cipher.updateAAD(bound);
      int unused = cipher.doFinal(plain, 0, plain.length, sealed, offset + NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt " + plain.length + " bytes", e);
    }
  }

  /**
   * Opens what {@link #seal} made, from an offset to the end.
   *
   * @throws UnauthenticException if it is not that, whatever is wrong with it
   */
  static byte[] open(SecretKeySpec key, byte[] sealed, int offset, byte[] bound)
      throws UnauthenticException {
    if (sealed.length - offset < OVERHEAD_BYTES) {
      throw new UnauthenticException();
    }
    Gcm gcm = POOL.take();
    byte[] plain = gcm.opened(key, sealed, offset, bound);
    POOL.giveBack(gcm);
    return plain;
  }

  private byte[] opened(SecretKeySpec key, byte[] sealed, int offset, byte[] bound)
      throws UnauthenticException {
    try {
      cipher.init(
          Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, offset, NONCE_BYTES));
      cipher.updateAAD(bound);
      int start = offset + NONCE_BYTES;
      return cipher.doFinal(sealed, start, sealed.length - start);
    } catch (AEADBadTagException e) {
      throw new UnauthenticException();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "AES-GCM refused to decrypt " + sealed.length + " bytes: " + e.getMessage(), e);
    }
  }
}
