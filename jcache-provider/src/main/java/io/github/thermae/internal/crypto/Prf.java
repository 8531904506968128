package io.github.thermae.internal.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key. */
final class Prf {
  static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final Pool<Mac> macs;

  Prf(byte[] key) {
    SecretKeySpec spec = new SecretKeySpec(key, ALGORITHM);
    this.macs = new Pool<>(() -> mac(spec));
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** The code of the parts, one after the other; the caller sees to it that they end clearly. */
  byte[] of(byte[]... parts) {
    Mac mac = macs.take();
    for (byte[] part : parts) {
      mac.update(part);
    }
    byte[] code = mac.doFinal();
    macs.giveBack(mac);
    return code;
  }

  /**
   * A key for one purpose: HKDF-Expand (RFC 5869) to 32 bytes, with this key as the pseudorandom
   * key and the purpose as its info.
   */
  static byte[] derive(byte[] key, String purpose) {
    return new Prf(key).of(purpose.getBytes(StandardCharsets.UTF_8), new byte[] {1});
  }

  /** The first bytes of a code. */
  static byte[] cut(byte[] code, int bytes) {
    return Arrays.copyOf(code, bytes);
  }
}
