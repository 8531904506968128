package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import org.jspecify.annotations.Nullable;

/**
 * A key whose lock this thread holds: nothing changes or moves its entry until the holder lets go.
 * Readers of the hot tier are not held up. Closing lets go, and then brings the tiers back within
 * their bounds (I5); one of several keys is let go with the others ({@link LockedKeys}). Not
 * thread-safe; used by one thread, for one operation.
 */
public final class LockedKey implements AutoCloseable {
  private final TieredTable table;
  private final Object key;
  private final Object sharedKey;
  private @Nullable EncodedKey encoded;
  private boolean hasUnreadableRow;
  private @Nullable ThermaeException readFailure;
  private @Nullable Prefetched prefetched;

  /** What the cold tier has, or null, and what has been made of it, if it has. */
  record Prefetched(@Nullable Row row, @Nullable HotEntry entry) {}

  LockedKey(TieredTable table, Object key, Object sharedKey) {
    this.table = table;
    this.key = key;
    this.sharedKey = sharedKey;
    this.encoded = sharedKey instanceof EncodedKey known ? known : null;
  }

  public Object key() {
    return key;
  }

  /** See {@link EntryCodec#sharedKey}. */
  public Object sharedKey() {
    return sharedKey;
  }

  int stripe() {
    return KeyLocks.stripe(sharedKey.hashCode());
  }

  /**
   * The entry wherever it lies, expired or not; it comes up to the hot tier (I1). Null if there is
   * none, or none that can be read (I10).
   */
  public @Nullable HotEntry find() {
    return table.find(this);
  }

  /** As {@link #find}, without what was read ahead, which the holder of the lock has changed. */
  public @Nullable HotEntry findAgain() {
    prefetched = null;
    return find();
  }

  /**
   * Whether {@link #find} passed over a row that it may not or cannot read, and that a removal must
   * delete.
   */
  public boolean hasUnreadableRow() {
    return hasUnreadableRow;
  }

  void setUnreadableRow() {
    hasUnreadableRow = true;
  }

  /**
   * The file could not be read, so that nobody knows whether there is an entry. A read may take it
   * for absent; what would change the entry by what it was must not.
   */
  void readFailed(ThermaeException failure) {
    hasUnreadableRow = true;
    readFailure = failure;
  }

  /** Throws if {@link #find} could not tell whether there is an entry. */
  public void requireCertain() {
    if (readFailure != null) {
      throw readFailure;
    }
  }

  /** Notes what the cold tier has; valid as long as the lock is held. */
  void prefetched(Prefetched found) {
    prefetched = found;
  }

  @Nullable Prefetched prefetched() {
    return prefetched;
  }

  /** The canonical key, made when first needed. */
  EncodedKey encoded() {
    if (encoded == null) {
      encoded = table.codec().encode(key);
    }
    return encoded;
  }

  @Nullable EncodedKey encodedIfKnown() {
    return encoded;
  }

  @Override
  public void close() {
    table.unlock(this);
  }
}
