package io.github.thermae.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A key in canonical form: equal keys have equal forms, keys of different types never do.
 * Immutable; the byte array must not be changed by those who are handed it.
 *
 * <table>
 * <caption>Kinds, and what a SQLite tool shows</caption>
 * <tr><td>{@code TEXT}</td><td>a well-formed String without NUL</td><td>TEXT, the string itself</td></tr>
 * <tr><td>{@code INTEGER}</td><td>a key of the table's declared integer type</td><td>INTEGER</td></tr>
 * <tr><td>{@code BINARY}</td><td>anything else</td><td>BLOB, a type tag and the canonical bytes</td></tr>
 * </table>
 */
public final class EncodedKey {
  /** How a key is kept. Two keys of different kinds are never equal. */
  public enum Kind {
    /** UTF-8 bytes of a string. */
    TEXT,
    /** Eight bytes, most significant first. */
    INTEGER,
    /** Tagged canonical bytes. */
    BINARY
  }

  private final Kind kind;
  private final byte[] bytes;
  private final int hash;

  private EncodedKey(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
    this.hash = hash(bytes);
  }

  /** A string key; the caller has made sure that it is well-formed and holds no NUL. */
  public static EncodedKey ofText(String text) {
    return new EncodedKey(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A key of an integer type. */
  public static EncodedKey ofInteger(long value) {
    return new EncodedKey(Kind.INTEGER, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** A key in tagged canonical bytes, which become this key's own. */
  public static EncodedKey ofBinary(byte[] bytes) {
    return new EncodedKey(Kind.BINARY, bytes);
  }

  public Kind kind() {
    return kind;
  }

  /** The canonical bytes; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** The string of a {@code TEXT} key. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The number of an {@code INTEGER} key. */
  public long integer() {
    return ByteBuffer.wrap(bytes).getLong();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedKey that
        && hash == that.hash
        && kind == that.kind
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case TEXT -> "\"" + text() + "\"";
      case INTEGER -> Long.toString(integer());
      case BINARY -> "binary key of " + bytes.length + " bytes";
    };
  }

  /** FNV-1a with a final mix: short numbers and numbered names must not fall together. */
  private static int hash(byte[] bytes) {
    int h = 0x811c9dc5;
    for (byte b : bytes) {
      h = (h ^ (b & 0xff)) * 0x01000193;
    }
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    return h ^ (h >>> 13);
  }
}
