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
  private final TieredTable view;
  private final Object sharedKey;
  private final @Nullable HotEntry entry;
  private final @Nullable Row row;
  private final long version;
  private final long accessedMillis;
  private final long bytes;

  private Unsaved(
      Kind kind,
      TieredTable view,
      Object sharedKey,
      @Nullable HotEntry entry,
      @Nullable Row row,
      long version,
      long accessedMillis,
      long bytes) {
    this.kind = kind;
    this.view = view;
    this.sharedKey = sharedKey;
    this.entry = entry;
    this.row = row;
    this.version = version;
    this.accessedMillis = accessedMillis;
    this.bytes = bytes;
  }

  static Unsaved entry(TieredTable view, Object sharedKey, HotEntry entry) {
    long bytes = view.codec().estimatedBytes(sharedKey, entry);
    return new Unsaved(Kind.ENTRY, view, sharedKey, entry, null, entry.version(), 0, bytes);
  }

  static Unsaved tombstone(TieredTable view, Object sharedKey) {
    long bytes = view.codec().estimatedBytes(sharedKey, null);
    return new Unsaved(Kind.TOMBSTONE, view, sharedKey, null, null, 0, 0, bytes);
  }

  static Unsaved touch(TieredTable view, Object sharedKey, Row row, long accessedMillis) {
    return new Unsaved(
        Kind.TOUCH,
        view,
        sharedKey,
        null,
        row,
        row.version(),
        accessedMillis,
        WarmTier.OVERHEAD_BYTES + (long) row.value().length);
  }

  static Unsaved use(TieredTable view, Object sharedKey, long accessedMillis) {
    return new Unsaved(
        Kind.USE, view, sharedKey, null, null, 0, accessedMillis, WarmTier.OVERHEAD_BYTES);
  }

  Kind kind() {
    return kind;
  }

  /** Whether the rows below must not answer for the key. */
  boolean hidesRow() {
    return kind == Kind.ENTRY || kind == Kind.TOMBSTONE;
  }

  /** The view whose codec makes bytes of it. */
  TieredTable view() {
    return view;
  }

  Object sharedKey() {
    return sharedKey;
  }

  /** The entry of an {@link Kind#ENTRY}. */
  @Nullable HotEntry entry() {
    return entry;
  }

  /** The row of a {@link Kind#TOUCH}, with the new deadline. */
  @Nullable Row row() {
    return row;
  }

  long version() {
    return version;
  }

  long accessedMillis() {
    return accessedMillis;
  }

  /** What it takes in the queue, by estimate where it is not encoded yet. */
  long bytes() {
    return bytes;
  }

  EncodedKey encodedKey() {
    return view.codec().encodedOf(sharedKey);
  }
}
