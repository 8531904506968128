package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The check value of a row. SQLite has no checksums on its pages: flipped bits come back as other
 * values without an error, and a flipped row number or page number as another row.
 *
 * <pre>
 * bits   CRC32C over
 * 63-32  the cache's id (8 bytes), the key's kind (1 byte), the key's bytes
 * 31-0   all of that, then schema (4), version (8), deadline (8), updated (8), the value's bytes
 * </pre>
 *
 * Numbers are big-endian. The upper half lets a walk over the keys verify them without reading
 * values. The cache's id is in it so that a row cannot pass for one of another table. {@code
 * accessed_at} is not covered: nothing depends on it but an order.
 */
final class RowCheck {
  private static final long UPPER_HALF = 0xFFFFFFFF00000000L;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private RowCheck() {}

  static long of(long cacheId, Row row) {
    CRC32C crc = overKey(cacheId, row.key());
    long upper = crc.getValue() << 32;
    byte[] numbers = new byte[28];
    INTS.set(numbers, 0, row.schema());
    LONGS.set(numbers, 4, row.version());
    LONGS.set(numbers, 12, row.deadlineMillis());
    LONGS.set(numbers, 20, row.updatedMillis());
    crc.update(numbers, 0, numbers.length);
    crc.update(row.value(), 0, row.value().length);
    return upper | crc.getValue();
  }

  /** Whether a check value can be that of a row of this key. */
  static boolean coversKey(long check, long cacheId, EncodedKey key) {
    return (check & UPPER_HALF) == overKey(cacheId, key).getValue() << 32;
  }

  /** The check value of other rows: an id and some strings. */
  static long ofTexts(long id, String... texts) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    for (String text : texts) {
      byte[] bytes = StoredText.checkedBytes(text);
      crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      crc.update(bytes);
    }
    return crc.getValue();
  }

  private static CRC32C overKey(long cacheId, EncodedKey key) {
    CRC32C crc = new CRC32C();
    byte[] start = new byte[9];
    LONGS.set(start, 0, cacheId);
    start[8] = tagOf(key.kind());
    crc.update(start, 0, start.length);
    crc.update(key.bytes(), 0, key.bytes().length);
    return crc;
  }

  private static byte tagOf(EncodedKey.Kind kind) {
    return switch (kind) {
      case TEXT -> 't';
      case INTEGER -> 'i';
      case BINARY -> 'b';
    };
  }
}
