package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.DecodeException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the data of a value comes from: what {@link TokenOutput} wrote, or bytes of any other
 * origin. Each method reads one whole value unless it says otherwise, and refuses one of another
 * kind. Numbers fit where they lose nothing. Bounds the depth. Not thread-safe.
 */
abstract class TokenInput {
  /** No more fields. */
  static final int END = -1;

  /** A field that the class does not have any more. */
  static final int UNKNOWN = -2;

  private int depth;

  /** What the next value is. */
  enum Kind {
    /** Elements. */
    LIST,
    /** Keys and values. */
    MAP,
    /** One token. */
    SCALAR
  }

  final void enter() {
    if (++depth > OpenObjects.DEPTH_MAX) {
      throw new OpenObjects.TooDeepException();
    }
  }

  final void leave() {
    depth--;
  }

  /** The error for a value that does not fit its place: the class has changed, or the bytes. */
  static DecodeException misfit(String expected, Object found) {
    return new DecodeException(Reason.CHANGED, "Expected " + expected + ", but found " + found);
  }

  /** See {@link TokenOutput#isText}. */
  abstract boolean isText();

  abstract Kind kind() throws IOException;

  /** Reads a null if there is one. */
  abstract boolean readNull() throws IOException;

  abstract boolean readBoolean() throws IOException;

  abstract long readLong() throws IOException;

  abstract float readFloat() throws IOException;

  abstract double readDouble() throws IOException;

  abstract String readText() throws IOException;

  abstract byte[] readBinary() throws IOException;

  abstract BigInteger readBigInteger() throws IOException;

  abstract BigDecimal readBigDecimal() throws IOException;

  abstract Object readWire(JdkValue<?> type) throws IOException;

  abstract DataForm readClass() throws IOException;

  /** Reads a scalar as what its token shows. */
  abstract Object readNatural() throws IOException;

  final int readInt() throws IOException {
    return (int) readInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  final long readInteger(long least, long most) throws IOException {
    long value = readLong();
    if (value < least || value > most) {
      throw misfit("a whole number from " + least + " to " + most, value);
    }
    return value;
  }

  /** Reads the begin of elements: how many there are, if that is known, for {@link #hasMore}. */
  abstract int startList() throws IOException;

  /**
   * Whether another element, or key, follows; if not, the end has been read.
   *
   * @param left what {@code startList} or {@code startMap} gave, less those that were read
   */
  abstract boolean hasMore(int left) throws IOException;

  /** Reads the begin of keys and values. */
  abstract int startMap() throws IOException;

  /** Reads a key, where {@link TokenOutput#hasAnyKeys} does not hold. */
  abstract String readName() throws IOException;

  /** See {@link TokenOutput#hasAnyKeys}. */
  abstract boolean hasAnyKeys();

  /**
   * Reads the begin of an object.
   *
   * @return the fields in the order in which they were written, for {@link #nextField}
   */
  abstract FieldOrder startObject(ObjectForm form, boolean isTagged) throws IOException;

  /**
   * Reads the begin of a field: its index in the form, {@link #UNKNOWN}, or {@link #END} with the
   * end of the object read.
   *
   * @param order what {@link #startObject} gave
   * @param position how many fields have been read
   */
  abstract int nextField(ObjectForm form, FieldOrder order, int position) throws IOException;

  /** Reads the class of a value if one stands there, or null with nothing read. */
  abstract @Nullable DataForm tag() throws IOException;

  /** Reads what stands between a class and its value, where that is not an object's fields. */
  abstract void startTagged() throws IOException;

  abstract void endTagged() throws IOException;

  /** Reads over a value of any kind; makes nothing and loads nothing. */
  abstract void skip() throws IOException;
}
