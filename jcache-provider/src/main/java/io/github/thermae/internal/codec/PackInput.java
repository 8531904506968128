package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.DecodeException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Data from MessagePack, see {@link PackOutput}. A length is never believed beyond the bytes that
 * are left, and nothing is allocated by a count.
 */
final class PackInput extends TokenInput {
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  /** The sign bits of eight bytes. */
  private static final long NOT_ASCII = 0x8080808080808080L;

  private static final JdkValue<?> BIG_INTEGER = jdk(BigInteger.class);
  private static final JdkValue<?> BIG_DECIMAL = jdk(BigDecimal.class);

  private final byte[] bytes;
  private final DataForms forms;
  private int at;

  /** The fields of the object whose class was read last. */
  private @Nullable FieldOrder tagged;

  PackInput(byte[] bytes, DataForms forms) {
    this.bytes = bytes;
    this.forms = forms;
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  private static JdkValue<?> jdk(Class<?> type) {
    return Objects.requireNonNull(JdkValues.of(type));
  }

  /** Refuses bytes after the end of the value. */
  void requireEnd() {
    if (at != bytes.length) {
      throw damaged((bytes.length - at) + " bytes follow the end of the value");
    }
  }

  private static DecodeException damaged(String what) {
    return new DecodeException(Reason.DAMAGED, what);
  }

  // ------------------------------------------------------------------ bytes

  private int peek() {
    if (at >= bytes.length) {
      throw damaged("The bytes end too early");
    }
    return bytes[at] & 0xFF;
  }

  private int next() {
    int value = peek();
    at++;
    return value;
  }

  /** The position of so many bytes, which are taken. */
  private int take(int count) {
    if (count < 0 || count > bytes.length - at) {
      throw damaged(
          "A length of " + count + " is declared where " + (bytes.length - at) + " bytes are left");
    }
    int from = at;
    at += count;
    return from;
  }

  private int next8() {
    return bytes[take(1)] & 0xFF;
  }

  private int next16() {
    return (short) SHORTS.get(bytes, take(2)) & 0xFFFF;
  }

  private int next32() {
    return (int) INTS.get(bytes, take(4));
  }

  private long next64() {
    return (long) LONGS.get(bytes, take(8));
  }

  private static DecodeException unexpected(String expected, int format) {
    return misfit(expected, "0x" + Integer.toHexString(format));
  }

  /** A count of elements that take at least so many bytes each. */
  private int counted(int count, int bytesEach) {
    if (count < 0 || count > (bytes.length - at) / bytesEach) {
      throw damaged(
          "A count of " + count + " is declared where " + (bytes.length - at) + " bytes are left");
    }
    return count;
  }

  // ------------------------------------------------------------------ values

  @Override
  boolean isText() {
    return false;
  }

  @Override
  Kind kind() {
    int format = peek();
    if (isArray(format)) {
      return Kind.LIST;
    }
    return isMap(format) ? Kind.MAP : Kind.SCALAR;
  }

  private static boolean isArray(int format) {
    return (format & 0xF0) == PackFormat.FIX_ARRAY
        || format == PackFormat.ARRAY_16
        || format == PackFormat.ARRAY_32;
  }

  private static boolean isMap(int format) {
    return (format & 0xF0) == PackFormat.FIX_MAP
        || format == PackFormat.MAP_16
        || format == PackFormat.MAP_32;
  }

  @Override
  boolean readNull() {
    if (peek() != PackFormat.NIL) {
      return false;
    }
    at++;
    return true;
  }

  @Override
  boolean readBoolean() {
    int format = next();
    return switch (format) {
      case PackFormat.TRUE -> true;
      case PackFormat.FALSE -> false;
      default -> throw unexpected("true or false", format);
    };
  }

  @Override
  long readLong() {
    return integer(next(), "a whole number");
  }

  private long integer(int format, String expected) {
    if (format < PackFormat.FIX_MAP || format >= PackFormat.NEGATIVE_FIX) {
      return (byte) format;
    }
    return switch (format) {
      case PackFormat.UNSIGNED_8 -> next8();
      case PackFormat.UNSIGNED_16 -> next16();
      case PackFormat.UNSIGNED_32 -> next32() & 0xFFFFFFFFL;
      case PackFormat.SIGNED_8 -> (byte) next8();
      case PackFormat.SIGNED_16 -> (short) next16();
      case PackFormat.SIGNED_32 -> next32();
      case PackFormat.SIGNED_64 -> next64();
      default -> throw unexpected(expected, format);
    };
  }

  @Override
  float readFloat() {
    double value = readDouble();
    float narrow = (float) value;
    if (!Double.isNaN(value) && narrow != value) {
      throw misfit("a number of 32 bits", value);
    }
    return narrow;
  }

  @Override
  double readDouble() {
    int format = next();
    if (format == PackFormat.FLOAT_64) {
      return Double.longBitsToDouble(next64());
    }
    if (format == PackFormat.FLOAT_32) {
      return Float.intBitsToFloat(next32());
    }
    long whole = integer(format, "a number");
    if ((long) (double) whole != whole) {
      throw misfit("a number that a double holds", whole);
    }
    return whole;
  }

  @Override
  String readText() {
    return text(next());
  }

  private String text(int format) {
    int length = textLength(format);
    if (length == NO_LENGTH) {
      throw unexpected("text", format);
    }
    int from = take(length);
    return isAscii(from, length)
        ? new String(bytes, from, length, StandardCharsets.ISO_8859_1)
        : utf8(from, length);
  }

  private boolean isAscii(int from, int length) {
    int i = from;
    for (; i <= from + length - 8; i += 8) {
      if (((long) LONGS.get(bytes, i) & NOT_ASCII) != 0) {
        return false;
      }
    }
    for (; i < from + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private String utf8(int from, int length) {
    StringBuilder text = new StringBuilder(length);
    int end = from + length;
    for (int i = from; i < end; ) {
      int first = bytes[i] & 0xFF;
      int count = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      if (count == 0 || first > 0xF4 || count > end - i) {
        throw damaged("Text is not well-formed");
      }
      text.appendCodePoint(codePoint(i, first, count));
      i += count;
    }
    return text.toString();
  }

  private int codePoint(int from, int first, int count) {
    int c = count == 1 ? first : first & (0xFF >> (count + 1));
    for (int i = 1; i < count; i++) {
      int next = bytes[from + i] & 0xFF;
      if ((next & 0xC0) != 0x80) {
        throw damaged("Text is not well-formed");
      }
      c = c << 6 | (next & 0x3F);
    }
    boolean isOverlong = (count == 3 && c < 0x800) || (count == 4 && c < 0x10000);
    if (isOverlong || c > Character.MAX_CODE_POINT) {
      throw damaged("Text is not well-formed");
    }
    return c;
  }

  @Override
  byte[] readBinary() {
    return binary(next());
  }

  private byte[] binary(int format) {
    int length = binaryLength(format);
    if (length == NO_LENGTH) {
      throw unexpected("bytes", format);
    }
    int from = take(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  @Override
  BigInteger readBigInteger() {
    return (BigInteger) readWire(BIG_INTEGER);
  }

  @Override
  BigDecimal readBigDecimal() {
    return (BigDecimal) readWire(BIG_DECIMAL);
  }

  @Override
  Object readWire(JdkValue<?> type) {
    return type.readWhole(readBinary());
  }

  @Override
  Object readNatural() {
    int format = next();
    if (textLengthIsHere(format)) {
      return text(format);
    }
    return switch (format) {
      case PackFormat.TRUE -> true;
      case PackFormat.FALSE -> false;
      case PackFormat.FLOAT_64 -> Double.longBitsToDouble(next64());
      case PackFormat.FLOAT_32 -> Float.intBitsToFloat(next32());
      case PackFormat.BINARY_8, PackFormat.BINARY_16, PackFormat.BINARY_32 -> binary(format);
      case PackFormat.SIGNED_64 -> next64();
      default -> (Object) Math.toIntExact(integer(format, "a value"));
    };
  }

  // ------------------------------------------------------------------ lengths

  /** A format that has none. */
  private static final int NO_LENGTH = -1;

  private static boolean textLengthIsHere(int format) {
    return (format & 0xE0) == PackFormat.FIX_TEXT
        || (format >= PackFormat.TEXT_8 && format <= PackFormat.TEXT_32);
  }

  private int textLength(int format) {
    if ((format & 0xE0) == PackFormat.FIX_TEXT) {
      return format & 0x1F;
    }
    return switch (format) {
      case PackFormat.TEXT_8 -> next8();
      case PackFormat.TEXT_16 -> next16();
      case PackFormat.TEXT_32 -> positive32();
      default -> NO_LENGTH;
    };
  }

  private int binaryLength(int format) {
    return switch (format) {
      case PackFormat.BINARY_8 -> next8();
      case PackFormat.BINARY_16 -> next16();
      case PackFormat.BINARY_32 -> positive32();
      default -> NO_LENGTH;
    };
  }

  private int positive32() {
    int length = next32();
    if (length < 0) {
      throw damaged("A length of 31 bits is expected");
    }
    return length;
  }

  private int arrayLength(int format) {
    if ((format & 0xF0) == PackFormat.FIX_ARRAY) {
      return counted(format & 0x0F, 1);
    }
    return switch (format) {
      case PackFormat.ARRAY_16 -> counted(next16(), 1);
      case PackFormat.ARRAY_32 -> counted(positive32(), 1);
      default -> NO_LENGTH;
    };
  }

  private int mapLength(int format) {
    if ((format & 0xF0) == PackFormat.FIX_MAP) {
      return counted(format & 0x0F, 2);
    }
    return switch (format) {
      case PackFormat.MAP_16 -> counted(next16(), 2);
      case PackFormat.MAP_32 -> counted(positive32(), 2);
      default -> NO_LENGTH;
    };
  }

  // ------------------------------------------------------------------ structure

  @Override
  int startList() {
    int format = next();
    int length = arrayLength(format);
    if (length == NO_LENGTH) {
      throw unexpected("elements", format);
    }
    return length;
  }

  @Override
  boolean hasMore(int left) {
    return left > 0;
  }

  @Override
  int startMap() {
    int format = next();
    int length = mapLength(format);
    if (length == NO_LENGTH) {
      throw unexpected("keys and values", format);
    }
    return length;
  }

  @Override
  boolean hasAnyKeys() {
    return true;
  }

  @Override
  String readName() {
    return readText();
  }

  @Override
  FieldOrder startObject(ObjectForm form, boolean isTagged) {
    FieldOrder order = isTagged ? Objects.requireNonNull(tagged) : readOrder();
    if (order.form().type() != form.type()) {
      throw misfit(form.type().getName(), order.form().type().getName());
    }
    return order;
  }

  private FieldOrder readOrder() {
    int count = startList();
    if (count == 0) {
      throw misfit("an object", "an empty list");
    }
    return ofCount(forms.orderOf(classNumber(readLong())), count);
  }

  private static int classNumber(long fromFirst) {
    long number = fromFirst + ClassDictionary.FIRST_ID;
    if (fromFirst < 0 || number > Integer.MAX_VALUE) {
      throw damaged("There is no class with number " + number);
    }
    return (int) number;
  }

  private static FieldOrder ofCount(FieldOrder order, int count) {
    int expected = order.form() instanceof ObjectForm ? order.indexes().length : 1;
    if (count != expected + 1) {
      throw damaged(
          "%d values are declared where class %s had %d"
              .formatted(count - 1, order.form().type().getName(), expected));
    }
    return order;
  }

  @Override
  int nextField(ObjectForm form, FieldOrder order, int position) {
    int[] indexes = order.indexes();
    return position < indexes.length ? indexes[position] : END;
  }

  @Override
  @Nullable DataForm tag() {
    int start = at;
    if (!isArray(peek())) {
      return null;
    }
    int count = startList();
    if (count == 0 || !isExtension(peek())) {
      at = start;
      return null;
    }
    FieldOrder order = ofCount(readExtension(), count);
    tagged = order;
    return order.form();
  }

  private static boolean isExtension(int format) {
    return format == PackFormat.EXTENSION_1 || format == PackFormat.EXTENSION_4;
  }

  private FieldOrder readExtension() {
    int format = next();
    if (!isExtension(format)) {
      throw unexpected("a class", format);
    }
    int type = next8();
    int number = format == PackFormat.EXTENSION_1 ? next8() : next32();
    return switch (type) {
      case PackFormat.JDK_TYPE -> FieldOrder.withoutFields(forms.ofJdk(number));
      case PackFormat.CLASS -> forms.orderOf(classNumber(number));
      default -> throw damaged("There is no extension of type " + type);
    };
  }

  @Override
  void startTagged() {}

  @Override
  void endTagged() {}

  @Override
  DataForm readClass() {
    return readExtension().form();
  }

  @Override
  void skip() {
    // A loop, as nobody has bounded the depth of what is skipped.
    for (long left = 1; left > 0; left--) {
      int format = next();
      int length = arrayLength(format);
      if (length != NO_LENGTH) {
        left += length;
      } else if ((length = mapLength(format)) != NO_LENGTH) {
        left += 2L * length;
      } else {
        skipScalar(format);
      }
    }
  }

  private void skipScalar(int format) {
    int length = textLength(format);
    if (length == NO_LENGTH) {
      length = binaryLength(format);
    }
    if (length == NO_LENGTH) {
      length =
          switch (format) {
            case PackFormat.NIL, PackFormat.TRUE, PackFormat.FALSE -> 0;
            case PackFormat.FLOAT_32 -> 4;
            case PackFormat.FLOAT_64 -> 8;
            case PackFormat.EXTENSION_1 -> 2;
            case PackFormat.EXTENSION_4 -> 5;
            default -> NO_LENGTH;
          };
    }
    if (length != NO_LENGTH) {
      take(length);
    } else {
      integer(format, "a value");
    }
  }
}
