package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.UnencodableException;
import io.github.thermae.internal.events.Events;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cache's entries in all tiers, as one class loader sees them, and the one mover between the
 * tiers.
 *
 * <p>Promises: a read returns the newest applied version of a key, wherever it lies (I1);
 * operations on one key are linearizable while entries move (I11); an entry that leaves the hot
 * tier is findable at every moment of its way down. Thread-safe.
 *
 * <h2>Where a key's newest entry is</h2>
 *
 * Asked for in this order, and always under the key's lock but for the first, which needs none:
 *
 * <pre>
 *   hot        {@link HotTier}: Caffeine, then what it has evicted and nobody has taken down yet
 *   views      the same of another class loader's view on the same table
 *   queue      {@link FlushQueue}: not saved yet; a tombstone there is the end of the search
 *   warm       {@link WarmLane}: encoded, in memory
 *   cold       {@link ColdTable}: the row; not in MEMORY
 * </pre>
 *
 * An unsaved entry is in the queue and, as long as there is room, hot or warm as well; it is the
 * same version in both.
 *
 * <p>The thread whose operation is done settles: it demotes what has left the hot tier and brings
 * the tiers below back to their bounds. It takes each key's lock only if it is free; whoever holds
 * it settles after it.
 */
public final class TieredTable {
  private static final Logger LOG = LoggerFactory.getLogger(TieredTable.class);

  /** How long closing waits for operations under way; those that user code holds up are refused. */
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** From here on the rows of a batch are decoded by several threads. */
  private static final int PARALLEL_DECODE_ROWS = 128;

  private final TieredStore store;
  private final SharedTable shared;
  private final TableOptions options;
  private final EntryCodec codec;
  private final Persistence persistence;
  private final HotTier hot;
  private final WarnOnce warnings = new WarnOnce();
  private volatile boolean released;

  TieredTable(
      TieredStore store,
      SharedTable shared,
      TableOptions options,
      EntryCodec codec,
      Persistence persistence) {
    this.store = store;
    this.shared = shared;
    this.options = options;
    this.codec = codec;
    this.persistence = persistence;
    this.hot = new HotTier(options);
  }

  TableOptions options() {
    return options;
  }

  SharedTable shared() {
    return shared;
  }

  EntryCodec codec() {
    return codec;
  }

  // ------------------------------------------------------------------ locking

  /** Locks a key until the result is closed. */
  public LockedKey lock(Object key) {
    LockedKey locked = new LockedKey(this, key, codec.sharedKey(key));
    shared.locks().at(locked.stripe()).lock();
    return locked;
  }

  /** Locks several keys, in an order that cannot deadlock with others that do the same. */
  public LockedKeys lockAll(Collection<?> keys) {
    List<LockedKey> locked = new ArrayList<>(keys.size());
    for (Object key : keys) {
      locked.add(new LockedKey(this, key, codec.sharedKey(key)));
    }
    return lockInOrder(locked);
  }

  /** As {@link #lockAll}, by canonical keys; those that this loader cannot make are left out. */
  LockedKeys lockShared(List<EncodedKey> keys) {
    return lockAll(keys.stream().map(codec::decodeIfPossible).filter(key -> key != null).toList());
  }

  private LockedKeys lockInOrder(List<LockedKey> locked) {
    int[] stripes = locked.stream().mapToInt(LockedKey::stripe).sorted().distinct().toArray();
    shared.locks().lock(stripes);
    return new LockedKeys(this, stripes, locked);
  }

  void unlock(LockedKey key) {
    shared.locks().at(key.stripe()).unlock();
    settle();
  }

  void unlock(int[] stripes) {
    shared.locks().unlock(stripes);
    settle();
  }

  // ------------------------------------------------------------------ reading

  /**
   * The hot tier, to be read from only: a hit costs the probe and nothing else. An entry found here
   * may have expired; {@link #lock} and {@link LockedKey#find} see the other tiers.
   */
  public ConcurrentMap<Object, HotEntry> hot() {
    return hot.entries();
  }

  /** The entry's value: the object itself by reference or if it is immutable, else a fresh copy. */
  public Object objectOf(HotEntry entry) {
    return codec.objectOf(entry);
  }

  /** What stands for a key in what is shared, see {@link EntryCodec#sharedKey}. */
  public Object sharedKeyOf(Object key) {
    return codec.sharedKey(key);
  }

  /** A copy of a key for the user, where he could change ours. */
  public Object keyForUser(Object key) {
    return codec.ownedKey(key, null);
  }

  /** See {@link LockedKey#find}. */
  @Nullable HotEntry find(LockedKey locked) {
    HotEntry entry = hot.entries().get(locked.key());
    if (entry != null) {
      return entry;
    }
    entry = hot.takeDeparting(locked.key());
    if (entry == null) {
      entry = findBelow(locked);
    }
    if (entry != null) {
      hot.put(ownedKey(locked), entry);
    }
    return entry;
  }

  private Object ownedKey(LockedKey locked) {
    return codec.ownedKey(locked.key(), locked.encodedIfKnown());
  }

  private @Nullable HotEntry findBelow(LockedKey locked) {
    HotEntry entry = shared.hasOtherViews() ? fromOtherViews(locked) : null;
    if (entry != null) {
      return entry;
    }
    Unsaved unsaved = shared.queue().get(locked.sharedKey());
    if (unsaved != null && unsaved.hidesRow()) {
      return fromQueue(locked, unsaved);
    }
    entry = fromWarm(locked);
    return entry != null ? entry : fromCold(locked, unsaved);
  }

  private @Nullable HotEntry fromOtherViews(LockedKey locked) {
    for (TieredTable other : shared.views()) {
      HotEntry given = other == this ? null : other.giveUp(locked);
      if (given != null) {
        HotEntry taken = taken(locked, other.codec, given, given.savedDeadlineMillis());
        if (taken != null && shared.queue().holds(locked.sharedKey(), taken.version())) {
          shared.queue().put(Unsaved.entry(this, locked.sharedKey(), taken));
        }
        return taken;
      }
    }
    return null;
  }

  /** An entry of another view as one of this view; null if it has no form that both could share. */
  private @Nullable HotEntry taken(
      LockedKey locked, EntryCodec theirs, HotEntry given, long savedDeadlineMillis) {
    try {
      return promoted(locked, theirs.rowOf(given, locked.encoded()), savedDeadlineMillis);
    } catch (UnencodableException e) {
      warnUnstorable(e);
      return null;
    }
  }

  /** Takes a key out of this view's memory, for another view that holds its lock. */
  private @Nullable HotEntry giveUp(LockedKey locked) {
    if (hot.isEmpty()) {
      return null;
    }
    Object key =
        locked.sharedKey() instanceof EncodedKey encoded
            ? codec.decodeIfPossible(encoded)
            : locked.sharedKey();
    // A key that this view's loader cannot make was never put into its hot tier.
    HotEntry entry = key == null ? null : hot.remove(key);
    if (entry != null) {
      entry.retire();
    }
    return entry;
  }

  /** The entry comes up and stays unsaved, unless the flusher was faster. */
  private @Nullable HotEntry fromQueue(LockedKey locked, Unsaved unsaved) {
    HotEntry waiting = unsaved.entry();
    if (waiting == null) {
      return null;
    }
    HotEntry entry =
        unsaved.view() == this
            ? waiting.revived()
            : taken(locked, unsaved.codec(), waiting, HotEntry.UNSAVED);
    if (entry == null) {
      return null;
    }
    if (!shared.queue().replace(unsaved, Unsaved.entry(this, locked.sharedKey(), entry))) {
      entry.saved(waiting.savedDeadlineMillis());
    }
    shared.warm().remove(locked.sharedKey());
    shared.counters().warmHits.increment();
    shared.counters().promotions.increment();
    return entry;
  }

  private @Nullable HotEntry fromWarm(LockedKey locked) {
    WarmLane.Slot slot = shared.warm().remove(locked.sharedKey());
    if (slot == null) {
      return null;
    }
    HotEntry entry = promoted(locked, slot.row(), slot.savedDeadlineMillis());
    if (entry != null) {
      shared.counters().warmHits.increment();
      shared.counters().promotions.increment();
    }
    return entry;
  }

  private @Nullable HotEntry fromCold(LockedKey locked, @Nullable Unsaved touched) {
    if (shared.cold() == null) {
      return null;
    }
    LockedKey.Prefetched ahead = locked.prefetched();
    Row row = ahead != null ? ahead.row() : readRow(locked);
    if (row == null) {
      return null;
    }
    HotEntry entry = ahead == null ? null : ahead.entry();
    if (entry == null) {
      entry = promoted(locked, row, row.deadlineMillis());
    }
    if (entry != null) {
      takeDeadline(touched, entry);
      shared.counters().coldHits.increment();
      shared.counters().promotions.increment();
    }
    return entry;
  }

  /** A row that cannot be read is absent to who can live with that, see {@link LockedKey}. */
  private @Nullable Row readRow(LockedKey locked) {
    try {
      return coldTable().find(locked.encoded());
    } catch (ThermaeException e) {
      requireNotReleased();
      store.health().readFailed(e);
      locked.readFailed(e);
      return null;
    }
  }

  /** A deadline that waits in the queue is newer than the row's. */
  private static void takeDeadline(@Nullable Unsaved touched, HotEntry entry) {
    Row touch = touched == null ? null : touched.row();
    if (touch != null && touch.version() == entry.version()) {
      boolean unused = entry.touch(touch.deadlineMillis());
      // As good as saved: if it moves back to what the row has, that must be noted anew.
      entry.saved(touch.deadlineMillis());
    }
  }

  /** See {@link LockedKeys#prefetch}. */
  void prefetch(List<LockedKey> keys) {
    if (shared.cold() == null) {
      return;
    }
    List<LockedKey> missing = keys.stream().filter(key -> !isInMemory(key)).toList();
    if (missing.size() > 1) {
      Map<EncodedKey, Row> rows = readRows(missing);
      Stream<LockedKey> all =
          rows.size() < PARALLEL_DECODE_ROWS ? missing.stream() : missing.parallelStream();
      all.forEach(key -> key.prefetched(decodedAhead(key, rows.get(key.encoded()))));
    }
  }

  /** Whether the newest entry, or that there is none, is known without the cold tier. */
  boolean isInMemory(LockedKey key) {
    Unsaved unsaved = shared.queue().get(key.sharedKey());
    return hot.contains(key.key())
        || (unsaved != null && unsaved.hidesRow())
        || shared.warm().contains(key.sharedKey());
  }

  private Map<EncodedKey, Row> readRows(List<LockedKey> keys) {
    try {
      return coldTable().findAll(keys.stream().map(LockedKey::encoded).toList());
    } catch (ThermaeException e) {
      requireNotReleased();
      store.health().readFailed(e);
      keys.forEach(key -> key.readFailed(e));
      return Map.of();
    }
  }

  private LockedKey.Prefetched decodedAhead(LockedKey key, @Nullable Row row) {
    try {
      HotEntry entry = row == null ? null : codec.promoted(key.key(), row, row.deadlineMillis());
      return new LockedKey.Prefetched(row, entry);
    } catch (DecodeException e) {
      // Once more when its turn comes, to be counted and put aside.
      return new LockedKey.Prefetched(row, null);
    }
  }

  private @Nullable HotEntry promoted(LockedKey locked, Row row, long savedDeadlineMillis) {
    try {
      return codec.promoted(locked.key(), row, savedDeadlineMillis);
    } catch (DecodeException e) {
      passOver(locked, row, e);
      return null;
    }
  }

  /** I10. A row that a setting could make readable stays where it is; the others are put aside. */
  private void passOver(LockedKey locked, Row row, DecodeException why) {
    shared.counters().unreadable.increment();
    ColdTable cold = shared.cold();
    if (why.reason() == DecodeException.Reason.REFUSED) {
      locked.setUnreadableRow();
      warnings.warn(LOG, "Cache '{}' skips a stored entry: {}", shared.name(), why.getMessage());
    } else if (cold != null) {
      quarantine(cold, row, String.valueOf(why.getMessage()));
    }
  }

  /** It is a miss in any case: a row that cannot be moved, as on a full disk, stays where it is. */
  private void quarantine(ColdTable cold, Row row, String why) {
    try {
      cold.quarantine(row.key(), row.version(), why);
      warnings.warn(LOG, "Cache '{}' quarantined a stored entry: {}", shared.name(), why);
    } catch (ThermaeException e) {
      warnings.warn(
          LOG,
          "Cache '{}' skips a stored entry that could not be quarantined: {}",
          shared.name(),
          why + "; " + e.getMessage());
    }
  }

  // ------------------------------------------------------------------ writing

  /**
   * A new entry for a key, not yet applied. What cannot be stored is refused here, before anything
   * happens.
   *
   * @throws ThermaeException if the value's class cannot be stored in this cache
   */
  public HotEntry newEntry(LockedKey locked, Object value, long deadlineMillis) {
    return codec.newEntry(locked, value, store.versions().next(), deadlineMillis);
  }

  /**
   * Applies writes to keys that the caller has locked: all of them, or none if this throws.
   *
   * @throws ThermaeException if they could not be saved as the persist mode promises; every key
   *     then has the value it had
   */
  public void apply(List<Write> writes) {
    apply(writes, List.of());
  }

  /**
   * The same, with what is owed to the cache's writer for it: both or neither.
   *
   * @param owed operations on keys that the caller has locked, from {@link Outbox#owe}
   */
  public void apply(List<Write> writes, List<Owed> owed) {
    requireNotReleased();
    if (shared.hasOtherViews()) {
      // Before they are saved: from here on, readers of other views wait for the key's lock.
      writes.forEach(this::takeFromOtherViews);
    }
    persistence.save(this, writes, owed);
    // ---- saved, or sure to be; memory follows ----
    writes.forEach(this::publish);
    if (released) {
      takeBack(writes);
    }
  }

  private void takeFromOtherViews(Write write) {
    for (TieredTable other : shared.views()) {
      if (other != this) {
        other.giveUp(write.key());
      }
    }
  }

  /** A write as the cold tier takes it. The row of a value without bytes goes. */
  Change changeOf(Write write) {
    HotEntry entry = write.entry();
    EncodedKey encoded = write.key().encoded();
    if (entry == null) {
      return new Change.Delete(encoded);
    }
    try {
      return new Change.Put(codec.rowOf(entry, encoded));
    } catch (UnencodableException e) {
      shared.counters().unstorable.increment();
      warnUnstorable(e);
      return new Change.Delete(encoded);
    }
  }

  /** To be called when changes of this kind are committed: the entries know it from now on. */
  static void noteSaved(List<Write> writes, List<Change> changes) {
    for (int i = 0; i < writes.size(); i++) {
      HotEntry entry = writes.get(i).entry();
      if (entry != null && changes.get(i) instanceof Change.Put) {
        entry.saved(entry.deadlineMillis());
      }
    }
  }

  private void publish(Write write) {
    HotEntry entry = write.entry();
    if (entry == null) {
      hot.remove(write.key().key());
    } else {
      hot.put(ownedKey(write.key()), entry);
    }
    shared.warm().remove(write.key().sharedKey());
  }

  /**
   * The view was closed while user code held the operation up: what nobody will save is refused.
   */
  private void takeBack(List<Write> writes) {
    boolean refused = false;
    for (Write write : writes) {
      hot.remove(write.key().key());
      Unsaved unsaved = shared.queue().get(write.key().sharedKey());
      refused |= unsaved != null && unsaved.view() == this && shared.queue().remove(unsaved);
    }
    if (refused) {
      throw closed();
    }
  }

  /** Takes a locked key out of the memory of all views; its row has just been evicted. */
  void forget(LockedKey locked) {
    hot.remove(locked.key());
    takeFromOtherViews(new Write(locked, null));
    shared.queue().forget(locked.sharedKey());
    shared.warm().remove(locked.sharedKey());
  }

  /** Removes every entry, in all tiers and all views. */
  public void clear() {
    shared.locks().exclusively(this::clearLocked);
    settle();
  }

  private void clearLocked() {
    requireNotReleased();
    ColdTable cold = shared.cold();
    if (cold != null) {
      store.flusher().clear(shared, cold);
    }
    shared.views().forEach(TieredTable::forgetAll);
    shared.warm().clear();
  }

  /**
   * Returns when all that was written before is saved, deadlines that reads have moved included. In
   * MEMORY there is nothing to save.
   *
   * @throws ThermaeException if the file could not be written; what is unsaved stays so
   */
  public void flush() {
    if (shared.cold() != null) {
      noteMovedDeadlines();
      store.flusher().flush(shared);
    }
  }

  /**
   * Returns when what was written to these keys before is saved; moved deadlines are not looked
   * for.
   *
   * @throws ThermaeException if the file could not be written; what is unsaved stays so
   */
  public void flush(Collection<?> keys) {
    if (shared.cold() != null && !shared.queue().isEmpty()) {
      store.flusher().flush(shared, keys.stream().map(codec::sharedKey).toList());
    }
  }

  // ------------------------------------------------------------------ moving down

  /** Brings the tiers back to their bounds. Never throws: the operation is done. */
  void settle() {
    Events.left(shared.name(), Events.Tier.HOT, hot.settleDeparting(this::demoteIfFree));
    store.settle(shared);
  }

  /** False if the key's lock is busy, or its entry cannot be taken yet. */
  private boolean demoteIfFree(Object key) {
    Object sharedKey = codec.sharedKey(key);
    ReentrantLock lock = shared.locks().of(sharedKey);
    if (!lock.tryLock()) {
      return false;
    }
    try {
      HotEntry leaving = hot.takeLeaving(key);
      if (leaving != null) {
        demote(key, sharedKey, leaving);
      }
      return !hot.isStillLeaving(key);
    } finally {
      lock.unlock();
    }
  }

  private void demote(Object key, Object sharedKey, HotEntry entry) {
    entry.retire();
    Row row = options.hotOnly() ? null : encodedForDemotion(key, entry);
    if (row == null) {
      shared.counters().evictions.increment();
      return;
    }
    shared.counters().demotions.increment();
    codec.lend(key, entry);
    // What is in the queue is saved from there, with the deadline it has now.
    boolean isSavedFromQueue = shared.queue().holds(sharedKey, entry.version());
    long saved = isSavedFromQueue ? row.deadlineMillis() : entry.savedDeadlineMillis();
    WarmLane.Slot slot =
        new WarmLane.Slot(shared, sharedKey, row, saved, shared.warm().nextArrival());
    if (store.warm().hasRoomFor(slot)) {
      shared.warm().put(slot);
    } else {
      store.leaveMemory(slot);
    }
  }

  /** The row, or null where a value has no encoded form. */
  private @Nullable Row encodedForDemotion(Object key, HotEntry entry) {
    try {
      EncodedKey encoded = entry.encodedKey();
      return codec.rowOf(entry, encoded != null ? encoded : codec.encode(key));
    } catch (ThermaeException e) {
      warnUnstorable(e);
      return null;
    }
  }

  void warnUnstorable(ThermaeException why) {
    warnings.warn(
        LOG,
        "Cache '{}' holds values that cannot be encoded; they stay in the hot tier only, and are"
            + " gone when they are evicted: {}",
        shared.name(),
        why.getMessage());
  }

  // ------------------------------------------------------------------ all keys

  /**
   * All keys, each once; a key that is there from beginning to end is among them. Not a snapshot: a
   * key may have been removed or have expired by the time it is returned.
   */
  public Iterator<Object> keys() {
    ColdTable cold = shared.cold();
    return cold == null ? keysInMemory().iterator() : new ColdKeys(cold, codec, shared.queue());
  }

  /** Keys whose rows have expired, page by page; their entries in memory may know better. */
  public Iterator<List<Object>> expiredKeys() {
    ColdTable cold = shared.cold();
    return cold == null
        ? Collections.emptyIterator()
        : new ExpiredKeys(cold, codec, store.clock().millis());
  }

  private List<Object> keysInMemory() {
    List<Object> keys = new ArrayList<>();
    shared.locks().exclusively(() -> collectKeys(keys));
    settle();
    return keys;
  }

  private void collectKeys(List<Object> keys) {
    keys.addAll(hot.keys());
    for (WarmLane.Slot slot : shared.warm().all()) {
      keys.add(slot.sharedKey());
    }
  }

  /**
   * How many entries have not expired. Exact while nothing is written; counts rows, after having
   * flushed, so its cost grows with their number.
   *
   * @throws ThermaeException if the file could not be written or read
   */
  public long size() {
    ColdTable cold = shared.cold();
    if (cold == null) {
      return liveInMemory();
    }
    flush();
    return cold.count(store.clock().millis());
  }

  private long liveInMemory() {
    long now = store.clock().millis();
    long[] live = new long[1];
    shared
        .locks()
        .exclusively(
            () -> {
              for (Object key : hot.keys()) {
                HotEntry entry = hot.peek(key);
                live[0] += entry != null && !entry.isExpiredAt(now) ? 1 : 0;
              }
              for (WarmLane.Slot slot : shared.warm().all()) {
                live[0] += slot.row().deadlineMillis() > now ? 1 : 0;
              }
            });
    settle();
    return live[0];
  }

  /** How many entries have left the last tier for want of room, since the table was opened. */
  public long evictions() {
    return shared.counters().evictions.sum();
  }

  /** Counts and sizes. */
  public TableStatistics statistics() {
    hot.cleanUp();
    settle();
    TierCounters counters = shared.counters();
    ColdTable cold = shared.cold();
    return new TableStatistics(
        hot.size(),
        hot.bytes(),
        shared.warm().size(),
        shared.warm().bytes(),
        cold == null ? 0 : cold.count(store.clock().millis()),
        counters.warmHits.sum(),
        counters.coldHits.sum(),
        counters.promotions.sum(),
        counters.demotions.sum(),
        counters.evictions.sum(),
        counters.unreadable.sum() + (cold == null ? 0 : cold.quarantinedCount()),
        cold == null ? 0 : cold.quarantinedCount(),
        counters.unstorable.sum(),
        shared.queue().size(),
        store.statistics());
  }

  /** Brings the entries that were used last up to hot, until the view is closed. */
  void preload(int entries) {
    List<EncodedKey> newest = coldTable().mostRecentlyUsed(entries);
    for (int i = newest.size() - 1; i >= 0 && !released; i--) {
      Object key = codec.decodeIfPossible(newest.get(i));
      if (key != null) {
        try (LockedKey locked = lock(key)) {
          HotEntry unused = locked.find();
        }
      }
    }
  }

  // ------------------------------------------------------------------ closing

  /**
   * The end of this view: operations under way are waited for, what is unsaved is saved, memory is
   * let go.
   *
   * @throws ThermaeException if something could not be saved; it is lost when the process ends
   */
  void release() {
    released = true;
    drain();
    try {
      flush();
    } catch (ThermaeException e) {
      store.flusher().removeOldRows(shared, e);
      throw new ThermaeException(
          String.format(
              "Cache '%s' was closed with %,d unsaved changes, which are lost: %s",
              shared.name(), shared.queue().size(), e.getMessage()),
          e);
    } finally {
      forgetAll();
    }
  }

  /** Waits for the operations that are under way. */
  void drain() {
    shared.locks().drain(DRAIN_NANOS);
  }

  private void noteMovedDeadlines() {
    hot.forEach(this::noteMovedDeadline);
    for (WarmLane.Slot slot : shared.warm().all()) {
      if (slot.isDeadlineUnsaved()) {
        noteIfNothingWaits(slot.sharedKey(), slot.row());
      }
    }
  }

  private void noteMovedDeadline(Object key, HotEntry entry) {
    if (entry.isDeadlineUnsaved()) {
      Object sharedKey = codec.sharedKey(key);
      noteIfNothingWaits(sharedKey, codec.rowOf(entry, codec.encodedOf(sharedKey)));
    }
  }

  /** Without the key's lock: what a write puts into the queue meanwhile must stay. */
  private void noteIfNothingWaits(Object sharedKey, Row row) {
    store.flusher().admit();
    Unsaved touch = Unsaved.touch(sharedKey, row, store.clock().millis());
    Unsaved waiting = shared.queue().get(sharedKey);
    if (waiting == null) {
      boolean unused = shared.queue().putIfAbsent(touch);
    } else if (!waiting.hidesRow()) {
      boolean unused = shared.queue().replace(waiting, touch);
    }
  }

  private void requireNotReleased() {
    if (released) {
      throw closed();
    }
  }

  private ThermaeException closed() {
    return new ThermaeException("Cache '" + shared.name() + "' is closed");
  }

  /** The cold table of a store that has one. */
  ColdTable coldTable() {
    ColdTable cold = shared.cold();
    if (cold == null) {
      throw new IllegalStateException("store " + store.name() + " has no file");
    }
    return cold;
  }

  /** After a clear, and at the end: a closed cache that somebody still holds holds no entries. */
  private void forgetAll() {
    hot.clear();
    codec.forgetLent();
  }
}
