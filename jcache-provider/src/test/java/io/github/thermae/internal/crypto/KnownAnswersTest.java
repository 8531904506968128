package io.github.thermae.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;
import io.github.thermae.internal.store.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that others give. The standards' own vectors are named; the records, rows and names were
 * made from the documented layout by another implementation (Python's cryptography over OpenSSL).
 */
final class KnownAnswersTest {
  private static final char[] PASSWORD = "pässwörd \uD83D\uDD11".toCharArray();

  /** Salt 100..115, nonce 200..211, index key 0..31, data key 7 = 32..63 with 65,536 uses. */
  private static final String PBKDF2_RECORD =
      "0102000927c000000000000000006465666768696a6b6c6d6e6f70717273c8c9cacbcccdcecfd0d1d2d3efac775e"
          + "9905f0a837b57b82e9b9cc9cbed62783f730c0ba1c963c21eb6ddc41639e0299cf8c0c7367c1350eedf7fd1c"
          + "c2bc5a91e99b3432b2bdb47dffbec7ba4a66f6a42b9a938d14fe29ee896cdf812c1930ec79ce3efa31802756"
          + "182ab6f688f28aba";

  private static final String ARGON2_RECORD =
      "01010001000000000003000000046465666768696a6b6c6d6e6f70717273c8c9cacbcccdcecfd0d1d2d3fdc7f6b4"
          + "fc99ee247450ebdeed14f794f82460c6fc5680866f214f7846e86b395ea2151c90077f9777f2ac310b9f3462"
          + "d1fb4e9a5b18beb8a43fa51cef2af3616f6f9c477febc89bcfbbd2c925c1dd1e97c96cfacc6e47d327c0b586"
          + "464a7813b0e76558";

  private static final String ROW_COLUMN = "c26acb793af63bd20432d5dbcf3f742c";

  private static final String ROW_VALUE =
      "0000000732333435363738393a3b3c3d13db64885bfcb0a89a02236f946b9c3be1bc4004d4f0d82f024b0130c6e4"
          + "054df4e1e1";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static Vault vault(char[] password) {
    return new Vault(Path.of("known.db"), KeyDerivation.PBKDF2, password.clone(), DataKey.USES_MAX);
  }

  /** RFC 7914, section 11. */
  @Test
  void pbkdf2_vectorsOfRfc7914() {
    byte[] salt = "NaCl".getBytes(StandardCharsets.US_ASCII);

    assertThat(PasswordKey.pbkdf2("Password".toCharArray(), salt, 80_000, 64))
        .isEqualTo(
            hex(
                "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
                    + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"));
  }

  /** The reference implementation's test.c. */
  @Test
  void argon2id_vectorOfTheReferenceImplementation() {
    byte[] password = "password".getBytes(StandardCharsets.US_ASCII);
    byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);

    assertThat(Argon2.hash(password, salt, 1 << 16, 2, 1, 32))
        .isEqualTo(hex("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"));
  }

  /** The GCM specification's test cases 14 and 16 (McGrew and Viega). */
  @Test
  void gcm_vectorsOfTheSpecification() {
    assertSealed(
        "0".repeat(64),
        "0".repeat(24),
        "0".repeat(32),
        "",
        "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919");
    assertSealed(
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
            + "b525b16aedf5aa0de657ba637b39",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
            + "c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b");
  }

  private static void assertSealed(
      String key, String nonce, String plain, String bound, String expected) {
    byte[] sealed = new byte[Gcm.OVERHEAD_BYTES + plain.length() / 2];
    System.arraycopy(hex(nonce), 0, sealed, 0, Gcm.NONCE_BYTES);
    Gcm.sealWithGivenNonce(Gcm.key(hex(key)), hex(plain), hex(bound), sealed, 0);
    assertThat(sealed).isEqualTo(hex(nonce + expected));
  }

  /** RFC 5869, test case 1, its first block. */
  @Test
  void derive_isHkdfExpand() {
    byte[] prk = hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    byte[] info = hex("f0f1f2f3f4f5f6f7f8f9");

    assertThat(new Prf(prk).of(info, new byte[] {1}))
        .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
    assertThat(Prf.derive(prk, "x")).isEqualTo(new Prf(prk).of(new byte[] {'x'}, new byte[] {1}));
  }

  @ParameterizedTest
  @ValueSource(strings = {PBKDF2_RECORD, ARGON2_RECORD})
  void unlock_recordMadeElsewhere_opens(String record) {
    Vault vault = vault(PASSWORD);

    vault.unlock(hex(record));

    assertThat(vault.indexKey())
        .isEqualTo(hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    assertThat(key(vault).getEncoded())
        .isEqualTo(hex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"));
  }

  private static SecretKeySpec key(Vault vault) {
    DataKey key = vault.byId(7);
    assertThat(key).isNotNull();
    assertThat(key.claimed()).isEqualTo(65_536);
    return key.key();
  }

  @ParameterizedTest
  @ValueSource(strings = {PBKDF2_RECORD, ARGON2_RECORD})
  void unlock_anotherPassword_isRefusedWithoutSayingIt(String record) {
    Vault vault = vault("passwort".toCharArray());

    assertThatThrownBy(() -> vault.unlock(hex(record)))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("the password does not open it")
        .hasMessageNotContaining("passwort");
  }

  /** Every bit of the salt, the nonce, the keys and the tag counts. */
  @Test
  void unlock_recordWithAFlippedBit_isRefused() {
    byte[] record = hex(PBKDF2_RECORD);
    for (int i : new int[] {0, 14, 29, 30, 41, 42, 80, record.length - 1}) {
      byte[] flipped = record.clone();
      flipped[i] ^= 4;
      Vault vault = vault(PASSWORD);
      assertThatThrownBy(() -> vault.unlock(flipped)).isInstanceOf(ThermaeException.class);
    }
  }

  /** A hostile file must not cost gigabytes or hours, nor make guessing cheap. */
  @Test
  void unlock_parametersOutOfBounds_areRefusedBeforeAnythingIsComputed() {
    assertRefused(2, 1, 0, 0, "asks for 1 iterations, and 100000 to 10000000 was expected");
    assertRefused(2, Integer.MAX_VALUE, 0, 0, "asks for 2147483647 iterations");
    assertRefused(2, -1, 0, 0, "asks for -1 iterations");
    assertRefused(1, 64 << 20, 3, 4, "asks for 67108864 KiB of memory, and 16384 to 1048576");
    assertRefused(1, 8, 3, 4, "asks for 8 KiB of memory");
    assertRefused(1, 65_536, 0, 4, "asks for 0 passes");
    assertRefused(1, 65_536, 1_000_000, 4, "asks for 1000000 passes");
    assertRefused(1, 65_536, 3, 0, "asks for 0 lanes");
    assertRefused(1, 65_536, 3, 1 << 20, "asks for 1048576 lanes");
    assertRefused(3, 600_000, 0, 0, "names key derivation 3");
  }

  private static void assertRefused(int tag, int cost, int passes, int lanes, String said) {
    byte[] record = hex(PBKDF2_RECORD);
    ByteBuffer.wrap(record, 1, 13).put((byte) tag).putInt(cost).putInt(passes).putInt(lanes);
    Vault vault = vault(PASSWORD);
    assertThatThrownBy(() -> vault.unlock(record))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("known.db: the keys in thermae_meta are damaged")
        .hasMessageContaining(said);
  }

  @Test
  void unlock_shortRecord_isRefused() {
    Vault vault = vault(PASSWORD);
    assertThatThrownBy(() -> vault.unlock(new byte[50]))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("it is too short: 50 bytes");
  }

  @Test
  void derive_halfASurrogatePair_isRefusedWithoutShowingIt() {
    for (KeyDerivation derivation : KeyDerivation.values()) {
      assertThatThrownBy(() -> PasswordKey.fresh(derivation).derive(new char[] {'a', '\uD83D'}))
          .isInstanceOf(ThermaeException.class)
          .hasMessageContaining("half of a surrogate pair");
    }
  }

  @Test
  void row_sealedElsewhere_opens() throws Exception {
    Vault vault = vault(PASSWORD);
    vault.unlock(hex(PBKDF2_RECORD));
    SealedRows rows = new SealedRows(vault, "users");

    Row opened = rows.open(sealedRow());

    assertThat(rows.column(EncodedKey.ofText("alice")).bytes()).isEqualTo(hex(ROW_COLUMN));
    assertThat(opened)
        .usingRecursiveComparison()
        .isEqualTo(
            new Row(
                EncodedKey.ofText("alice"),
                "the value".getBytes(StandardCharsets.US_ASCII),
                1,
                42,
                1_795_219_200_000L,
                1_795_219_100_000L));
  }

  private static Row sealedRow() {
    return new Row(
        EncodedKey.ofBinary(hex(ROW_COLUMN)),
        hex(ROW_VALUE),
        1 | ValueFormat.SEALED,
        42,
        1_795_219_200_000L,
        1_795_219_100_000L);
  }

  @Test
  void name_sealedElsewhere_opens() {
    byte[] indexKey = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    SealedText names = new SealedText(indexKey);
    String expected = "sealed:JbWWu5N8i8gfip6G47OvtUtvX1Ms9gE8_2o";

    assertThat(names.seal("cache", "users")).isEqualTo(expected);
    assertThat(names.open("cache", expected)).isEqualTo("users");
    assertThat(names.open("class 1", expected)).isNull();
    assertThat(names.open("cache", expected.replace('b', 'c'))).isNull();
    assertThat(names.open("cache", "users")).isNull();
    assertThat(names.open("cache", "sealed:")).isNull();
    assertThat(names.open("cache", "sealed:?")).isNull();
  }

  @Test
  void name_anyText_comesBack() {
    SealedText names = new SealedText(KeyRing.randomKey());
    for (String text : new String[] {"", "a", "\uD800", "\0", "ä\uD83D\uDD11", "x".repeat(1_000)}) {
      assertThat(names.open("place", names.seal("place", text))).isEqualTo(text);
    }
  }

  @Test
  void seal_sameTextTwice_looksDifferent() {
    SecretKeySpec key = Gcm.key(KeyRing.randomKey());

    byte[] one = Gcm.seal(key, new byte[100], new byte[0], 0);
    byte[] other = Gcm.seal(key, new byte[100], new byte[0], 0);

    assertThat(one).isNotEqualTo(other);
  }
}
