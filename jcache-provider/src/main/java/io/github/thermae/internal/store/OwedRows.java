package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.DecodeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Owed operations and dead letters to rows and back. Both have a table beside their cache's. Of
 * such a row, in the table:
 *
 * <pre>
 * column      what stands there
 * key         INTEGER: the operation's place in the order
 * schema      {@link ValueFormat#OWED} or {@link ValueFormat#DEAD}
 * version     the operation's version
 * expires_at  NULL
 * updated_at  when it was queued; of a dead letter, when it failed for the last time
 * value       of an owed operation (numbers are big-endian):
 *             offset  bytes  meaning
 *             0       1      1, the form of what follows
 *             1       1      'w' to be written, 'd' to be deleted
 *             2       8      when it was queued, in epoch milliseconds
 *             10      1      the key's kind: 't', 'i', 'b'
 *             11      4      the key's length k
 *             15      k      the key's canonical bytes
 *             15 + k  4      the value's format, as in the column schema of its cache's rows
 *             19 + k  rest   the value
 *
 *             of a dead letter:
 *             0       1      1, the form of what follows
 *             1       1      1 if a later operation on the key was delivered, else 0
 *             2       4      how often it has failed
 *             6       4      the length m of the last failure's text
 *             10      m      the text, UTF-8
 *             10 + m  rest   the operation, as above
 * </pre>
 */
final class OwedRows {
  private static final byte FORM = 1;
  private static final byte WRITE = 'w';
  private static final byte DELETE = 'd';
  private static final int HEAD_BYTES = 19;
  private static final int DEAD_HEAD_BYTES = 10;

  private OwedRows() {}

  /** What a row says, before its key and value are decoded. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Parts(boolean isDeletion, long sinceMillis, EncodedKey key, int schema, byte[] value) {}

  /** What a dead letter's row says. */
  record DeadParts(boolean isSuperseded, int attempts, String failure, Parts parts) {}

  /** The key of an operation's row. */
  static EncodedKey keyOf(long id) {
    return EncodedKey.ofInteger(id);
  }

  static Row row(Owed owed, Parts parts) {
    return new Row(
        keyOf(owed.id()),
        bytes(parts),
        ValueFormat.OWED,
        owed.version(),
        Row.NEVER,
        owed.sinceMillis());
  }

  static Row deadRow(Owed owed, DeadParts dead, long failedMillis) {
    byte[] failure = dead.failure().getBytes(StandardCharsets.UTF_8);
    byte[] operation = bytes(dead.parts());
    byte[] value =
        ByteBuffer.allocate(DEAD_HEAD_BYTES + failure.length + operation.length)
            .put(FORM)
            .put((byte) (dead.isSuperseded() ? 1 : 0))
            .putInt(dead.attempts())
            .putInt(failure.length)
            .put(failure)
            .put(operation)
            .array();
    return new Row(
        keyOf(owed.id()), value, ValueFormat.DEAD, owed.version(), Row.NEVER, failedMillis);
  }

  private static byte[] bytes(Parts parts) {
    byte[] key = parts.key().bytes();
    return ByteBuffer.allocate(HEAD_BYTES + key.length + parts.value().length)
        .put(FORM)
        .put(parts.isDeletion() ? DELETE : WRITE)
        .putLong(parts.sinceMillis())
        .put(tagOf(parts.key().kind()))
        .putInt(key.length)
        .put(key)
        .putInt(parts.schema())
        .put(parts.value())
        .array();
  }

  /**
   * What an owed operation's row says.
   *
   * @throws DecodeException if it is none
   */
  static Parts parts(Row row) {
    require(row.schema() == ValueFormat.OWED, "format " + row.schema());
    return read(ByteBuffer.wrap(row.value()));
  }

  /**
   * What a dead letter's row says.
   *
   * @throws DecodeException if it is none
   */
  static DeadParts deadParts(Row row) {
    require(row.schema() == ValueFormat.DEAD, "format " + row.schema());
    ByteBuffer in = ByteBuffer.wrap(row.value());
    try {
      requireForm(in);
      boolean isSuperseded = in.get() == 1;
      int attempts = in.getInt();
      String failure = new String(bytes(in, in.getInt()), StandardCharsets.UTF_8);
      return new DeadParts(isSuperseded, attempts, failure, read(in));
    } catch (BufferUnderflowException e) {
      throw damaged("it ends too early");
    }
  }

  private static Parts read(ByteBuffer in) {
    try {
      requireForm(in);
      byte operation = in.get();
      require(operation == WRITE || operation == DELETE, "operation " + operation);
      long sinceMillis = in.getLong();
      EncodedKey key = keyOf(in.get(), in);
      int schema = in.getInt();
      return new Parts(operation == DELETE, sinceMillis, key, schema, bytes(in, in.remaining()));
    } catch (BufferUnderflowException e) {
      throw damaged("it ends too early");
    }
  }

  private static EncodedKey keyOf(byte kind, ByteBuffer in) {
    byte[] bytes = bytes(in, in.getInt());
    return switch (kind) {
      case 't' -> EncodedKey.ofText(new String(bytes, StandardCharsets.UTF_8));
      case 'i' -> {
        require(bytes.length == Long.BYTES, "an integer key of " + bytes.length + " bytes");
        yield EncodedKey.ofInteger(ByteBuffer.wrap(bytes).getLong());
      }
      case 'b' -> EncodedKey.ofBinary(bytes);
      default -> throw damaged("key of kind " + kind);
    };
  }

  private static byte tagOf(EncodedKey.Kind kind) {
    return switch (kind) {
      case TEXT -> 't';
      case INTEGER -> 'i';
      case BINARY -> 'b';
    };
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    require(length >= 0 && length <= in.remaining(), "a part of " + length + " bytes");
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void requireForm(ByteBuffer in) {
    byte form = in.get();
    require(form == FORM, "form " + form);
  }

  private static void require(boolean isAsExpected, String found) {
    if (!isAsExpected) {
      throw damaged("it has " + found);
    }
  }

  private static DecodeException damaged(String why) {
    return new DecodeException(
        DecodeException.Reason.DAMAGED, "A row is not the queued write that it should be: " + why);
  }
}
