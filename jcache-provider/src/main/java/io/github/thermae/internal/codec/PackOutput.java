package io.github.thermae.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Data as MessagePack.
 *
 * <table>
 * <caption>What is what</caption>
 * <tr><td>numbers, booleans, null, text, {@code byte[]}</td><td>as MessagePack has them; where any
 *   class may stand, an int of 64 bits is a Long and a shorter one an Integer</td></tr>
 * <tr><td>list, set, array of objects; map</td><td>array; map</td></tr>
 * <tr><td>object</td><td>array: its class as a number, then the fields in the order of the
 *   dictionary</td></tr>
 * <tr><td>object whose class is not declared</td><td>the same, with the class as an extension</td></tr>
 * <tr><td>other value whose class is not declared</td><td>array: an extension that names the class,
 *   the value</td></tr>
 * <tr><td>other JDK values</td><td>binary: the bytes of {@link JdkValues}</td></tr>
 * </table>
 *
 * Unpaired surrogates in text are encoded as if they were characters of their own, which other
 * readers may refuse.
 */
final class PackOutput extends TokenOutput {
  private static final int INITIAL_BYTES = 256;
  private static final int LARGEST_BYTES = Integer.MAX_VALUE - 8;

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private static final JdkValue<?> BIG_INTEGER = jdk(BigInteger.class);
  private static final JdkValue<?> BIG_DECIMAL = jdk(BigDecimal.class);

  private final DataForms forms;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int size;
  private @Nullable WireOutput wire;

  PackOutput(DataForms forms) {
    this.forms = forms;
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  private static JdkValue<?> jdk(Class<?> type) {
    return Objects.requireNonNull(JdkValues.of(type));
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      grow(more);
    }
  }

  private void grow(int more) {
    long needed = (long) size + more;
    if (needed > LARGEST_BYTES) {
      throw new IllegalArgumentException("It takes more than " + LARGEST_BYTES + " bytes");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_BYTES, Math.max(needed, 2L * size)));
  }

  private void put(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  private void put1(int format, int value) {
    reserve(2);
    bytes[size] = (byte) format;
    bytes[size + 1] = (byte) value;
    size += 2;
  }

  private void put2(int format, int value) {
    reserve(3);
    bytes[size] = (byte) format;
    SHORTS.set(bytes, size + 1, (short) value);
    size += 3;
  }

  private void put4(int format, int value) {
    reserve(5);
    bytes[size] = (byte) format;
    INTS.set(bytes, size + 1, value);
    size += 5;
  }

  private void put8(int format, long value) {
    reserve(9);
    bytes[size] = (byte) format;
    LONGS.set(bytes, size + 1, value);
    size += 9;
  }

  private void putAll(byte[] source, int length) {
    reserve(length);
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
  }

  @Override
  boolean isText() {
    return false;
  }

  @Override
  void writeNull() {
    put(PackFormat.NIL);
  }

  @Override
  void writeBoolean(boolean value) {
    put(value ? PackFormat.TRUE : PackFormat.FALSE);
  }

  @Override
  void writeInt(int value) {
    if (value >= -32 && value <= 0x7F) {
      put(value);
    } else if (value >= 0) {
      writeUnsigned(value);
    } else if (value >= Byte.MIN_VALUE) {
      put1(PackFormat.SIGNED_8, value);
    } else if (value >= Short.MIN_VALUE) {
      put2(PackFormat.SIGNED_16, value);
    } else {
      put4(PackFormat.SIGNED_32, value);
    }
  }

  private void writeUnsigned(int value) {
    if (value <= 0xFF) {
      put1(PackFormat.UNSIGNED_8, value);
    } else if (value <= 0xFFFF) {
      put2(PackFormat.UNSIGNED_16, value);
    } else {
      put4(PackFormat.UNSIGNED_32, value);
    }
  }

  @Override
  void writeLong(long value) {
    if (value == (int) value) {
      writeInt((int) value);
    } else if (value >>> 32 == 0) {
      put4(PackFormat.UNSIGNED_32, (int) value);
    } else {
      put8(PackFormat.SIGNED_64, value);
    }
  }

  @Override
  void writeFloat(float value) {
    put4(PackFormat.FLOAT_32, Float.floatToIntBits(value));
  }

  @Override
  void writeDouble(double value) {
    put8(PackFormat.FLOAT_64, Double.doubleToLongBits(value));
  }

  // ------------------------------------------------------------------ text and bytes

  @Override
  void writeText(String value) {
    int length = value.length();
    int start = size;
    putTextHeader(length);
    reserve(length);
    byte[] target = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        size = start;
        writeUtf8(value);
        return;
      }
      target[at + i] = (byte) c;
    }
    size = at + length;
  }

  private void putTextHeader(int length) {
    if (length < 32) {
      put(PackFormat.FIX_TEXT | length);
    } else if (length <= 0xFF) {
      put1(PackFormat.TEXT_8, length);
    } else if (length <= 0xFFFF) {
      put2(PackFormat.TEXT_16, length);
    } else {
      put4(PackFormat.TEXT_32, length);
    }
  }

  private void writeUtf8(String value) {
    long length = value.codePoints().mapToLong(PackOutput::utf8Length).sum();
    if (length > LARGEST_BYTES) {
      throw new IllegalArgumentException("Text takes more than " + LARGEST_BYTES + " bytes");
    }
    putTextHeader((int) length);
    reserve((int) length);
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      putUtf8(c);
      i += Character.charCount(c);
    }
  }

  private static int utf8Length(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  private void putUtf8(int c) {
    switch (utf8Length(c)) {
      case 1 -> bytes[size++] = (byte) c;
      case 2 -> {
        bytes[size++] = (byte) (0xC0 | (c >> 6));
        putContinued(c);
      }
      case 3 -> {
        bytes[size++] = (byte) (0xE0 | (c >> 12));
        putContinued(c >> 6);
        putContinued(c);
      }
      default -> {
        bytes[size++] = (byte) (0xF0 | (c >> 18));
        putContinued(c >> 12);
        putContinued(c >> 6);
        putContinued(c);
      }
    }
  }

  private void putContinued(int c) {
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  @Override
  void writeBinary(byte[] value) {
    writeBinary(value, value.length);
  }

  private void writeBinary(byte[] value, int length) {
    if (length <= 0xFF) {
      put1(PackFormat.BINARY_8, length);
    } else if (length <= 0xFFFF) {
      put2(PackFormat.BINARY_16, length);
    } else {
      put4(PackFormat.BINARY_32, length);
    }
    putAll(value, length);
  }

  @Override
  void writeBigInteger(BigInteger value) {
    writeWire(BIG_INTEGER, value);
  }

  @Override
  void writeBigDecimal(BigDecimal value) {
    writeWire(BIG_DECIMAL, value);
  }

  @Override
  void writeWire(JdkValue<?> type, Object value) {
    WireOutput scratch = wire;
    if (scratch == null) {
      scratch = new WireOutput();
      wire = scratch;
    }
    scratch.rewind();
    type.write(scratch, value);
    writeBinary(scratch.getBuffer(), scratch.position());
  }

  @Override
  boolean writeNatural(Object value) {
    if (value instanceof String text) {
      writeText(text);
    } else if (value instanceof Integer number) {
      writeInt(number);
    } else if (value instanceof Long number) {
      put8(PackFormat.SIGNED_64, number);
    } else if (value instanceof Boolean truth) {
      writeBoolean(truth);
    } else if (value instanceof Double number) {
      writeDouble(number);
    } else if (value instanceof Float number) {
      writeFloat(number);
    } else if (value instanceof byte[] binary) {
      writeBinary(binary);
    } else {
      return false;
    }
    return true;
  }

  // ------------------------------------------------------------------ structure

  @Override
  void startList(int count) {
    if (count < 16) {
      put(PackFormat.FIX_ARRAY | count);
    } else if (count <= 0xFFFF) {
      put2(PackFormat.ARRAY_16, count);
    } else {
      put4(PackFormat.ARRAY_32, count);
    }
  }

  @Override
  void endList() {}

  @Override
  boolean hasAnyKeys() {
    return true;
  }

  @Override
  void startMap(int count) {
    if (count < 16) {
      put(PackFormat.FIX_MAP | count);
    } else if (count <= 0xFFFF) {
      put2(PackFormat.MAP_16, count);
    } else {
      put4(PackFormat.MAP_32, count);
    }
  }

  @Override
  void writeName(String name) {
    writeText(name);
  }

  @Override
  void endMap() {}

  @Override
  void startObject(ObjectForm form, boolean isTagged) {
    startList(form.size() + 1);
    if (isTagged) {
      writeClass(form);
    } else {
      writeInt(forms.numberOf(form) - ClassDictionary.FIRST_ID);
    }
  }

  @Override
  void startField(String label) {}

  @Override
  void endObject() {}

  @Override
  void startTagged(DataForm form) {
    startList(2);
    writeClass(form);
  }

  @Override
  void endTagged() {}

  @Override
  void writeClass(DataForm form) {
    if (form.jdkNumber() != DataForm.NO_NUMBER) {
      put1(PackFormat.EXTENSION_1, PackFormat.JDK_TYPE);
      put(form.jdkNumber());
      return;
    }
    int number = forms.numberOf(form) - ClassDictionary.FIRST_ID;
    if (number <= 0xFF) {
      put1(PackFormat.EXTENSION_1, PackFormat.CLASS);
      put(number);
    } else {
      put1(PackFormat.EXTENSION_4, PackFormat.CLASS);
      reserve(4);
      INTS.set(bytes, size, number);
      size += 4;
    }
  }
}
