package io.github.thermae.internal.jcache;

import static io.github.thermae.internal.jcache.Lookup.HIT;
import static io.github.thermae.internal.jcache.Lookup.MISS;
import static io.github.thermae.internal.jcache.Lookup.UNCOUNTED;
import static io.github.thermae.internal.jcache.Operation.unwritten;
import static io.github.thermae.internal.jcache.Operation.whateverIsUnread;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every operation of {@code javax.cache.Cache} on a key, as a decision. Which of them count as a
 * hit, a miss, a put or a removal, and which are an access or an update to the expiry policy,
 * follows the tables in JSR-107 ("Cache Statistics" and "Expiry Policies"); a store counts as a put
 * and the removal of a live entry as a removal, so only reads are counted here.
 */
final class Operations {
  private Operations() {}

  static <V> Operation<V, @Nullable V> get() {
    return unwritten(
        whateverIsUnread(
            current ->
                current == null
                    ? Outcome.load(null, Function.identity(), MISS)
                    : Outcome.access(current, HIT)));
  }

  /** A read that never loads: what an iterator returns. */
  static <V> Operation<V, @Nullable V> visit() {
    return unwritten(
        whateverIsUnread(
            current ->
                current == null ? Outcome.nothing(null, UNCOUNTED) : Outcome.access(current, HIT)));
  }

  static <V> Operation<V, Boolean> contains() {
    return unwritten(whateverIsUnread(current -> Outcome.nothing(current != null, UNCOUNTED)));
  }

  static <V> Operation<V, Boolean> put(V value) {
    return whateverIsUnread(current -> Outcome.store(value, true, UNCOUNTED));
  }

  static <V> Operation<V, @Nullable V> getAndPut(V value) {
    return current -> Outcome.store(value, current, hitIf(current != null));
  }

  static <V> Operation<V, Boolean> putIfAbsent(V value) {
    return current ->
        current == null ? Outcome.store(value, true, MISS) : Outcome.nothing(false, HIT);
  }

  static <V> Operation<V, Boolean> remove() {
    return whateverIsUnread(current -> Outcome.remove(current != null, UNCOUNTED));
  }

  /** As {@link #remove()}, but the writer hears of entries only that are there. */
  static <V> Operation<V, Boolean> removeIfPresent() {
    return whateverIsUnread(
        current ->
            current == null ? Outcome.discard(false, UNCOUNTED) : Outcome.remove(true, UNCOUNTED));
  }

  static <V> Operation<V, Boolean> remove(V expected) {
    return current -> {
      if (current == null) {
        return Outcome.nothing(false, MISS);
      }
      return current.equals(expected) ? Outcome.remove(true, HIT) : Outcome.access(false, HIT);
    };
  }

  static <V> Operation<V, @Nullable V> getAndRemove() {
    return current -> Outcome.remove(current, hitIf(current != null));
  }

  static <V> Operation<V, Boolean> replace(V value) {
    return current ->
        current == null ? Outcome.nothing(false, MISS) : Outcome.store(value, true, HIT);
  }

  static <V> Operation<V, Boolean> replace(V expected, V value) {
    return current -> {
      if (current == null) {
        return Outcome.nothing(false, MISS);
      }
      return current.equals(expected)
          ? Outcome.store(value, true, HIT)
          : Outcome.access(false, HIT);
    };
  }

  static <V> Operation<V, @Nullable V> getAndReplace(V value) {
    return current ->
        current == null ? Outcome.nothing(null, MISS) : Outcome.store(value, current, HIT);
  }

  /** A value from the loader, put in whatever is there. */
  static <V> Operation<V, Boolean> replaceByLoaded(V value) {
    return unwritten(whateverIsUnread(current -> Outcome.storeLoaded(value, true, UNCOUNTED)));
  }

  /** A value from the loader, put in if nothing is there. */
  static <V> Operation<V, Boolean> addLoaded(V value) {
    return unwritten(
        whateverIsUnread(
            current ->
                current == null
                    ? Outcome.storeLoaded(value, true, UNCOUNTED)
                    : Outcome.nothing(false, UNCOUNTED)));
  }

  private static Lookup hitIf(boolean found) {
    return found ? HIT : MISS;
  }
}
