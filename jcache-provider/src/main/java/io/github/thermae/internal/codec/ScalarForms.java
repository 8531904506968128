package io.github.thermae.internal.codec;

import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The forms of the JDK types that hold no other objects. What has a text form that gives the same
 * value back is text in text; the rest is {@link JdkValues}' bytes.
 */
final class ScalarForms {
  /** Writes a value. */
  @FunctionalInterface
  private interface Writer<T> {
    void write(TokenOutput out, T value) throws IOException;
  }

  /** Reads what the writer wrote. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(TokenInput in) throws IOException;
  }

  private static final Map<Class<?>, Maker> MAKERS = new HashMap<>();

  /** Makes the form of a JDK value. */
  @FunctionalInterface
  private interface Maker {
    DataForm make(JdkValue<?> value);
  }

  static {
    addTokens();
    addTexts();
    addArrays();
  }

  private ScalarForms() {}

  static DataForm of(JdkValue<?> value) {
    Maker maker = MAKERS.get(value.type());
    return maker == null ? new OfWire(value) : maker.make(value);
  }

  static char character(String text) {
    if (text.length() != 1) {
      throw TokenInput.misfit("one character", text.length() + " characters");
    }
    return text.charAt(0);
  }

  /** The zero of a primitive type. */
  static Object zero(Class<?> primitive) {
    return Objects.requireNonNull(Array.get(Array.newInstance(primitive, 1), 0));
  }

  // ------------------------------------------------------------------ tables

  private static void addTokens() {
    token(Boolean.class, TokenOutput::writeBoolean, TokenInput::readBoolean, null);
    token(
        Byte.class,
        (out, v) -> out.writeInt(v),
        in -> (byte) in.readInteger(Byte.MIN_VALUE, Byte.MAX_VALUE),
        Byte::valueOf);
    token(
        Short.class,
        (out, v) -> out.writeInt(v),
        in -> (short) in.readInteger(Short.MIN_VALUE, Short.MAX_VALUE),
        Short::valueOf);
    token(Integer.class, TokenOutput::writeInt, TokenInput::readInt, Integer::valueOf);
    token(Long.class, TokenOutput::writeLong, TokenInput::readLong, Long::valueOf);
    token(Float.class, TokenOutput::writeFloat, TokenInput::readFloat, null);
    token(Double.class, TokenOutput::writeDouble, TokenInput::readDouble, null);
    token(
        Character.class,
        (out, v) -> out.writeText(v.toString()),
        in -> character(in.readText()),
        ScalarForms::character);
    token(String.class, TokenOutput::writeText, TokenInput::readText, Function.identity());
    token(BigInteger.class, TokenOutput::writeBigInteger, TokenInput::readBigInteger, null);
    token(BigDecimal.class, TokenOutput::writeBigDecimal, TokenInput::readBigDecimal, null);
    token(byte[].class, TokenOutput::writeBinary, TokenInput::readBinary, null);
  }

  private static void addTexts() {
    text(UUID.class, UUID::fromString);
    text(URI.class, URI::create);
    text(Currency.class, Currency::getInstance);
    text(Instant.class, Instant::parse);
    text(Duration.class, Duration::parse);
    text(LocalDate.class, LocalDate::parse);
    text(LocalTime.class, LocalTime::parse);
    text(LocalDateTime.class, LocalDateTime::parse);
    text(OffsetTime.class, OffsetTime::parse);
    text(OffsetDateTime.class, OffsetDateTime::parse);
    text(ZonedDateTime.class, ZonedDateTime::parse);
    text(ZoneOffset.class, ZoneOffset::of);
    text(YearMonth.class, YearMonth::parse);
    text(MonthDay.class, MonthDay::parse);
    text(Period.class, Period::parse);
  }

  private static void addArrays() {
    array(boolean[].class, (out, v) -> out.writeBoolean((Boolean) v), TokenInput::readBoolean);
    array(
        short[].class,
        (out, v) -> out.writeInt((Short) v),
        in -> (short) in.readInteger(Short.MIN_VALUE, Short.MAX_VALUE));
    array(int[].class, (out, v) -> out.writeInt((Integer) v), TokenInput::readInt);
    array(long[].class, (out, v) -> out.writeLong((Long) v), TokenInput::readLong);
    array(float[].class, (out, v) -> out.writeFloat((Float) v), TokenInput::readFloat);
    array(double[].class, (out, v) -> out.writeDouble((Double) v), TokenInput::readDouble);
    token(
        char[].class,
        (out, v) -> out.writeText(String.valueOf(v)),
        in -> in.readText().toCharArray(),
        null);
  }

  private static <T> void token(
      Class<T> type, Writer<T> writer, Reader<T> reader, @Nullable Function<String, T> keys) {
    MAKERS.put(type, value -> new OfToken<>(type, value.number(), writer, reader, keys));
  }

  private static <T> void text(Class<T> type, Function<String, T> parser) {
    MAKERS.put(type, value -> new OfText<>(type, value, parser));
  }

  private static void array(Class<?> type, Writer<Object> writer, Reader<Object> reader) {
    MAKERS.put(type, value -> new OfArray(value, writer, reader));
  }

  // ------------------------------------------------------------------ forms

  /** One token. */
  private static final class OfToken<T> extends DataForm {
    private final Class<T> of;
    private final Writer<T> writer;
    private final Reader<T> reader;
    private final @Nullable Function<String, T> keys;

    OfToken(
        Class<T> of,
        int number,
        Writer<T> writer,
        Reader<T> reader,
        @Nullable Function<String, T> keys) {
      super(of, number);
      this.of = of;
      this.writer = writer;
      this.reader = reader;
      this.keys = keys;
    }

    @Override
    void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
      writer.write(out, of.cast(value));
    }

    @Override
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      return Objects.requireNonNull(reader.read(in));
    }

    @Override
    @Nullable String nameOf(Object key) {
      return keys == null ? null : key.toString();
    }

    @Override
    Object keyOf(String name) {
      return keys == null ? super.keyOf(name) : Objects.requireNonNull(keys.apply(name));
    }
  }

  /** Text in text, bytes in bytes. */
  private static final class OfText<T> extends DataForm {
    private final JdkValue<?> value;
    private final Function<String, T> parser;

    OfText(Class<T> type, JdkValue<?> value, Function<String, T> parser) {
      super(type, value.number());
      this.value = value;
      this.parser = parser;
    }

    @Override
    void write(TokenOutput out, Object object, DataSlot[] parts) throws IOException {
      if (out.isText()) {
        out.writeText(object.toString());
      } else {
        out.writeWire(value, object);
      }
    }

    @Override
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      return in.isText() ? keyOf(in.readText()) : in.readWire(value);
    }

    @Override
    String nameOf(Object key) {
      return key.toString();
    }

    @Override
    Object keyOf(String name) {
      return Objects.requireNonNull(parser.apply(name));
    }
  }

  /** The bytes that Kryo values have too. */
  private static final class OfWire extends DataForm {
    private final JdkValue<?> value;

    OfWire(JdkValue<?> value) {
      super(value.type(), value.number());
      this.value = value;
    }

    @Override
    void write(TokenOutput out, Object object, DataSlot[] parts) throws IOException {
      out.writeWire(value, object);
    }

    @Override
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      return in.readWire(value);
    }
  }

  /** An array of primitives: numbers in text, bytes in bytes. */
  private static final class OfArray extends DataForm {
    private final JdkValue<?> value;
    private final Writer<Object> writer;
    private final Reader<Object> reader;

    OfArray(JdkValue<?> value, Writer<Object> writer, Reader<Object> reader) {
      super(value.type(), value.number());
      this.value = value;
      this.writer = writer;
      this.reader = reader;
    }

    @Override
    void write(TokenOutput out, Object array, DataSlot[] parts) throws IOException {
      if (!out.isText()) {
        out.writeWire(value, array);
        return;
      }
      int length = Array.getLength(array);
      out.startList(length);
      for (int i = 0; i < length; i++) {
        writer.write(out, Objects.requireNonNull(Array.get(array, i)));
      }
      out.endList();
    }

    @Override
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      if (!in.isText()) {
        return in.readWire(value);
      }
      List<Object> elements = new ArrayList<>();
      for (int left = in.startList(); in.hasMore(left); left--) {
        elements.add(reader.read(in));
      }
      Object array = Array.newInstance(type().getComponentType(), elements.size());
      for (int i = 0; i < elements.size(); i++) {
        Array.set(array, i, elements.get(i));
      }
      return array;
    }
  }

  /** A declared ZoneId, which is a region or an offset. */
  static final class OfZone extends DataForm {
    OfZone() {
      super(ZoneId.class, NO_NUMBER);
    }

    @Override
    boolean writesBare(Object value) {
      return value instanceof ZoneId;
    }

    @Override
    void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
      out.writeText(((ZoneId) value).getId());
    }

    @Override
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      return ZoneId.of(in.readText());
    }
  }

  /** A null that is written as a value. */
  static final class OfNull extends DataForm {
    OfNull() {
      super(Void.class, JdkTypes.NULL);
    }

    @Override
    void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
      out.writeNull();
    }

    @Override
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      if (!in.readNull()) {
        throw TokenInput.misfit("null", "a value");
      }
      return "";
    }
  }
}
