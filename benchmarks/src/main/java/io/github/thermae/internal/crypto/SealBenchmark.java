package io.github.thermae.internal.crypto;

import io.github.thermae.config.KeyDerivation;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Row;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sealing and opening a row, beside AES-256-GCM through one {@code Cipher} that a thread keeps,
 * with as many bytes, as many bound ones, and a counter for a nonce. The key column costs as much
 * again, and is measured apart: it is needed to look a row up at all.
 *
 * <p>Goal: {@code seal : bareSeal} and {@code open : bareOpen}, see README.md. Times: less is
 * better.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@NullMarked
public class SealBenchmark {
  /** A row and its sealed form. */
  @State(Scope.Thread)
  public static class Sealed {
    /** Bytes of the value. */
    @Param({"200", "2000"})
    public int bytes;

    private final SealedRows rows = new SealedRows(vault(), "users");
    private final EncodedKey key = EncodedKey.ofText("key-of-some-user");
    private final EncodedKey column = rows.column(key);
    private Row row = row(0);
    private Row sealed = row;

    private static Vault vault() {
      char[] password = "benchmark".toCharArray();
      Vault vault = new Vault(Path.of("none.db"), KeyDerivation.PBKDF2, password, DataKey.USES_MAX);
      byte[] unused = vault.newKeys();
      vault.setSaver(record -> {});
      return vault;
    }

    private Row row(int valueBytes) {
      return new Row(key, new byte[valueBytes], 1, 42, Row.NEVER, 1_795_219_100_000L);
    }

    /** Makes the row. */
    @Setup
    public void seal() {
      row = row(bytes);
      sealed = rows.seal(row);
    }
  }

  /** A cipher and as many bytes. */
  @State(Scope.Thread)
  public static class Bare {
    private static final int KEY_BYTES = 21;
    private static final int BOUND_BYTES = 60;

    private final Cipher cipher;
    private final SecretKeySpec key = Gcm.key(KeyRing.randomKey());
    private final byte[] bound = new byte[BOUND_BYTES];
    private final ByteBuffer nonce = ByteBuffer.allocate(Gcm.NONCE_BYTES);
    private byte[] plain = new byte[0];
    private byte[] text = new byte[0];
    private byte[] textNonce = new byte[0];

    /** Makes the cipher. */
    public Bare() {
      try {
        this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Makes the text. */
    @Setup
    public void seal(Sealed rows) throws GeneralSecurityException {
      plain = new byte[KEY_BYTES + rows.bytes];
      text = seal();
      textNonce = nonce.array().clone();
    }

    private byte[] seal() throws GeneralSecurityException {
      nonce.putLong(0, nonce.getLong(0) + 1);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce.array()));
      cipher.updateAAD(bound);
      return cipher.doFinal(plain);
    }

    private byte[] open() throws GeneralSecurityException {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, textNonce));
      cipher.updateAAD(bound);
      return cipher.doFinal(text);
    }
  }

  /** A row of which the key column is known. */
  @Benchmark
  public Row seal(Sealed sealed) {
    return sealed.rows.seal(sealed.row, sealed.column);
  }

  /** What the cipher needs for it. */
  @Benchmark
  public byte[] bareSeal(Bare bare) throws GeneralSecurityException {
    return bare.seal();
  }

  /** A sealed row. */
  @Benchmark
  public Row open(Sealed sealed) throws UnauthenticException {
    return sealed.rows.open(sealed.sealed);
  }

  /** What the cipher needs for it. */
  @Benchmark
  public byte[] bareOpen(Bare bare) throws GeneralSecurityException {
    return bare.open();
  }

  /** The key column of a key. */
  @Benchmark
  public EncodedKey keyColumn(Sealed sealed) {
    return sealed.rows.column(sealed.key);
  }
}
