package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
import org.jspecify.annotations.Nullable;

/**
 * What the cold tier does not know yet about a key. Told apart by identity: the flusher takes away
 * what it has saved only if nothing newer has taken its place.
 */
final class Unsaved {
  /** What is to be saved. */
  enum Kind {
    /** The entry; nothing below the queue answers for the key (I2). */
    ENTRY,
    /** The key's removal; nothing below the queue answers for the key (I3). */
    TOMBSTONE,
    /** A deadline and the time of the last use; the row below has the value. */
    TOUCH,
    /** The time of the last use only. */
    USE
  }

  private final Kind kind;
  private final Object sharedKey;

  /** Known where the entry has been encoded before, else made by the codec. */
  private final @Nullable EncodedKey encodedKey;

  private final @Nullable TieredTable view;
  private final @Nullable HotEntry entry;
  private final @Nullable Row row;
  private final long accessedMillis;
  private final long bytes;

  private Unsaved(
      Kind kind,
      Object sharedKey,
      @Nullable EncodedKey encodedKey,
      @Nullable TieredTable view,
      @Nullable HotEntry entry,
      @Nullable Row row,
      long accessedMillis,
      long bytes) {
    this.kind = kind;
    this.sharedKey = sharedKey;
    this.encodedKey = encodedKey;
    this.view = view;
    this.entry = entry;
    this.row = row;
    this.accessedMillis = accessedMillis;
    this.bytes = bytes;
  }

  static Unsaved entry(TieredTable view, Object sharedKey, HotEntry entry) {
    long bytes = view.codec().estimatedBytes(sharedKey, entry);
    return new Unsaved(Kind.ENTRY, sharedKey, entry.encodedKey(), view, entry, null, 0, bytes);
  }

  static Unsaved tombstone(TieredTable view, Object sharedKey) {
    long bytes = view.codec().estimatedBytes(sharedKey, null);
    return new Unsaved(Kind.TOMBSTONE, sharedKey, null, view, null, null, 0, bytes);
  }

  static Unsaved touch(Object sharedKey, Row row, long accessedMillis) {
    long bytes = WarmTier.OVERHEAD_BYTES + (long) row.value().length;
    return new Unsaved(Kind.TOUCH, sharedKey, row.key(), null, null, row, accessedMillis, bytes);
  }

  static Unsaved use(Object sharedKey, EncodedKey encodedKey, long accessedMillis) {
    return new Unsaved(
        Kind.USE, sharedKey, encodedKey, null, null, null, accessedMillis, WarmTier.OVERHEAD_BYTES);
  }

  Kind kind() {
    return kind;
  }

  /** Whether the rows below must not answer for the key. */
  boolean hidesRow() {
    return kind == Kind.ENTRY || kind == Kind.TOMBSTONE;
  }

  Object sharedKey() {
    return sharedKey;
  }

  /** The view in which an entry or a removal was written. */
  @Nullable TieredTable view() {
    return view;
  }

  /** What makes bytes of an entry or a removal. */
  EncodedKey encodedKey() {
    return encodedKey != null ? encodedKey : codec().encodedOf(sharedKey);
  }

  EntryCodec codec() {
    if (view == null) {
      throw new IllegalStateException("a " + kind + " is encoded already");
    }
    return view.codec();
  }

  /** The entry of an {@link Kind#ENTRY}. */
  @Nullable HotEntry entry() {
    return entry;
  }

  /** The row of a {@link Kind#TOUCH}, with the new deadline. */
  @Nullable Row row() {
    return row;
  }

  long accessedMillis() {
    return accessedMillis;
  }

  /** What it takes in the queue, by estimate where it is not encoded yet. */
  long bytes() {
    return bytes;
  }
}
