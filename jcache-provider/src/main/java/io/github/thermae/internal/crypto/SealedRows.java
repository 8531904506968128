package io.github.thermae.internal.crypto;

import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;
import io.github.thermae.internal.store.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The rows of one table to sealed rows and back. Of a sealed row, in the table:
 *
 * <pre>
 * column      what stands there
 * key         BLOB of 16 bytes: HMAC-SHA-256 over the key's kind and bytes, its beginning, under a
 *             key for this table. The same key always gives the same bytes
 * schema      the row's own, with bit 29 set
 * version, expires_at, updated_at    as they are
 * value       offset  bytes  meaning (big-endian)
 *             0       4      id of the data key
 *             4       12     nonce
 *             16      n      AES-256-GCM of: the key's kind (1), its length (4), its bytes, the value
 *             16 + n  16     tag
 * bound       the table (16 bytes that stand for the cache's name), and the columns key, schema,
 *             version (8), expires_at (8), updated_at (8)
 * </pre>
 *
 * <p>So what comes out was written under this key into this table with this version and this
 * deadline. That it is the newest such row nobody can tell from the row: see decision 16.
 */
final class SealedRows {
  private static final int COLUMN_BYTES = 16;
  private static final int ID_BYTES = 4;
  private static final int KEY_HEAD_BYTES = 5;

  private final Vault vault;
  private final Prf columns;
  private final byte[] table;

  SealedRows(Vault vault, String cacheName) {
    this.vault = vault;
    byte[] index = vault.indexKey();
    Prf names = new Prf(Prf.derive(index, "thermae tables"));
    byte[] name = cacheName.getBytes(StandardCharsets.UTF_16BE);
    this.table = Prf.cut(names.of(new byte[] {0}, name), COLUMN_BYTES);
    this.columns = new Prf(names.of(new byte[] {1}, name));
  }

  /** What stands in the key column for a key. */
  EncodedKey column(EncodedKey key) {
    byte[] code = columns.of(new byte[] {tagOf(key.kind())}, key.bytes());
    return EncodedKey.ofBinary(Prf.cut(code, COLUMN_BYTES));
  }

  Row seal(Row row) {
    return seal(row, column(row.key()));
  }

  /** The same, where the column is known. */
  Row seal(Row row, EncodedKey column) {
    DataKey key = vault.use();
    Row bare = sealedColumns(row, column);
    byte[] value = Gcm.seal(key.key(), plain(row), bound(bare), ID_BYTES);
    ByteBuffer.wrap(value).putInt(key.id());
    return withValue(bare, value);
  }

  /**
   * The row that was sealed.
   *
   * @throws UnauthenticException if it was not sealed by {@link #seal} for where it stands
   */
  Row open(Row sealed) throws UnauthenticException {
    DataKey key = vault.byId(keyId(sealed));
    if (key == null || (sealed.schema() & ValueFormat.SEALED) == 0 || !isColumn(sealed.key())) {
      throw new UnauthenticException();
    }
    byte[] plain = Gcm.open(key.key(), sealed.value(), ID_BYTES, bound(sealed));
    ByteBuffer head = ByteBuffer.wrap(plain);
    byte kind = head.get();
    int keyEnd = KEY_HEAD_BYTES + head.getInt();
    return new Row(
        keyOf(kind, Arrays.copyOfRange(plain, KEY_HEAD_BYTES, keyEnd)),
        Arrays.copyOfRange(plain, keyEnd, plain.length),
        sealed.schema() & ~ValueFormat.SEALED,
        sealed.version(),
        sealed.deadlineMillis(),
        sealed.updatedMillis());
  }

  /** The id of the data key that a row says it was sealed with; 0, which is none, for no row. */
  static int keyId(Row sealed) {
    byte[] value = sealed.value();
    return value.length < ID_BYTES ? 0 : ByteBuffer.wrap(value).getInt();
  }

  private static boolean isColumn(EncodedKey key) {
    return key.kind() == EncodedKey.Kind.BINARY && key.bytes().length == COLUMN_BYTES;
  }

  private static Row sealedColumns(Row row, EncodedKey column) {
    return new Row(
        column,
        row.value(),
        row.schema() | ValueFormat.SEALED,
        row.version(),
        row.deadlineMillis(),
        row.updatedMillis());
  }

  private static Row withValue(Row row, byte[] value) {
    return new Row(
        row.key(), value, row.schema(), row.version(), row.deadlineMillis(), row.updatedMillis());
  }

  private static byte[] plain(Row row) {
    byte[] key = row.key().bytes();
    return ByteBuffer.allocate(KEY_HEAD_BYTES + key.length + row.value().length)
        .put(tagOf(row.key().kind()))
        .putInt(key.length)
        .put(key)
        .put(row.value())
        .array();
  }

  private byte[] bound(Row sealed) {
    return ByteBuffer.allocate(2 * COLUMN_BYTES + 4 + 3 * 8)
        .put(table)
        .put(sealed.key().bytes())
        .putInt(sealed.schema())
        .putLong(sealed.version())
        .putLong(sealed.deadlineMillis())
        .putLong(sealed.updatedMillis())
        .array();
  }

  private static byte tagOf(EncodedKey.Kind kind) {
    return switch (kind) {
      case TEXT -> 't';
      case INTEGER -> 'i';
      case BINARY -> 'b';
    };
  }

  private static EncodedKey keyOf(byte kind, byte[] bytes) {
    return switch (kind) {
      case 't' -> EncodedKey.ofText(new String(bytes, StandardCharsets.UTF_8));
      case 'i' -> EncodedKey.ofInteger(ByteBuffer.wrap(bytes).getLong());
      default -> EncodedKey.ofBinary(bytes);
    };
  }
}
