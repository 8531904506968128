package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
import org.jspecify.annotations.Nullable;

/**
 * A key whose lock this thread holds: nothing changes or moves its entry until the holder lets go.
 * Readers of the hot tier are not held up. Not thread-safe; used by one thread, for one operation.
 */
public final class LockedKey {
  private final TieredTable table;
  private final Object key;
  private @Nullable EncodedKey encoded;
  private boolean hasUnreadableRow;
  private boolean isPrefetched;
  private @Nullable Row prefetched;

  LockedKey(TieredTable table, Object key, @Nullable EncodedKey encoded) {
    this.table = table;
    this.key = key;
    this.encoded = encoded;
  }

  public Object key() {
    return key;
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
    isPrefetched = false;
    prefetched = null;
    return find();
  }

  /**
   * Whether {@link #find} passed over a row that it may not read, and that a removal must delete.
   */
  public boolean hasUnreadableRow() {
    return hasUnreadableRow;
  }

  void setUnreadableRow() {
    hasUnreadableRow = true;
  }

  /** Notes what the cold tier has, or null; valid as long as the lock is held. */
  void prefetched(@Nullable Row row) {
    isPrefetched = true;
    prefetched = row;
  }

  boolean isPrefetched() {
    return isPrefetched;
  }

  @Nullable Row prefetched() {
    return prefetched;
  }

  /** The canonical key, made when first needed. */
  EncodedKey encoded() {
    if (encoded == null) {
      encoded = table.encode(key);
    }
    return encoded;
  }
}
