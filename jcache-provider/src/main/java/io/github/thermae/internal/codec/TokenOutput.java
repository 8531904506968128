package io.github.thermae.internal.codec;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Where the data of a value goes, one token after the other: JSON or MessagePack. Each method
 * writes one whole value unless it says otherwise. Bounds the depth. Not thread-safe.
 */
abstract class TokenOutput {
  private int depth;

  /** Steps into an object, array or collection. */
  final void enter() {
    if (++depth > OpenObjects.DEPTH_MAX) {
      throw new OpenObjects.TooDeepException();
    }
  }

  final void leave() {
    depth--;
  }

  /** Whether this is text for people, where dates and the like are text too. */
  abstract boolean isText();

  abstract void writeNull() throws IOException;

  abstract void writeBoolean(boolean value) throws IOException;

  abstract void writeInt(int value) throws IOException;

  abstract void writeLong(long value) throws IOException;

  abstract void writeFloat(float value) throws IOException;

  abstract void writeDouble(double value) throws IOException;

  abstract void writeText(String value) throws IOException;

  abstract void writeBinary(byte[] value) throws IOException;

  abstract void writeBigInteger(BigInteger value) throws IOException;

  abstract void writeBigDecimal(BigDecimal value) throws IOException;

  /** A JDK value that has no other form. */
  abstract void writeWire(JdkValue<?> type, Object value) throws IOException;

  /** The class of an enum. */
  abstract void writeClass(DataForm form) throws IOException;

  /**
   * Writes a value whose class shows in its token. The counterpart is {@link
   * TokenInput#readNatural}.
   *
   * @return false, with nothing written, if it does not
   */
  abstract boolean writeNatural(Object value) throws IOException;

  /** The begin of elements. */
  abstract void startList(int size) throws IOException;

  abstract void endList() throws IOException;

  /** Whether a map can have keys other than names. */
  abstract boolean hasAnyKeys();

  /** The begin of keys and values in turn. */
  abstract void startMap(int size) throws IOException;

  /** A key, where {@link #hasAnyKeys} does not hold. */
  abstract void writeName(String name) throws IOException;

  abstract void endMap() throws IOException;

  /** The begin of fields, which follow in the order of the form. */
  abstract void startObject(ObjectForm form, boolean isTagged) throws IOException;

  /** The begin of the next field. */
  abstract void startField(String label) throws IOException;

  abstract void endObject() throws IOException;

  /** The begin of a value with its class. */
  abstract void startTagged(DataForm form) throws IOException;

  abstract void endTagged() throws IOException;
}
