package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What all who opened one cache of one store have in common: its key locks, what is unsaved, its
 * lane in the warm tier, its cold table, its counters, and the views on it. Two managers with
 * different class loaders each have a view of their own, since an object that was decoded under one
 * loader is of no use under the other; a key is in the hot tier of one view at the most.
 */
final class SharedTable {
  private final String name;
  private final boolean hotOnly;
  private final @Nullable ColdTable cold;
  private final FlushQueue queue;
  private final WarmLane warm;
  private final TableBound bound = new TableBound();
  private final KeyLocks locks = new KeyLocks();
  private final TierCounters counters = new TierCounters();
  private final CopyOnWriteArrayList<TieredTable> views = new CopyOnWriteArrayList<>();

  SharedTable(
      String name, boolean hotOnly, @Nullable ColdTable cold, FlushQueue queue, WarmLane warm) {
    this.name = name;
    this.hotOnly = hotOnly;
    this.cold = cold;
    this.queue = queue;
    this.warm = warm;
  }

  String name() {
    return name;
  }

  /** A cache has rows or has none, whoever opens it. */
  void requireSameReach(TableOptions options) {
    if (options.hotOnly() != hotOnly) {
      throw new ThermaeException(
          String.format(
              "Cache '%s' is open as %s and cannot be opened as %s: configure it alike everywhere",
              name, reach(hotOnly), reach(options.hotOnly())));
    }
  }

  private static String reach(boolean hotOnly) {
    return hotOnly ? "one that is hot only" : "one with all tiers";
  }

  /** The cold table, or null where nothing is kept in a file. */
  @Nullable ColdTable cold() {
    return cold;
  }

  FlushQueue queue() {
    return queue;
  }

  WarmLane warm() {
    return warm;
  }

  /** The bound of its rows. */
  TableBound bound() {
    return bound;
  }

  KeyLocks locks() {
    return locks;
  }

  TierCounters counters() {
    return counters;
  }

  List<TieredTable> views() {
    return views;
  }

  /** Whether another class loader may hold entries of this table in its hot tier. */
  boolean hasOtherViews() {
    return views.size() > 1;
  }
}
