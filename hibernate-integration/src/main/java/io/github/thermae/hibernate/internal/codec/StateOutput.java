package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.CodecContext;
import io.github.thermae.codec.NoEncodedFormException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one value while they are written. Numbers take as few bytes as they need, seven bits
 * each, the lowest first; signed ones are folded so that small negative numbers are short too. Not
 * thread-safe.
 *
 * <table>
 * <caption>Text, in bytes</caption>
 * <tr><td>length * 2</td><td>number</td><td>then one byte per char: all are below 256</td></tr>
 * <tr><td>length * 2 + 1</td><td>number</td><td>then two bytes per char, highest first</td></tr>
 * </table>
 */
final class StateOutput {
  /** How deep values may be nested; a value that contains itself would never end. */
  static final int DEPTH_MAX = 64;

  private static final int INITIAL_BYTES = 128;

  private final CodecContext context;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int size;
  private int depth;

  StateOutput(CodecContext context) {
    this.context = context;
  }

  /** The cache that the bytes are for. */
  CodecContext context() {
    return context;
  }

  /** To be called before the parts of a value are written, and {@link #leave} after that. */
  void enter() throws NoEncodedFormException {
    if (++depth > DEPTH_MAX) {
      throw new NoEncodedFormException("it is nested more than " + DEPTH_MAX + " levels deep");
    }
  }

  void leave() {
    depth--;
  }

  void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /** A number that is not negative. */
  void writeCount(int count) {
    writeUnsigned(Integer.toUnsignedLong(count));
  }

  void writeSigned(long value) {
    writeUnsigned((value << 1) ^ (value >> 63));
  }

  void writeUnsigned(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void writeInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      writeByte(value >>> shift);
    }
  }

  void writeLong(long value) {
    writeInt((int) (value >>> 32));
    writeInt((int) value);
  }

  void writeBytes(byte[] block) {
    ensure(block.length);
    System.arraycopy(block, 0, bytes, size, block.length);
    size += block.length;
  }

  /** A count and the bytes. */
  void writeBlock(byte[] block) {
    writeCount(block.length);
    writeBytes(block);
  }

  void writeText(String text) {
    int length = text.length();
    boolean latin1 = isLatin1(text);
    writeUnsigned(((long) length << 1) | (latin1 ? 0 : 1));
    if (latin1) {
      writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      for (int i = 0; i < length; i++) {
        writeByte(text.charAt(i) >>> 8);
        writeByte(text.charAt(i));
      }
    }
  }

  private static boolean isLatin1(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /** Where the next byte goes. */
  int mark() {
    return size;
  }

  /** Forgets what was written since a mark. */
  void rewind(int mark) {
    size = mark;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
