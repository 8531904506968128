package io.github.thermae.internal.codec;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.List;

/**
 * The types of {@code java.sql}. Loaded only through {@link JdkValues}, which does without them.
 */
final class SqlValues {
  private SqlValues() {}

  static List<JdkValue<?>> all() {
    return List.of(
        JdkValues.mutableKey(
            JdkTypes.SQL_DATE,
            Date.class,
            (out, v) -> out.writeLong(v.getTime()),
            in -> new Date(in.readLong())),
        JdkValues.mutableKey(
            JdkTypes.SQL_TIME,
            Time.class,
            (out, v) -> out.writeLong(v.getTime()),
            in -> new Time(in.readLong())),
        JdkValues.mutableKey(
            JdkTypes.SQL_TIMESTAMP,
            Timestamp.class,
            SqlValues::writeTimestamp,
            SqlValues::readTimestamp));
  }

  private static void writeTimestamp(WireOutput out, Timestamp value) {
    out.writeLong(value.getTime());
    out.writeCount(value.getNanos());
  }

  private static Timestamp readTimestamp(WireInput in) {
    Timestamp value = new Timestamp(in.readLong());
    value.setNanos(in.readVarInt(true));
    return value;
  }
}
