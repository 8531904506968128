package io.github.thermae.internal.store;

import java.util.List;

/**
 * Keys whose locks this thread holds until {@link #close}. Closing lets go first and then brings
 * the tiers back within their bounds (I5).
 */
public final class LockedKeys implements AutoCloseable {
  private final TieredTable table;
  private final int[] stripes;
  private final List<LockedKey> keys;

  LockedKeys(TieredTable table, int[] stripes, List<LockedKey> keys) {
    this.table = table;
    this.stripes = stripes;
    this.keys = keys;
  }

  /** In the order in which they were asked for. */
  public List<LockedKey> keys() {
    return keys;
  }

  /** Reads what is not in memory from the cold tier, all in one go, for the finds that follow. */
  public void prefetch() {
    table.prefetch(keys);
  }

  @Override
  public void close() {
    table.unlock(stripes);
  }
}
