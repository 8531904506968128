package io.github.thermae.hibernate.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.sql.Timestamp;
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
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;

/** The forms of the values of the JDK that columns hold. */
@SuppressWarnings("JavaUtilDate") // columns are mapped to such
final class JdkForms {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private JdkForms() {}

  /** Adds them all. */
  static void addTo(FormTable table) {
    addNumbers(table);
    addTexts(table);
    addTimes(table);
    addZonedTimes(table);
    addOldDates(table);
  }

  private static void addNumbers(FormTable table) {
    table.add(Byte.class, Tag.BYTE, (v, out) -> out.writeByte(v), in -> (byte) in.readByte());
    table.add(
        Short.class, Tag.SHORT, (v, out) -> out.writeSigned(v), in -> (short) in.readSigned());
    table.add(
        Integer.class, Tag.INTEGER, (v, out) -> out.writeSigned(v), in -> (int) in.readSigned());
    table.add(Long.class, Tag.LONG, (v, out) -> out.writeSigned(v), StateInput::readSigned);
    table.add(
        Float.class,
        Tag.FLOAT,
        (v, out) -> out.writeInt(Float.floatToRawIntBits(v)),
        in -> Float.intBitsToFloat(in.readInt()));
    table.add(
        Double.class,
        Tag.DOUBLE,
        (v, out) -> out.writeLong(Double.doubleToRawLongBits(v)),
        in -> Double.longBitsToDouble(in.readLong()));
    table.add(
        BigInteger.class,
        Tag.BIG_INTEGER,
        (v, out) -> out.writeBlock(v.toByteArray()),
        in -> new BigInteger(in.readBlock()));
    table.add(
        BigDecimal.class,
        Tag.BIG_DECIMAL,
        (v, out) -> {
          out.writeSigned(v.scale());
          out.writeBlock(v.unscaledValue().toByteArray());
        },
        in -> {
          int scale = (int) in.readSigned();
          return new BigDecimal(new BigInteger(in.readBlock()), scale);
        });
    table.add(
        BitSet.class,
        Tag.BIT_SET,
        (v, out) -> out.writeBlock(v.toByteArray()),
        in -> BitSet.valueOf(in.readBlock()));
  }

  private static void addTexts(FormTable table) {
    table.add(
        Character.class,
        Tag.CHARACTER,
        (v, out) -> out.writeUnsigned(v),
        in -> (char) in.readUnsigned());
    table.add(String.class, Tag.STRING, (v, out) -> out.writeText(v), StateInput::readText);
    table.add(
        UUID.class,
        Tag.UUID,
        (v, out) -> {
          out.writeLong(v.getMostSignificantBits());
          out.writeLong(v.getLeastSignificantBits());
        },
        in -> new UUID(in.readLong(), in.readLong()));
    table.add(
        Currency.class,
        Tag.CURRENCY,
        (v, out) -> out.writeText(v.getCurrencyCode()),
        in -> Currency.getInstance(in.readText()));
    table.add(
        Locale.class,
        Tag.LOCALE,
        (v, out) -> out.writeText(v.toLanguageTag()),
        in -> Locale.forLanguageTag(in.readText()));
    table.add(
        URI.class,
        Tag.URI,
        (v, out) -> out.writeText(v.toString()),
        in -> URI.create(in.readText()));
    FormTable.Writes<InetAddress> writesAddress = (v, out) -> out.writeBlock(v.getAddress());
    table.add(Inet4Address.class, Tag.INET4_ADDRESS, writesAddress, JdkForms::readAddress);
    table.add(Inet6Address.class, Tag.INET6_ADDRESS, writesAddress, JdkForms::readAddress);
  }

  private static InetAddress readAddress(StateInput in) {
    try {
      return InetAddress.getByAddress(in.readBlock());
    } catch (UnknownHostException e) {
      throw new UnreadableStateException("not the bytes of an address", e);
    }
  }

  private static void addTimes(FormTable table) {
    table.add(LocalDate.class, Tag.LOCAL_DATE, JdkForms::writeDate, JdkForms::readDate);
    table.add(LocalTime.class, Tag.LOCAL_TIME, JdkForms::writeTime, JdkForms::readTime);
    table.add(
        LocalDateTime.class, Tag.LOCAL_DATE_TIME, JdkForms::writeDateTime, JdkForms::readDateTime);
    table.add(
        Instant.class,
        Tag.INSTANT,
        (v, out) -> writeSeconds(v.getEpochSecond(), v.getNano(), out),
        in -> Instant.ofEpochSecond(in.readSigned(), in.readNumber()));
    table.add(
        Duration.class,
        Tag.DURATION,
        (v, out) -> writeSeconds(v.getSeconds(), v.getNano(), out),
        in -> Duration.ofSeconds(in.readSigned(), in.readNumber()));
    table.add(
        Period.class,
        Tag.PERIOD,
        (v, out) -> {
          out.writeSigned(v.getYears());
          out.writeSigned(v.getMonths());
          out.writeSigned(v.getDays());
        },
        in -> Period.of((int) in.readSigned(), (int) in.readSigned(), (int) in.readSigned()));
    table.add(
        Year.class,
        Tag.YEAR,
        (v, out) -> out.writeSigned(v.getValue()),
        in -> Year.of((int) in.readSigned()));
    table.add(
        YearMonth.class,
        Tag.YEAR_MONTH,
        (v, out) -> {
          out.writeSigned(v.getYear());
          out.writeByte(v.getMonthValue());
        },
        in -> YearMonth.of((int) in.readSigned(), in.readByte()));
    table.add(
        MonthDay.class,
        Tag.MONTH_DAY,
        (v, out) -> {
          out.writeByte(v.getMonthValue());
          out.writeByte(v.getDayOfMonth());
        },
        in -> MonthDay.of(in.readByte(), in.readByte()));
  }

  private static void addZonedTimes(FormTable table) {
    table.add(
        OffsetDateTime.class,
        Tag.OFFSET_DATE_TIME,
        (v, out) -> {
          writeDateTime(v.toLocalDateTime(), out);
          writeOffset(v.getOffset(), out);
        },
        in -> OffsetDateTime.of(readDateTime(in), readOffset(in)));
    table.add(
        OffsetTime.class,
        Tag.OFFSET_TIME,
        (v, out) -> {
          writeTime(v.toLocalTime(), out);
          writeOffset(v.getOffset(), out);
        },
        in -> OffsetTime.of(readTime(in), readOffset(in)));
    table.add(
        ZonedDateTime.class,
        Tag.ZONED_DATE_TIME,
        (v, out) -> {
          writeDateTime(v.toLocalDateTime(), out);
          writeOffset(v.getOffset(), out);
          out.writeText(v.getZone().getId());
        },
        JdkForms::readZoned);
    FormTable.Writes<ZoneId> writesZone = (v, out) -> out.writeText(v.getId());
    FormTable.Reads readsZone = in -> ZoneId.of(in.readText());
    table.add(ZoneOffset.class, Tag.ZONE_OFFSET, writesZone, readsZone);
    table.add(ZoneId.of("Europe/Rome").getClass(), Tag.ZONE_REGION, writesZone, readsZone);
  }

  private static void addOldDates(FormTable table) {
    table.add(
        Timestamp.class,
        Tag.SQL_TIMESTAMP,
        (v, out) -> writeSeconds(Math.floorDiv(v.getTime(), 1000L), v.getNanos(), out),
        JdkForms::readTimestamp);
    table.add(
        Date.class,
        Tag.UTIL_DATE,
        (v, out) -> out.writeSigned(v.getTime()),
        in -> new Date(in.readSigned()));
    table.add(
        java.sql.Date.class,
        Tag.SQL_DATE,
        (v, out) -> out.writeSigned(v.getTime()),
        in -> new java.sql.Date(in.readSigned()));
    table.add(
        java.sql.Time.class,
        Tag.SQL_TIME,
        (v, out) -> out.writeSigned(v.getTime()),
        in -> new java.sql.Time(in.readSigned()));
    table.add(
        GregorianCalendar.class, Tag.CALENDAR, JdkForms::writeCalendar, JdkForms::readCalendar);
    table.add(
        TimeZone.getTimeZone("UTC").getClass(),
        Tag.TIME_ZONE,
        (v, out) -> out.writeText(v.getID()),
        in -> TimeZone.getTimeZone(in.readText()));
  }

  // ------------------------------------------------------------------ parts

  private static void writeSeconds(long seconds, int nanos, StateOutput out) {
    out.writeSigned(seconds);
    out.writeCount(nanos);
  }

  private static void writeDate(LocalDate date, StateOutput out) {
    out.writeSigned(date.toEpochDay());
  }

  private static LocalDate readDate(StateInput in) {
    return LocalDate.ofEpochDay(in.readSigned());
  }

  /** Whole seconds, as most times are, take less if they come without their nanoseconds. */
  private static void writeTime(LocalTime time, StateOutput out) {
    long seconds = time.toNanoOfDay() / NANOS_PER_SECOND;
    int nanos = (int) (time.toNanoOfDay() % NANOS_PER_SECOND);
    out.writeUnsigned((seconds << 1) | (nanos == 0 ? 0 : 1));
    if (nanos != 0) {
      out.writeCount(nanos);
    }
  }

  private static LocalTime readTime(StateInput in) {
    long header = in.readUnsigned();
    long nanos = (header & 1) == 0 ? 0 : in.readNumber();
    return LocalTime.ofNanoOfDay(Math.multiplyExact(header >>> 1, NANOS_PER_SECOND) + nanos);
  }

  private static void writeDateTime(LocalDateTime time, StateOutput out) {
    writeDate(time.toLocalDate(), out);
    writeTime(time.toLocalTime(), out);
  }

  private static LocalDateTime readDateTime(StateInput in) {
    return LocalDateTime.of(readDate(in), readTime(in));
  }

  private static void writeOffset(ZoneOffset offset, StateOutput out) {
    out.writeSigned(offset.getTotalSeconds());
  }

  private static ZoneOffset readOffset(StateInput in) {
    return ZoneOffset.ofTotalSeconds((int) in.readSigned());
  }

  /** The offset tells the two hours apart that have the same name when clocks are put back. */
  private static ZonedDateTime readZoned(StateInput in) {
    LocalDateTime time = readDateTime(in);
    ZoneOffset offset = readOffset(in);
    return ZonedDateTime.ofLocal(time, ZoneId.of(in.readText()), offset);
  }

  private static Timestamp readTimestamp(StateInput in) {
    Timestamp time = new Timestamp(Math.multiplyExact(in.readSigned(), 1000L));
    time.setNanos(in.readNumber());
    return time;
  }

  private static void writeCalendar(GregorianCalendar calendar, StateOutput out) {
    out.writeSigned(calendar.getTimeInMillis());
    out.writeText(calendar.getTimeZone().getID());
    out.writeByte(calendar.getFirstDayOfWeek());
    out.writeByte(calendar.getMinimalDaysInFirstWeek());
    out.writeByte(calendar.isLenient() ? 1 : 0);
    out.writeSigned(calendar.getGregorianChange().getTime());
  }

  private static GregorianCalendar readCalendar(StateInput in) {
    long millis = in.readSigned();
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(in.readText()));
    calendar.setFirstDayOfWeek(in.readByte());
    calendar.setMinimalDaysInFirstWeek(in.readByte());
    calendar.setLenient(in.readByte() == 1);
    calendar.setGregorianChange(new Date(in.readSigned()));
    calendar.setTimeInMillis(millis);
    return calendar;
  }
}
