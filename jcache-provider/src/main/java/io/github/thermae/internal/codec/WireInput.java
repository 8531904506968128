package io.github.thermae.internal.codec;

import com.esotericsoftware.kryo.io.Input;
import io.github.thermae.internal.codec.DecodeException.Reason;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one value or key while they are read. Reads nothing past their end, never writes
 * into them (Kryo's own ASCII strings and buffer compaction do, and many threads may read one
 * array), and lets no length be declared that the bytes cannot hold. Not thread-safe.
 *
 * <p>Every element of anything takes at least one byte of its own, so the sum of all lengths that
 * honest bytes declare is at most their number. {@link #readCount} holds them to that sum, and with
 * it nested arrays that each claim all the bytes there are.
 */
final class WireInput extends Input {
  private static final byte[] NONE = {};

  private long unclaimed;

  WireInput() {
    super(NONE);
  }

  /** Starts to read these bytes. */
  void open(byte[] bytes) {
    setBuffer(bytes);
    unclaimed = bytes.length;
  }

  /** Lets go of the bytes. */
  void release() {
    setBuffer(NONE);
  }

  int remaining() {
    return limit - position;
  }

  /** A length or count of elements that take at least so many bytes each. */
  int readCount(int bytesEach) {
    int count = readVarInt(true);
    claim(count, bytesEach);
    return count;
  }

  /** What {@link WireOutput#writeText} wrote. */
  String readText() {
    long header = readVarLong(true);
    boolean latin1 = (header & 1) == 0;
    long length = header >>> 1;
    claim(length, latin1 ? 1 : Character.BYTES);
    if (!latin1) {
      return new String(readChars((int) length));
    }
    String text = new String(buffer, position, (int) length, StandardCharsets.ISO_8859_1);
    position += (int) length;
    return text;
  }

  /** What {@link WireOutput#writeBlock} wrote. */
  byte[] readBlock() {
    return readBytes(readCount(1));
  }

  /** Refuses bytes after the end of the value. */
  void requireEnd() {
    if (remaining() != 0) {
      throw new DecodeException(
          Reason.DAMAGED, remaining() + " bytes follow the end of the encoded object");
    }
  }

  private void claim(long count, int bytesEach) {
    // Counts that are negative as an int come here negative; those of text have 63 bits.
    if (count < 0 || count > remaining() || count * bytesEach > Math.min(remaining(), unclaimed)) {
      throw new DecodeException(
          Reason.DAMAGED,
          "A length of " + count + " is declared where " + remaining() + " bytes are left");
    }
    unclaimed -= count * bytesEach;
  }
}
