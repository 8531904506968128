package io.github.thermae.internal.codec;

import com.esotericsoftware.kryo.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one value or key while they are written: Kryo's growing buffer and the project's own
 * form of text. Equal text gives equal bytes. Not thread-safe.
 *
 * <table>
 * <caption>Text, in bytes</caption>
 * <tr><td>length * 2</td><td>varint</td><td>then one byte per char: all are below 256</td></tr>
 * <tr><td>length * 2 + 1</td><td>varint</td><td>then two bytes per char, lowest first</td></tr>
 * </table>
 */
final class WireOutput extends Output {
  private static final int INITIAL_BYTES = 256;
  private static final int UNBOUNDED = -1;
  private static final int KEPT_BYTES_MAX = 64 * 1024;

  WireOutput() {
    super(INITIAL_BYTES, UNBOUNDED);
  }

  /** Forgets what was written; a buffer that grew large is let go. */
  void rewind() {
    if (capacity > KEPT_BYTES_MAX) {
      setBuffer(new byte[INITIAL_BYTES], UNBOUNDED);
    }
    reset();
  }

  /** A length or count, never negative. */
  void writeCount(int count) {
    writeVarInt(count, true);
  }

  /** Text, unpaired surrogates included. */
  void writeText(String text) {
    if (isLatin1(text)) {
      writeVarLong((long) text.length() << 1, true);
      writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      writeVarLong((long) text.length() << 1 | 1, true);
      writeChars(text.toCharArray(), 0, text.length());
    }
  }

  /** A count and the bytes. */
  void writeBlock(byte[] bytes) {
    writeCount(bytes.length);
    writeBytes(bytes);
  }

  private static boolean isLatin1(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }
}
