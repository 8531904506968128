package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;

/**
 * An entry in encoded form, as the warm and the cold tier hold it.
 *
 * @param value the encoded value; not to be changed
 * @param schema the format of the value, see {@link ValueFormat}
 * @param version grows with every write of the key (I4)
 * @param deadlineMillis when the entry expires, in epoch milliseconds, or {@link #NEVER}
 * @param updatedMillis when the value was written, see {@link HotEntry#updatedMillis}, in epoch
 *     milliseconds; 0 where there is no file
 */
@SuppressWarnings("ArrayRecordComponent") // rows are carried, never compared
public record Row(
    EncodedKey key,
    byte[] value,
    int schema,
    long version,
    long deadlineMillis,
    long updatedMillis) {
  /** The deadline of an entry that does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The same entry with another deadline. */
  public Row withDeadline(long newDeadlineMillis) {
    return new Row(key, value, schema, version, newDeadlineMillis, updatedMillis);
  }
}
