package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.CodecContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one value while they are read: what {@link StateOutput} wrote, or anything else that
 * lies in the file. Reads nothing past their end, and lets no length be declared that they cannot
 * hold: every element takes a byte at least, so that the lengths of a whole value may not add up to
 * more than its bytes. Not thread-safe.
 */
final class StateInput {
  private final CodecContext context;
  private final byte[] bytes;
  private int position;
  private int depth;
  private long unclaimed;

  StateInput(byte[] bytes, CodecContext context) {
    this.bytes = bytes;
    this.context = context;
    this.unclaimed = bytes.length;
  }

  CodecContext context() {
    return context;
  }

  void enter() {
    if (++depth > StateOutput.DEPTH_MAX) {
      throw new UnreadableStateException(
          "values are nested more than " + StateOutput.DEPTH_MAX + " levels deep");
    }
  }

  void leave() {
    depth--;
  }

  int remaining() {
    return bytes.length - position;
  }

  int peekByte() {
    require(1);
    return bytes[position] & 0xFF;
  }

  int readByte() {
    require(1);
    return bytes[position++] & 0xFF;
  }

  /** A count of elements that take at least so many bytes each. */
  int readCount(int bytesEach) {
    long count = readUnsigned();
    claim(count, bytesEach);
    return (int) count;
  }

  /** A small number that stands for something in a list. */
  int readNumber() {
    long number = readUnsigned();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new UnreadableStateException(number + " is not a number of anything");
    }
    return (int) number;
  }

  long readSigned() {
    long folded = readUnsigned();
    return (folded >>> 1) ^ -(folded & 1);
  }

  long readUnsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new UnreadableStateException("a number has no end");
  }

  int readInt() {
    return (readByte() << 24) | (readByte() << 16) | (readByte() << 8) | readByte();
  }

  long readLong() {
    return ((long) readInt() << 32) | (readInt() & 0xFFFFFFFFL);
  }

  byte[] readBlock() {
    return readBytes(readCount(1));
  }

  byte[] readBytes(int length) {
    require(length);
    byte[] block = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return block;
  }

  String readText() {
    long header = readUnsigned();
    boolean latin1 = (header & 1) == 0;
    long length = header >>> 1;
    claim(length, latin1 ? 1 : Character.BYTES);
    if (latin1) {
      String text = new String(bytes, position, (int) length, StandardCharsets.ISO_8859_1);
      position += (int) length;
      return text;
    }
    char[] chars = new char[(int) length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((readByte() << 8) | readByte());
    }
    return new String(chars);
  }

  /** Refuses bytes after the end of the value. */
  void requireEnd() {
    if (remaining() != 0) {
      throw new UnreadableStateException(remaining() + " bytes follow the end of the value");
    }
  }

  private void require(int length) {
    if (remaining() < length) {
      throw new UnreadableStateException(
          "the bytes end " + (length - remaining()) + " before the value does");
    }
  }

  private void claim(long count, int bytesEach) {
    if (count < 0 || count > remaining() || count * bytesEach > Math.min(remaining(), unclaimed)) {
      throw new UnreadableStateException(
          "a length of " + count + " is declared where " + remaining() + " bytes are left");
    }
    unclaimed -= count * bytesEach;
  }
}
