package io.github.thermae.internal.store;

import org.jspecify.annotations.Nullable;

/**
 * One operation that a cache owes to the user's writer: a value to be written or a key to be
 * deleted. Immutable. Its value is at hand, as an entry or as a row, or rests in the file.
 */
public final class Owed {
  private final long id;
  private final long version;
  private final Object key;
  private final Object sharedKey;
  private final boolean isDeletion;
  private final @Nullable HotEntry entry;
  private final @Nullable Row row;
  private final long bytes;
  private final long sinceMillis;

  /**
   * An operation.
   *
   * @param id its place in the order; an operation that takes another one's place has its id
   * @param version grows with every operation of the store (I4)
   * @param entry the value as it was put
   * @param row the value as it was saved
   */
  Owed(
      long id,
      long version,
      Object key,
      Object sharedKey,
      boolean isDeletion,
      @Nullable HotEntry entry,
      @Nullable Row row,
      long bytes,
      long sinceMillis) {
    this.id = id;
    this.version = version;
    this.key = key;
    this.sharedKey = sharedKey;
    this.isDeletion = isDeletion;
    this.entry = entry;
    this.row = row;
    this.bytes = bytes;
    this.sinceMillis = sinceMillis;
  }

  /** Its place in the order, over restarts too. */
  public long id() {
    return id;
  }

  public long version() {
    return version;
  }

  /** The key, which is not the user's to change. */
  public Object key() {
    return key;
  }

  /** See {@link EntryCodec#sharedKey}. */
  public Object sharedKey() {
    return sharedKey;
  }

  /** Whether the key is to be deleted; else a value is to be written. */
  public boolean isDeletion() {
    return isDeletion;
  }

  /** What it takes, by estimate where it is not encoded yet. */
  public long bytes() {
    return bytes;
  }

  /** When the first of the operations that it stands for was queued, in epoch milliseconds. */
  public long sinceMillis() {
    return sinceMillis;
  }

  @Nullable HotEntry entry() {
    return entry;
  }

  @Nullable Row row() {
    return row;
  }

  /** Whether the value must be read from the file. */
  public boolean restsInFile() {
    return !isDeletion && entry == null && row == null;
  }

  /** The same operation with its value left in the file, where it has been saved. */
  public Owed resting() {
    return new Owed(id, version, key, sharedKey, isDeletion, null, null, bytes, sinceMillis);
  }

  /** The same operation with its value as it was saved. */
  Owed withRow(Row saved) {
    return new Owed(id, version, key, sharedKey, isDeletion, null, saved, bytes, sinceMillis);
  }

  /** The same operation at another place in the order. */
  Owed at(long newId, long nowMillis) {
    return new Owed(newId, newId, key, sharedKey, isDeletion, entry, row, bytes, nowMillis);
  }

  @Override
  public String toString() {
    return (isDeletion ? "deletion of " : "write of ") + key + " (" + id + ")";
  }
}
