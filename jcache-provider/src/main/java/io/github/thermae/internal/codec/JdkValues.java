package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.JdkValue.Equality;
import io.github.thermae.internal.codec.JdkValue.Mutability;
import io.github.thermae.internal.codec.JdkValue.Reader;
import io.github.thermae.internal.codec.JdkValue.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The JDK types that hold no other objects, and their bytes. Values and keys share these formats,
 * so equal values must give equal bytes. Numbers are fixed width where they are mostly large or
 * noisy, varints where they are mostly small.
 */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // Values hold the old types too.
final class JdkValues {
  private static final Map<Class<?>, JdkValue<?>> BY_CLASS = new HashMap<>();
  private static final @Nullable JdkValue<?>[] BY_NUMBER =
      new JdkValue<?>[ClassDictionary.FIRST_ID];

  static {
    List<JdkValue<?>> all = new ArrayList<>();
    addScalars(all);
    addTexts(all);
    addTimes(all);
    addDates(all);
    addOptionals(all);
    addArrays(all);
    addMutables(all);
    addComparators(all);
    try {
      all.addAll(SqlValues.all());
    } catch (LinkageError e) {
      // A runtime without the module java.sql has no such values either.
    }
    all.forEach(JdkValues::register);
  }

  private JdkValues() {}

  /** How a class is written, or null if it is not such a type. */
  static @Nullable JdkValue<?> of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  /** What a number stands for, or null if it is not such a type. */
  static @Nullable JdkValue<?> of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }

  static Collection<JdkValue<?>> all() {
    return Collections.unmodifiableCollection(BY_CLASS.values());
  }

  private static void register(JdkValue<?> value) {
    BY_CLASS.put(value.type(), value);
    BY_NUMBER[value.number()] = value;
  }

  /** A type whose objects may be shared and be keys. */
  static <T> JdkValue<T> value(int number, Class<T> type, Writer<T> writer, Reader<T> reader) {
    return new JdkValue<>(number, type, Mutability.IMMUTABLE, Equality.CONTENT, writer, reader);
  }

  /** A type whose objects can be keys, but must be copied. */
  static <T> JdkValue<T> mutableKey(int number, Class<T> type, Writer<T> writer, Reader<T> reader) {
    return new JdkValue<>(number, type, Mutability.MUTABLE, Equality.CONTENT, writer, reader);
  }

  private static <T> JdkValue<T> mutable(
      int number, Class<T> type, Writer<T> writer, Reader<T> reader) {
    return new JdkValue<>(number, type, Mutability.MUTABLE, Equality.OTHER, writer, reader);
  }

  private static <T> JdkValue<T> noKey(
      int number, Class<T> type, Writer<T> writer, Reader<T> reader) {
    return new JdkValue<>(number, type, Mutability.IMMUTABLE, Equality.OTHER, writer, reader);
  }

  private static void addScalars(List<JdkValue<?>> all) {
    all.add(
        value(JdkTypes.BOOLEAN, Boolean.class, WireOutput::writeBoolean, WireInput::readBoolean));
    all.add(value(JdkTypes.BYTE, Byte.class, (out, v) -> out.writeByte(v), WireInput::readByte));
    all.add(
        value(JdkTypes.SHORT, Short.class, (out, v) -> out.writeShort(v), WireInput::readShort));
    all.add(value(JdkTypes.CHARACTER, Character.class, WireOutput::writeChar, WireInput::readChar));
    all.add(
        value(
            JdkTypes.INTEGER,
            Integer.class,
            (out, v) -> out.writeVarInt(v, false),
            in -> in.readVarInt(false)));
    all.add(
        value(
            JdkTypes.LONG,
            Long.class,
            (out, v) -> out.writeVarLong(v, false),
            in -> in.readVarLong(false)));
    // floatToIntBits and doubleToLongBits: one NaN, as in equals.
    all.add(
        value(
            JdkTypes.FLOAT,
            Float.class,
            (out, v) -> out.writeInt(Float.floatToIntBits(v)),
            in -> Float.intBitsToFloat(in.readInt())));
    all.add(
        value(
            JdkTypes.DOUBLE,
            Double.class,
            (out, v) -> out.writeLong(Double.doubleToLongBits(v)),
            in -> Double.longBitsToDouble(in.readLong())));
    all.add(
        value(
            JdkTypes.BIG_INTEGER,
            BigInteger.class,
            (out, v) -> out.writeBlock(v.toByteArray()),
            in -> new BigInteger(in.readBlock())));
    all.add(
        value(
            JdkTypes.BIG_DECIMAL,
            BigDecimal.class,
            JdkValues::writeBigDecimal,
            JdkValues::readBigDecimal));
    all.add(value(JdkTypes.UUID, UUID.class, JdkValues::writeUuid, JdkValues::readUuid));
  }

  private static void addTexts(List<JdkValue<?>> all) {
    all.add(value(JdkTypes.STRING, String.class, WireOutput::writeText, WireInput::readText));
    all.add(
        value(
            JdkTypes.URI,
            URI.class,
            (out, v) -> out.writeText(v.toString()),
            in -> URI.create(in.readText())));
    // Two URLs are equal when their hosts resolve to one address, so a URL is no key.
    all.add(
        noKey(
            JdkTypes.URL,
            URL.class,
            (out, v) -> out.writeText(v.toExternalForm()),
            JdkValues::readUrl));
    all.add(value(JdkTypes.LOCALE, Locale.class, JdkValues::writeLocale, JdkValues::readLocale));
    all.add(
        value(
            JdkTypes.CURRENCY,
            Currency.class,
            (out, v) -> out.writeText(v.getCurrencyCode()),
            in -> Currency.getInstance(in.readText())));
  }

  private static void addTimes(List<JdkValue<?>> all) {
    all.add(
        value(
            JdkTypes.INSTANT,
            Instant.class,
            (out, v) -> writeSeconds(out, v.getEpochSecond(), v.getNano()),
            in -> Instant.ofEpochSecond(in.readVarLong(false), in.readVarInt(true))));
    all.add(
        value(
            JdkTypes.DURATION,
            Duration.class,
            (out, v) -> writeSeconds(out, v.getSeconds(), v.getNano()),
            in -> Duration.ofSeconds(in.readVarLong(false), in.readVarInt(true))));
    all.add(value(JdkTypes.LOCAL_DATE, LocalDate.class, JdkValues::writeDate, JdkValues::readDate));
    all.add(value(JdkTypes.LOCAL_TIME, LocalTime.class, JdkValues::writeTime, JdkValues::readTime));
    all.add(
        value(
            JdkTypes.LOCAL_DATE_TIME,
            LocalDateTime.class,
            JdkValues::writeDateTime,
            JdkValues::readDateTime));
    all.add(
        value(
            JdkTypes.ZONE_OFFSET, ZoneOffset.class, JdkValues::writeOffset, JdkValues::readOffset));
    all.add(
        value(
            JdkTypes.OFFSET_TIME,
            OffsetTime.class,
            (out, v) -> {
              writeTime(out, v.toLocalTime());
              writeOffset(out, v.getOffset());
            },
            in -> OffsetTime.of(readTime(in), readOffset(in))));
    all.add(
        value(
            JdkTypes.OFFSET_DATE_TIME,
            OffsetDateTime.class,
            (out, v) -> {
              writeDateTime(out, v.toLocalDateTime());
              writeOffset(out, v.getOffset());
            },
            in -> OffsetDateTime.of(readDateTime(in), readOffset(in))));
    all.add(
        value(
            JdkTypes.ZONED_DATE_TIME,
            ZonedDateTime.class,
            (out, v) -> {
              writeDateTime(out, v.toLocalDateTime());
              writeOffset(out, v.getOffset());
              out.writeText(v.getZone().getId());
            },
            in ->
                ZonedDateTime.ofInstant(
                    readDateTime(in), readOffset(in), ZoneId.of(in.readText()))));
    addCalendarTimes(all);
  }

  private static void addCalendarTimes(List<JdkValue<?>> all) {
    all.add(
        value(
            JdkTypes.ZONE_REGION,
            classOf(ZoneId.of("UTC")),
            (out, v) -> out.writeText(v.getId()),
            in -> ZoneId.of(in.readText())));
    all.add(
        value(
            JdkTypes.YEAR,
            Year.class,
            (out, v) -> out.writeVarInt(v.getValue(), false),
            in -> Year.of(in.readVarInt(false))));
    all.add(
        value(
            JdkTypes.YEAR_MONTH,
            YearMonth.class,
            (out, v) -> {
              out.writeVarInt(v.getYear(), false);
              out.writeByte(v.getMonthValue());
            },
            in -> YearMonth.of(in.readVarInt(false), in.readByte())));
    all.add(
        value(
            JdkTypes.MONTH_DAY,
            MonthDay.class,
            (out, v) -> {
              out.writeByte(v.getMonthValue());
              out.writeByte(v.getDayOfMonth());
            },
            in -> MonthDay.of(in.readByte(), in.readByte())));
    all.add(
        value(
            JdkTypes.PERIOD,
            Period.class,
            (out, v) -> {
              out.writeVarInt(v.getYears(), false);
              out.writeVarInt(v.getMonths(), false);
              out.writeVarInt(v.getDays(), false);
            },
            in -> Period.of(in.readVarInt(false), in.readVarInt(false), in.readVarInt(false))));
  }

  private static void addDates(List<JdkValue<?>> all) {
    all.add(
        mutableKey(
            JdkTypes.DATE,
            Date.class,
            (out, v) -> out.writeLong(v.getTime()),
            in -> new Date(in.readLong())));
    all.add(
        mutableKey(
            JdkTypes.TIME_ZONE,
            classOf(TimeZone.getTimeZone("GMT")),
            JdkValues::writeTimeZone,
            JdkValues::readTimeZone));
    all.add(
        mutableKey(
            JdkTypes.GREGORIAN_CALENDAR,
            GregorianCalendar.class,
            JdkValues::writeCalendar,
            JdkValues::readCalendar));
  }

  private static void addOptionals(List<JdkValue<?>> all) {
    all.add(
        value(
            JdkTypes.OPTIONAL_INT,
            OptionalInt.class,
            (out, v) -> {
              out.writeBoolean(v.isPresent());
              v.ifPresent(i -> out.writeVarInt(i, false));
            },
            in -> in.readBoolean() ? OptionalInt.of(in.readVarInt(false)) : OptionalInt.empty()));
    all.add(
        value(
            JdkTypes.OPTIONAL_LONG,
            OptionalLong.class,
            (out, v) -> {
              out.writeBoolean(v.isPresent());
              v.ifPresent(i -> out.writeVarLong(i, false));
            },
            in ->
                in.readBoolean() ? OptionalLong.of(in.readVarLong(false)) : OptionalLong.empty()));
    all.add(
        value(
            JdkTypes.OPTIONAL_DOUBLE,
            OptionalDouble.class,
            (out, v) -> {
              out.writeBoolean(v.isPresent());
              v.ifPresent(d -> out.writeLong(Double.doubleToLongBits(d)));
            },
            in ->
                in.readBoolean()
                    ? OptionalDouble.of(Double.longBitsToDouble(in.readLong()))
                    : OptionalDouble.empty()));
  }

  private static void addArrays(List<JdkValue<?>> all) {
    all.add(mutable(JdkTypes.BYTES, byte[].class, WireOutput::writeBlock, WireInput::readBlock));
    all.add(
        mutable(
            JdkTypes.BOOLEANS,
            boolean[].class,
            (out, v) -> {
              out.writeCount(v.length);
              out.writeBooleans(v, 0, v.length);
            },
            in -> in.readBooleans(in.readCount(1))));
    all.add(
        mutable(
            JdkTypes.SHORTS,
            short[].class,
            (out, v) -> {
              out.writeCount(v.length);
              out.writeShorts(v, 0, v.length);
            },
            in -> in.readShorts(in.readCount(Short.BYTES))));
    all.add(
        mutable(
            JdkTypes.CHARS,
            char[].class,
            (out, v) -> {
              out.writeCount(v.length);
              out.writeChars(v, 0, v.length);
            },
            in -> in.readChars(in.readCount(Character.BYTES))));
    all.add(
        mutable(
            JdkTypes.INTS,
            int[].class,
            (out, v) -> {
              out.writeCount(v.length);
              out.writeInts(v, 0, v.length);
            },
            in -> in.readInts(in.readCount(Integer.BYTES))));
    all.add(
        mutable(
            JdkTypes.LONGS,
            long[].class,
            (out, v) -> {
              out.writeCount(v.length);
              out.writeLongs(v, 0, v.length);
            },
            in -> in.readLongs(in.readCount(Long.BYTES))));
    all.add(
        mutable(
            JdkTypes.FLOATS,
            float[].class,
            (out, v) -> {
              out.writeCount(v.length);
              out.writeFloats(v, 0, v.length);
            },
            in -> in.readFloats(in.readCount(Float.BYTES))));
    all.add(
        mutable(
            JdkTypes.DOUBLES,
            double[].class,
            (out, v) -> {
              out.writeCount(v.length);
              out.writeDoubles(v, 0, v.length);
            },
            in -> in.readDoubles(in.readCount(Double.BYTES))));
  }

  private static void addMutables(List<JdkValue<?>> all) {
    all.add(
        mutable(
            JdkTypes.STRING_BUILDER,
            StringBuilder.class,
            (out, v) -> out.writeText(v.toString()),
            in -> new StringBuilder(in.readText())));
    all.add(
        mutable(
            JdkTypes.STRING_BUFFER,
            StringBuffer.class,
            (out, v) -> out.writeText(v.toString()),
            in -> new StringBuffer(in.readText())));
    all.add(
        mutableKey(
            JdkTypes.BIT_SET,
            BitSet.class,
            (out, v) -> out.writeBlock(v.toByteArray()),
            in -> BitSet.valueOf(in.readBlock())));
    all.add(
        mutable(
            JdkTypes.ATOMIC_BOOLEAN,
            AtomicBoolean.class,
            (out, v) -> out.writeBoolean(v.get()),
            in -> new AtomicBoolean(in.readBoolean())));
    all.add(
        mutable(
            JdkTypes.ATOMIC_INTEGER,
            AtomicInteger.class,
            (out, v) -> out.writeVarInt(v.get(), false),
            in -> new AtomicInteger(in.readVarInt(false))));
    all.add(
        mutable(
            JdkTypes.ATOMIC_LONG,
            AtomicLong.class,
            (out, v) -> out.writeVarLong(v.get(), false),
            in -> new AtomicLong(in.readVarLong(false))));
    all.add(mutable(JdkTypes.OBJECT, Object.class, (out, v) -> {}, in -> new Object()));
  }

  private static void addComparators(List<JdkValue<?>> all) {
    all.add(constant(JdkTypes.CASE_INSENSITIVE_ORDER, String.CASE_INSENSITIVE_ORDER));
    all.add(constant(JdkTypes.NATURAL_ORDER, Comparator.<String>naturalOrder()));
    all.add(constant(JdkTypes.REVERSE_ORDER, Comparator.<String>reverseOrder()));
  }

  private static <T> JdkValue<T> constant(int number, T constant) {
    return noKey(number, classOf(constant), (out, v) -> {}, in -> constant);
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> classOf(T example) {
    return (Class<T>) example.getClass();
  }

  private static void writeBigDecimal(WireOutput out, BigDecimal value) {
    out.writeVarInt(value.scale(), false);
    out.writeBlock(value.unscaledValue().toByteArray());
  }

  private static BigDecimal readBigDecimal(WireInput in) {
    int scale = in.readVarInt(false);
    return new BigDecimal(new BigInteger(in.readBlock()), scale);
  }

  private static void writeUuid(WireOutput out, UUID value) {
    out.writeLong(value.getMostSignificantBits());
    out.writeLong(value.getLeastSignificantBits());
  }

  private static UUID readUuid(WireInput in) {
    return new UUID(in.readLong(), in.readLong());
  }

  private static URL readUrl(WireInput in) {
    try {
      return new URL(in.readText());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A language tag where that says it all, else the old three parts. */
  private static void writeLocale(WireOutput out, Locale value) {
    String tag = value.toLanguageTag();
    boolean complete = Locale.forLanguageTag(tag).equals(value);
    out.writeBoolean(complete);
    if (complete) {
      out.writeText(tag);
      return;
    }
    Locale parts = new Locale(value.getLanguage(), value.getCountry(), value.getVariant());
    if (!parts.equals(value)) {
      throw new IllegalArgumentException("Locale " + value + " cannot be written");
    }
    out.writeText(value.getLanguage());
    out.writeText(value.getCountry());
    out.writeText(value.getVariant());
  }

  private static Locale readLocale(WireInput in) {
    return in.readBoolean()
        ? Locale.forLanguageTag(in.readText())
        : new Locale(in.readText(), in.readText(), in.readText());
  }

  private static void writeSeconds(WireOutput out, long seconds, int nanos) {
    out.writeVarLong(seconds, false);
    out.writeCount(nanos);
  }

  private static void writeDate(WireOutput out, LocalDate value) {
    out.writeVarInt(value.getYear(), false);
    out.writeByte(value.getMonthValue());
    out.writeByte(value.getDayOfMonth());
  }

  private static LocalDate readDate(WireInput in) {
    return LocalDate.of(in.readVarInt(false), in.readByte(), in.readByte());
  }

  private static void writeTime(WireOutput out, LocalTime value) {
    out.writeVarLong(value.toNanoOfDay(), true);
  }

  private static LocalTime readTime(WireInput in) {
    return LocalTime.ofNanoOfDay(in.readVarLong(true));
  }

  private static void writeDateTime(WireOutput out, LocalDateTime value) {
    writeDate(out, value.toLocalDate());
    writeTime(out, value.toLocalTime());
  }

  private static LocalDateTime readDateTime(WireInput in) {
    return LocalDateTime.of(readDate(in), readTime(in));
  }

  private static void writeOffset(WireOutput out, ZoneOffset value) {
    out.writeVarInt(value.getTotalSeconds(), false);
  }

  private static ZoneOffset readOffset(WireInput in) {
    return ZoneOffset.ofTotalSeconds(in.readVarInt(false));
  }

  private static void writeTimeZone(WireOutput out, TimeZone value) {
    if (!TimeZone.getTimeZone(value.getID()).equals(value)) {
      throw new IllegalArgumentException(
          "Time zone " + value.getID() + " is not the one this runtime knows by that name");
    }
    out.writeText(value.getID());
  }

  private static TimeZone readTimeZone(WireInput in) {
    String id = in.readText();
    TimeZone zone = TimeZone.getTimeZone(id);
    // The JDK answers GMT for a name it does not know.
    if (!zone.getID().equals(id)) {
      throw new DecodeException(Reason.CHANGED, "Time zone " + id + " is not known any more");
    }
    return zone;
  }

  private static void writeCalendar(WireOutput out, GregorianCalendar value) {
    writeTimeZone(out, value.getTimeZone());
    out.writeLong(value.getTimeInMillis());
    out.writeLong(value.getGregorianChange().getTime());
    out.writeBoolean(value.isLenient());
    out.writeByte(value.getFirstDayOfWeek());
    out.writeByte(value.getMinimalDaysInFirstWeek());
  }

  private static GregorianCalendar readCalendar(WireInput in) {
    GregorianCalendar value = new GregorianCalendar(readTimeZone(in));
    long millis = in.readLong();
    value.setGregorianChange(new Date(in.readLong()));
    value.setLenient(in.readBoolean());
    value.setFirstDayOfWeek(in.readByte());
    value.setMinimalDaysInFirstWeek(in.readByte());
    value.setTimeInMillis(millis);
    return value;
  }
}
