package io.github.thermae.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names of caches and classes in a form that hides and authenticates them, the same at each call,
 * so that they can be looked for. Deterministic authenticated encryption in the SIV way (RFC 5297),
 * with HMAC-SHA-256 for the tag and AES-256-CTR for the text:
 *
 * <pre>
 * tag     = HMAC(key 1, place, 0, text), its first 16 bytes
 * sealed  = "sealed:" and, in Base64 without padding for URLs, the tag and CTR(key 2, tag, text)
 * </pre>
 *
 * Texts are UTF-16, as names may have unpaired surrogates. Equal texts of one place look equal.
 */
final class SealedText {
  /** The colon keeps a sealed name from being a table's name. */
  static final String PREFIX = "sealed:";

  /** The place of caches' names. */
  static final String CACHE = "cache";

  private static final int TAG_BYTES = 16;

  private final Prf tags;
  private final SecretKeySpec key;

  SealedText(byte[] indexKey) {
    this.tags = new Prf(Prf.derive(indexKey, "thermae name tag"));
    this.key = Gcm.key(Prf.derive(indexKey, "thermae name text"));
  }

  /**
   * Seals a text.
   *
   * @param place what the text is, and whose; it opens in no other place
   */
  String seal(String place, String text) {
    byte[] plain = bytes(text);
    byte[] tag = tag(place, plain);
    byte[] sealed = Arrays.copyOf(tag, TAG_BYTES + plain.length);
    byte[] hidden = ctr(tag, plain);
    System.arraycopy(hidden, 0, sealed, TAG_BYTES, hidden.length);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** The text, or null if it was not sealed with these keys for this place. */
  @Nullable String open(String place, String sealed) {
    if (!sealed.startsWith(PREFIX)) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (bytes.length < TAG_BYTES || bytes.length % Character.BYTES != 0) {
      return null;
    }
    byte[] tag = Arrays.copyOf(bytes, TAG_BYTES);
    byte[] plain = ctr(tag, Arrays.copyOfRange(bytes, TAG_BYTES, bytes.length));
    return MessageDigest.isEqual(tag, tag(place, plain)) ? text(plain) : null;
  }

  private byte[] tag(String place, byte[] plain) {
    return Prf.cut(tags.of(bytes(place), new byte[Character.BYTES], plain), TAG_BYTES);
  }

  private byte[] ctr(byte[] tag, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(tag));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-CTR", e);
    }
  }

  /** Java's encoder would replace an unpaired surrogate. */
  private static byte[] bytes(String text) {
    byte[] bytes = new byte[text.length() * Character.BYTES];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >>> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length / Character.BYTES);
    for (int i = 0; i < bytes.length; i += Character.BYTES) {
      text.append((char) (((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff)));
    }
    return text.toString();
  }
}
