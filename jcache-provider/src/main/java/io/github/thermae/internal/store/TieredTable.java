package io.github.thermae.internal.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.Immutables;
import io.github.thermae.internal.codec.KeyCodec;
import io.github.thermae.internal.codec.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
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
 *   hot        Caffeine. What a write or a read put here is the newest.
 *   departing  what Caffeine has evicted and nobody has encoded yet
 *   views      hot or departing of another class loader's view on the same table
 *   warm       encoded, in memory
 *   cold       the row (not in MEMORY)
 * </pre>
 *
 * Caffeine evicts at a moment of its own choosing, in whatever thread, and tells us under its lock:
 * the hook only notes the entry in <em>departing</em>, before it vanishes from <em>hot</em>. So
 * entries go from hot to departing without the key's lock, and every other step needs it. That
 * gives two rules:
 *
 * <ul>
 *   <li>who looks, looks into hot before departing, or could miss an entry on its way;
 *   <li>an entry found in departing is the newest only if hot had none when asked before. A put may
 *       have replaced it in hot meanwhile: then it stays behind in departing, where a newer one
 *       that leaves hot takes its place, and the mover drops it. For a moment an entry is in both,
 *       when Caffeine has told us and not yet removed it: that one must stay.
 * </ul>
 *
 * The thread whose operation is done settles: it demotes what is departing and brings the warm tier
 * back to its bound. It takes each key's lock only if it is free; whoever holds it settles after
 * it.
 */
public final class TieredTable {
  private static final Logger LOG = LoggerFactory.getLogger(TieredTable.class);

  /** How many candidates for leaving the warm tier are looked at in one go. */
  private static final int TRIM_BATCH = 16;

  private final TieredStore store;
  private final SharedTable shared;
  private final TableOptions options;
  private final KeyCodec keyCodec;
  private final ValueCodec valueCodec;
  private final boolean durable;
  private final Cache<Object, HotEntry> hotCache;
  private final ConcurrentMap<Object, HotEntry> hot;
  private final ConcurrentMap<Object, HotEntry> departing = new ConcurrentHashMap<>();
  private final LentObjects lent = new LentObjects();
  private final WarnOnce warnings = new WarnOnce();

  TieredTable(
      TieredStore store,
      SharedTable shared,
      TableOptions options,
      KeyCodec keyCodec,
      ValueCodec valueCodec) {
    this.store = store;
    this.shared = shared;
    this.options = options;
    this.keyCodec = keyCodec;
    this.valueCodec = valueCodec;
    this.durable = shared.cold() != null;
    this.hotCache =
        Caffeine.newBuilder()
            .maximumSize(options.hotMaxEntries())
            // In the caller: what an operation evicted is known when it settles.
            .executor(Runnable::run)
            .evictionListener(this::depart)
            .build();
    this.hot = hotCache.asMap();
  }

  TableOptions options() {
    return options;
  }

  SharedTable shared() {
    return shared;
  }

  // ------------------------------------------------------------------ reading

  /**
   * The hot tier, to be read from only: a hit costs the probe and nothing else. An entry found here
   * may have expired; {@link #lock} and {@link LockedKey#find} see the other tiers.
   */
  public ConcurrentMap<Object, HotEntry> hot() {
    return hot;
  }

  /** The entry's value: the object itself by reference or if it is immutable, else a fresh copy. */
  public Object objectOf(HotEntry entry) {
    Object object = entry.object();
    return object != null ? object : decoded(entry);
  }

  private Object decoded(HotEntry entry) {
    byte[] bytes = entry.bytes();
    if (bytes == null) {
      throw new IllegalStateException("an entry has an object or bytes");
    }
    return valueCodec.decode(bytes);
  }

  /** Locks a key until the result is closed. */
  public LockedKeys lock(Object key) {
    EncodedKey encoded = durable ? keyCodec.encode(key) : null;
    int[] stripes = {stripeOf(key, encoded)};
    shared.locks().lock(stripes);
    return new LockedKeys(this, stripes, List.of(new LockedKey(this, key, encoded)));
  }

  /** Locks several keys, in an order that cannot deadlock with others that do the same. */
  public LockedKeys lockAll(Collection<?> keys) {
    List<LockedKey> locked = new ArrayList<>(keys.size());
    int[] stripes = new int[keys.size()];
    int i = 0;
    for (Object key : keys) {
      EncodedKey encoded = durable ? keyCodec.encode(key) : null;
      stripes[i++] = stripeOf(key, encoded);
      locked.add(new LockedKey(this, key, encoded));
    }
    int[] distinct = Arrays.stream(stripes).sorted().distinct().toArray();
    shared.locks().lock(distinct);
    return new LockedKeys(this, distinct, locked);
  }

  void unlock(int[] stripes) {
    shared.locks().unlock(stripes);
  }

  /**
   * A table in a file may have views of several class loaders, under which equal keys may have
   * different hash codes (an enum's differs in every run): there the canonical bytes choose the
   * lock.
   */
  private int stripeOf(Object key, @Nullable EncodedKey encoded) {
    return shared.locks().stripe(lockHash(key, encoded));
  }

  /** One and the same for a key at all times: in MEMORY some entries know their encoded key too. */
  private int lockHash(Object key, @Nullable EncodedKey encoded) {
    return durable && encoded != null ? encoded.hashCode() : key.hashCode();
  }

  EncodedKey encode(Object key) {
    return keyCodec.encode(key);
  }

  /** See {@link LockedKey#find}. */
  @Nullable HotEntry find(LockedKey locked) {
    HotEntry entry = hot.get(locked.key());
    if (entry != null) {
      return entry;
    }
    entry = departing.remove(locked.key());
    if (entry == null && shared.hasOtherViews()) {
      entry = fromOtherViews(locked);
    }
    if (entry == null && !store.warm().isEmpty()) {
      entry = fromWarm(locked);
    }
    if (entry == null) {
      entry = fromCold(locked);
    }
    if (entry != null) {
      hot.put(ownedKey(locked), entry);
    }
    return entry;
  }

  private @Nullable HotEntry fromOtherViews(LockedKey locked) {
    for (TieredTable other : shared.views()) {
      HotEntry entry = other == this ? null : other.giveUp(locked.encoded());
      byte[] bytes = entry == null ? null : entry.bytes();
      if (entry != null && bytes != null) {
        Row row = rowOf(entry, locked.encoded(), bytes);
        return promoted(locked, row, entry.savedDeadlineMillis());
      }
    }
    return null;
  }

  /** Takes a key out of this view's memory, for another view that holds its lock. */
  private @Nullable HotEntry giveUp(EncodedKey encoded) {
    if (hot.isEmpty() && departing.isEmpty()) {
      return null;
    }
    Object key;
    try {
      key = keyCodec.decode(encoded);
    } catch (DecodeException e) {
      // A key that this view's loader cannot make was never put into its hot tier.
      return null;
    }
    HotEntry fromHot = hot.remove(key);
    HotEntry fromDeparting = departing.remove(key);
    HotEntry newest = fromHot != null ? fromHot : fromDeparting;
    if (newest != null) {
      newest.retire();
    }
    return newest;
  }

  private @Nullable HotEntry fromWarm(LockedKey locked) {
    EncodedKey encoded = encodedIfPossible(locked);
    WarmTier.Slot slot = encoded == null ? null : store.warm().remove(shared, encoded);
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

  /** In MEMORY a key that has no canonical form can be in the hot tier only. */
  private @Nullable EncodedKey encodedIfPossible(LockedKey locked) {
    try {
      return locked.encoded();
    } catch (ThermaeException e) {
      if (durable) {
        throw e;
      }
      return null;
    }
  }

  /** See {@link LockedKeys#prefetch}. */
  void prefetch(List<LockedKey> keys) {
    ColdTable cold = shared.cold();
    if (cold == null) {
      return;
    }
    List<LockedKey> missing = new ArrayList<>();
    for (LockedKey key : keys) {
      if (!hot.containsKey(key.key()) && !departing.containsKey(key.key())) {
        missing.add(key);
      }
    }
    if (missing.size() > 1) {
      Map<EncodedKey, Row> rows = cold.findAll(missing.stream().map(LockedKey::encoded).toList());
      missing.forEach(key -> key.prefetched(rows.get(key.encoded())));
    }
  }

  private @Nullable HotEntry fromCold(LockedKey locked) {
    ColdTable cold = shared.cold();
    if (cold == null) {
      return null;
    }
    Row row = locked.isPrefetched() ? locked.prefetched() : cold.find(locked.encoded());
    if (row == null) {
      return null;
    }
    HotEntry entry = promoted(locked, row, row.deadlineMillis());
    if (entry != null) {
      shared.counters().coldHits.increment();
      shared.counters().promotions.increment();
    }
    return entry;
  }

  private @Nullable HotEntry promoted(LockedKey locked, Row row, long savedDeadlineMillis) {
    Object held = options.byValue() ? null : lent.recall(locked.key(), row.version());
    if (held != null) {
      return HotEntry.promoted(held, row, savedDeadlineMillis);
    }
    try {
      if (row.schema() != valueCodec.schema()) {
        throw new DecodeException(
            DecodeException.Reason.CHANGED, "the row was written by codec " + row.schema());
      }
      Object object = valueCodec.decode(row.value());
      return HotEntry.promoted(isShareable(object) ? object : null, row, savedDeadlineMillis);
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

  private boolean isShareable(Object object) {
    return !options.byValue() || Immutables.isImmutable(object);
  }

  /** By value, the key in the hot tier must not be one that the user can still change. */
  private Object ownedKey(LockedKey locked) {
    Object key = locked.key();
    return isShareable(key) ? key : keyCodec.decode(locked.encoded());
  }

  /** A copy of a key for the user, where he could change ours. */
  public Object keyForUser(Object key) {
    return isShareable(key) ? key : keyCodec.decode(keyCodec.encode(key));
  }

  // ------------------------------------------------------------------ writing

  /**
   * A new entry for a key, not yet applied. What must be encoded is encoded here, so that a value
   * that cannot be stored is refused before anything happens.
   *
   * @throws ThermaeException if the value's class cannot be stored in this cache
   */
  public HotEntry newEntry(LockedKey locked, Object value, long deadlineMillis) {
    Object object = isShareable(value) ? value : null;
    byte[] bytes = durable || object == null ? valueCodec.encode(value) : null;
    return new HotEntry(
        object,
        bytes,
        valueCodec.schema(),
        durable ? locked.encoded() : null,
        store.versions().next(),
        durable ? store.clock().millis() : 0,
        deadlineMillis,
        durable ? deadlineMillis : HotEntry.UNSAVED);
  }

  /**
   * Applies writes to keys that the caller has locked: all of them, or none if this throws.
   *
   * @throws ThermaeException if the file could not be written; every key then has the value it had
   */
  public void apply(List<Write> writes) {
    if (shared.hasOtherViews()) {
      // Before the commit: from here on, readers of other views wait for the key's lock.
      writes.forEach(this::takeFromOtherViews);
    }
    ColdTable cold = shared.cold();
    if (cold != null) {
      cold.apply(changes(writes));
    }
    // ---- committed; memory follows ----
    writes.forEach(this::publish);
  }

  private void takeFromOtherViews(Write write) {
    for (TieredTable other : shared.views()) {
      if (other != this) {
        other.giveUp(write.key().encoded());
      }
    }
  }

  private List<Change> changes(List<Write> writes) {
    List<Change> changes = new ArrayList<>(writes.size());
    for (Write write : writes) {
      HotEntry entry = write.entry();
      EncodedKey encoded = write.key().encoded();
      byte[] bytes = entry == null ? null : entry.bytes();
      changes.add(
          entry == null || bytes == null
              ? new Change.Delete(encoded)
              : new Change.Put(rowOf(entry, encoded, bytes)));
    }
    return changes;
  }

  private void publish(Write write) {
    Object key = write.key().key();
    HotEntry entry = write.entry();
    if (entry == null) {
      // Hot first: what Caffeine evicts meanwhile is in departing by then.
      hot.remove(key);
      departing.remove(key);
    } else {
      hot.put(ownedKey(write.key()), entry);
    }
    dropFromWarm(write.key());
  }

  private void dropFromWarm(LockedKey locked) {
    if (!store.warm().isEmpty()) {
      EncodedKey encoded = encodedIfPossible(locked);
      if (encoded != null) {
        store.warm().remove(shared, encoded);
      }
    }
  }

  /** Removes every entry, in all tiers and all views. */
  public void clear() {
    shared.locks().exclusively(this::clearLocked);
  }

  private void clearLocked() {
    ColdTable cold = shared.cold();
    if (cold != null) {
      cold.clear();
    }
    for (TieredTable view : shared.views()) {
      view.forgetAll();
    }
    store.warm().removeAll(shared);
  }

  // ------------------------------------------------------------------ moving down

  /** Caffeine's hook; runs under its lock, so it only notes. */
  private void depart(@Nullable Object key, @Nullable HotEntry entry, RemovalCause cause) {
    if (key != null && entry != null) {
      departing.merge(key, entry, (a, b) -> a.version() > b.version() ? a : b);
    }
  }

  /** Demotes what is departing and trims the warm tier. Never throws: the operation is done. */
  void settle() {
    if (!departing.isEmpty()) {
      departing.keySet().forEach(this::demoteIfFree);
    }
    if (store.warm().isOverfull()) {
      store.trimWarm(TRIM_BATCH);
    }
  }

  private void demoteIfFree(Object key) {
    HotEntry seen = departing.get(key);
    if (seen == null) {
      return;
    }
    int hash = lockHash(key, seen.encodedKey());
    ReentrantLock lock = shared.locks().at(shared.locks().stripe(hash));
    if (lock.tryLock()) {
      try {
        demote(key, hash);
      } finally {
        lock.unlock();
      }
    }
  }

  private void demote(Object key, int lockHash) {
    HotEntry older = departing.get(key);
    HotEntry newest = hot.get(key);
    if (newest != null) {
      // The same entry in both is one that Caffeine is about to remove: it stays in departing.
      if (older != null && older != newest) {
        departing.remove(key, older);
      }
      return;
    }
    // Not what was seen before hot was found empty, but what is there now: see the class comment.
    HotEntry entry = departing.remove(key);
    if (entry == null) {
      return;
    }
    entry.retire();
    Row row = encodedForDemotion(key, entry);
    if (row == null) {
      shared.counters().evictions.increment();
      return;
    }
    shared.counters().demotions.increment();
    lend(key, entry);
    WarmTier.Slot slot = new WarmTier.Slot(shared, row, entry.savedDeadlineMillis(), lockHash);
    if (store.warm().hasRoomFor(slot)) {
      store.warm().put(slot);
    } else {
      store.leaveWarm(slot);
    }
  }

  private void lend(Object key, HotEntry entry) {
    Object object = entry.object();
    if (!options.byValue() && object != null && !Immutables.isImmutable(object)) {
      lent.remember(key, entry.version(), object);
    }
  }

  /** The row, or null where a by-reference value in MEMORY has no encoded form. */
  private @Nullable Row encodedForDemotion(Object key, HotEntry entry) {
    try {
      EncodedKey encoded = entry.encodedKey();
      byte[] bytes = entry.bytes();
      return rowOf(
          entry,
          encoded != null ? encoded : keyCodec.encode(key),
          bytes != null ? bytes : valueCodec.encode(objectOf(entry)));
    } catch (ThermaeException e) {
      warnings.warn(
          LOG,
          "Cache '{}' evicts entries that it cannot keep in the warm tier: {}",
          shared.name(),
          e.getMessage());
      return null;
    }
  }

  private static Row rowOf(HotEntry entry, EncodedKey encoded, byte[] bytes) {
    return new Row(
        encoded,
        bytes,
        entry.schema(),
        entry.version(),
        entry.deadlineMillis(),
        entry.updatedMillis());
  }

  // ------------------------------------------------------------------ all keys

  /**
   * All keys, each once; a key that is there from beginning to end is among them. Not a snapshot: a
   * key may have been removed or have expired by the time it is returned.
   */
  public Iterator<Object> keys() {
    ColdTable cold = shared.cold();
    return cold == null ? keysInMemory().iterator() : new ColdKeys(cold, keyCodec);
  }

  /** Keys whose rows have expired, page by page; their entries in memory may know better. */
  public Iterator<List<Object>> expiredKeys() {
    ColdTable cold = shared.cold();
    return cold == null
        ? Collections.emptyIterator()
        : new ExpiredKeys(cold, keyCodec, store.clock().millis());
  }

  private List<Object> keysInMemory() {
    List<Object> keys = new ArrayList<>();
    // While all keys are locked an entry can only go from hot to departing: the order finds it.
    shared.locks().exclusively(() -> collectKeys(keys));
    return keys;
  }

  private void collectKeys(List<Object> keys) {
    Set<Object> inMemory = new LinkedHashSet<>(hot.keySet());
    inMemory.addAll(departing.keySet());
    keys.addAll(inMemory);
    for (WarmTier.Slot slot : store.warm().of(shared)) {
      keys.add(keyCodec.decode(slot.row().key()));
    }
  }

  /** How many entries have left the last tier for want of room, since the table was opened. */
  public long evictions() {
    return shared.counters().evictions.sum();
  }

  /** Counts and sizes. */
  public TableStatistics statistics() {
    TierCounters counters = shared.counters();
    WarmTier.Usage warm = store.warm().usage(shared);
    ColdTable cold = shared.cold();
    hotCache.cleanUp();
    settle();
    return new TableStatistics(
        hot.size(),
        warm.entries(),
        warm.bytes(),
        cold == null ? 0 : cold.count(store.clock().millis()),
        counters.warmHits.sum(),
        counters.coldHits.sum(),
        counters.promotions.sum(),
        counters.demotions.sum(),
        counters.evictions.sum(),
        counters.unreadable.sum() + (cold == null ? 0 : cold.quarantinedCount()),
        store.fileBytes());
  }

  // ------------------------------------------------------------------ closing

  /** Saves deadlines that reads have moved, for the next opening, and lets go of the memory. */
  void release() {
    try {
      saveDeadlines();
    } finally {
      forgetAll();
    }
  }

  private void saveDeadlines() {
    ColdTable cold = shared.cold();
    if (cold != null) {
      List<Change> touches = new ArrayList<>();
      collectUnsaved(hot.values(), touches);
      collectUnsaved(departing.values(), touches);
      if (!touches.isEmpty()) {
        cold.apply(touches);
      }
    }
  }

  /** After a clear, and at the end: a closed cache that somebody still holds holds no entries. */
  private void forgetAll() {
    // Hot first: what Caffeine evicts meanwhile is in departing by then.
    hot.clear();
    departing.clear();
    lent.clear();
  }

  private void collectUnsaved(Collection<HotEntry> entries, List<Change> touches) {
    for (HotEntry entry : entries) {
      EncodedKey encoded = entry.encodedKey();
      byte[] bytes = entry.bytes();
      if (entry.isDeadlineUnsaved() && encoded != null && bytes != null) {
        touches.add(new Change.Touch(rowOf(entry, encoded, bytes), store.clock().millis()));
      }
    }
  }
}
