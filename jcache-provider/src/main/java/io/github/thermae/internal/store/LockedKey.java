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

  /**
   * Whether {@link #find} passed over a row that it may not read, and that a removal must delete.
   */
  public boolean hasUnreadableRow() {
    return hasUnreadableRow;
  }

  void setUnreadableRow() {
    hasUnreadableRow = true;
  }

  /** The canonical key, made when first needed. */
  EncodedKey encoded() {
    if (encoded == null) {
      encoded = table.encode(key);
    }
    return encoded;
  }
}
