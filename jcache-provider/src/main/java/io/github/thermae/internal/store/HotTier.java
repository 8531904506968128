package io.github.thermae.internal.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The hot tier of one view: the entries in Caffeine, and those that Caffeine has evicted and nobody
 * has taken down yet. Bounded in entries or in encoded bytes; what is departing is taken down by
 * the operation that made it depart. It moves nothing by itself. Thread-safe.
 *
 * <p>Caffeine evicts at a moment of its own choosing, in whatever thread, and tells us under its
 * lock: the hook only notes the entry in <em>departing</em>, before it vanishes from
 * <em>entries</em>. So an entry goes there without its key's lock, and every other step needs it.
 * That gives two rules:
 *
 * <ul>
 *   <li>who looks, looks into entries before departing, or could miss one on its way;
 *   <li>an entry found in departing is the newest only if entries had none when asked before. A put
 *       may have replaced it meanwhile: then it stays behind in departing, where a newer one takes
 *       its place, and {@link #takeLeaving} drops it. For a moment an entry is in both, when
 *       Caffeine has told us and not yet removed it: that one must stay.
 * </ul>
 */
final class HotTier {
  /** What an entry costs beside its key's and value's encoded bytes: map node and entry. */
  static final int OVERHEAD_BYTES = 128;

  private static final int UNKNOWN_KEY_BYTES = 32;

  /** For a value that has no encoded form; it must not count as nothing. */
  private static final int UNKNOWN_VALUE_BYTES = 1024;

  private final Cache<Object, HotEntry> cache;
  private final ConcurrentMap<Object, HotEntry> entries;
  private final ConcurrentMap<Object, HotEntry> departing = new ConcurrentHashMap<>();

  /**
   * The keys of departing, maybe some more than once or no longer there. Beside the map because a
   * map that was large once is slow to walk over for ever.
   */
  private final Queue<Object> departingKeys = new ConcurrentLinkedQueue<>();

  HotTier(TableOptions options) {
    Caffeine<Object, HotEntry> builder =
        Caffeine.newBuilder()
            // In the caller: what an operation evicted is known when it settles.
            .executor(Runnable::run)
            .evictionListener(this::depart);
    if (options.hotMaxBytes().isPresent()) {
      builder.maximumWeight(options.hotMaxBytes().getAsLong()).weigher(HotTier::weight);
    } else {
      builder.maximumSize(options.hotMaxEntries());
    }
    this.cache = builder.build();
    this.entries = cache.asMap();
  }

  /** In encoded bytes; with a bound in bytes every entry has them that can have. */
  private static int weight(Object key, HotEntry entry) {
    byte[] bytes = entry.bytes();
    int valueBytes = bytes == null ? UNKNOWN_VALUE_BYTES : bytes.length;
    long weight = OVERHEAD_BYTES + (long) keyBytes(key, entry) + valueBytes;
    return (int) Math.min(Integer.MAX_VALUE, weight);
  }

  private static int keyBytes(Object key, HotEntry entry) {
    if (entry.encodedKey() != null) {
      return entry.encodedKey().bytes().length;
    }
    return key instanceof String text ? text.length() : UNKNOWN_KEY_BYTES;
  }

  /** Caffeine's hook; runs under its lock, so it only notes. */
  private void depart(@Nullable Object key, @Nullable HotEntry entry, RemovalCause cause) {
    if (key != null && entry != null) {
      departing.merge(key, entry, (a, b) -> a.version() > b.version() ? a : b);
      departingKeys.add(key);
    }
  }

  /** What is hot, to be read from without a lock. */
  ConcurrentMap<Object, HotEntry> entries() {
    return entries;
  }

  void put(Object key, HotEntry entry) {
    entries.put(key, entry);
  }

  /** Takes an entry back that was about to leave; only after {@link #entries} had none. */
  @Nullable HotEntry takeDeparting(Object key) {
    return departing.isEmpty() ? null : departing.remove(key);
  }

  /** Takes a key out; the newest of what was there, or null. */
  @Nullable HotEntry remove(Object key) {
    // Entries first: what Caffeine evicts meanwhile is in departing by then.
    HotEntry entry = entries.remove(key);
    HotEntry leaving = departing.remove(key);
    return entry != null ? entry : leaving;
  }

  /** The entry, whether hot or departing, left where it is. */
  @Nullable HotEntry peek(Object key) {
    HotEntry entry = entries.get(key);
    return entry != null ? entry : departing.get(key);
  }

  boolean contains(Object key) {
    return entries.containsKey(key) || departing.containsKey(key);
  }

  boolean isEmpty() {
    return entries.isEmpty() && departing.isEmpty();
  }

  /**
   * Has every departing key taken down that can be. A key that cannot, since its lock is busy or
   * Caffeine has yet to let go of it, is put back and then tried once more: so either this succeeds
   * or whoever stands in the way finds the key when he settles after that.
   *
   * @param takeDown false if it could not be done
   */
  void settleDeparting(Predicate<Object> takeDown) {
    List<Object> left = List.of();
    for (Object key = departingKeys.poll(); key != null; key = departingKeys.poll()) {
      if (!takeDown.test(key)) {
        left = left.isEmpty() ? new ArrayList<>() : left;
        left.add(key);
      }
    }
    departingKeys.addAll(left);
    for (Object key : left) {
      boolean unused = takeDown.test(key);
    }
  }

  /** Whether Caffeine has told us of an entry and not yet let go of it. */
  boolean isStillLeaving(Object key) {
    return departing.containsKey(key);
  }

  /** What is to go down for a key whose lock is held, or null if it is hot (again) or gone. */
  @Nullable HotEntry takeLeaving(Object key) {
    HotEntry older = departing.get(key);
    HotEntry newest = entries.get(key);
    if (newest == null) {
      // Not what was seen before entries was asked, but what is there now.
      return departing.remove(key);
    }
    if (older != null && older != newest) {
      departing.remove(key, older);
    }
    return null;
  }

  /** The keys, each once; complete only while all keys are locked. */
  Set<Object> keys() {
    Set<Object> keys = new LinkedHashSet<>(entries.keySet());
    keys.addAll(departing.keySet());
    return keys;
  }

  void forEach(BiConsumer<Object, HotEntry> action) {
    entries.forEach(action);
    departing.forEach(action);
  }

  void clear() {
    // Entries first: what Caffeine evicts meanwhile is in departing by then.
    entries.clear();
    departing.clear();
    departingKeys.clear();
  }

  /** Lets Caffeine finish what it has put off, so that sizes are exact. */
  void cleanUp() {
    cache.cleanUp();
  }

  long size() {
    return entries.size();
  }

  /** The encoded bytes, known where they are bounded; else -1. */
  long bytes() {
    return cache
        .policy()
        .eviction()
        .filter(Policy.Eviction::isWeighted)
        .map(eviction -> eviction.weightedSize().orElse(0))
        .orElse(-1L);
  }
}
