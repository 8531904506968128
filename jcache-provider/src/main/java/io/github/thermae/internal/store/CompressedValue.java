package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value as an LZ4 block:
 *
 * <pre>
 * offset  bytes  meaning (big-endian)
 * 0       4      length of the value
 * 4       n      LZ4 block
 * </pre>
 *
 * <p>Its row has bit 30 set in the schema. A block cannot stand for more than {@value #RATIO_MAX}
 * times its own length, nor may it for more than {@value #BYTES_MAX} bytes, so a length beyond that
 * is refused before anything is allocated.
 */
final class CompressedValue {
  /** What LZ4 can make of a byte at the most. */
  static final int RATIO_MAX = 255;

  /** What SQLite takes as a value at the most. */
  static final int BYTES_MAX = 1_000_000_000;

  private static final int HEAD_BYTES = Integer.BYTES;

  /** A block must save one byte in so many, or it is not worth decoding. */
  private static final int LEAST_GAIN = 8;

  private CompressedValue() {}

  /**
   * The compressed form, or null where it does not pay.
   *
   * @throws ThermaeException if the jar is missing
   */
  static byte @Nullable [] compressed(byte[] value) {
    try {
      byte[] target = new byte[HEAD_BYTES + Lz4.bytesMax(value.length)];
      int length = HEAD_BYTES + Lz4.compress(value, target, HEAD_BYTES);
      if (length > value.length - value.length / LEAST_GAIN) {
        return null;
      }
      ByteBuffer.wrap(target).putInt(value.length);
      return Arrays.copyOf(target, length);
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  /**
   * The value, or null if these bytes are not what {@link #compressed} made.
   *
   * @throws ThermaeException if the jar is missing
   */
  static byte @Nullable [] value(byte[] compressed) {
    if (compressed.length <= HEAD_BYTES) {
      return null;
    }
    int length = ByteBuffer.wrap(compressed).getInt();
    long most = (long) RATIO_MAX * (compressed.length - HEAD_BYTES);
    if (length < 0 || length > Math.min(most, BYTES_MAX)) {
      return null;
    }
    try {
      byte[] value = new byte[length];
      return Lz4.decompress(compressed, HEAD_BYTES, value) ? value : null;
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  /** Asked when a cache is opened, so that the first put is not where it is noticed. */
  static void requireLibrary() {
    try {
      int unused = Lz4.bytesMax(1);
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  private static ThermaeException missing(NoClassDefFoundError e) {
    return new ThermaeException(
        "LZ4 is not on the class path, and values are or were to be compressed with it: add"
            + " at.yawk.lz4:lz4-java (1.13.0 or later); for new values compression = none does too",
        e);
  }
}
