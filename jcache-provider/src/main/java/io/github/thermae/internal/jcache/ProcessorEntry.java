package io.github.thermae.internal.jcache;

import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * The entry that an entry processor works on: it records what the processor does and changes
 * nothing. For one thread, during one call.
 */
final class ProcessorEntry<K, V> implements MutableEntry<K, V> {
  /** What the processor has done so far. */
  private enum State {
    /** Nothing that matters. */
    UNTOUCHED,
    /** It has read the value that was there. */
    READ,
    /** It has read a value that the loader had. */
    LOADED,
    /** It has set a value. */
    SET,
    /** It has removed the entry. */
    REMOVED
  }

  private final K key;
  private final boolean existed;
  private final Loading<K, V> loading;
  private @Nullable V value;
  private State state = State.UNTOUCHED;

  ProcessorEntry(K key, @Nullable V current, Loading<K, V> loading) {
    this.key = key;
    this.value = current;
    this.existed = current != null;
    this.loading = loading;
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public boolean exists() {
    return value != null;
  }

  @Override
  public @Nullable V getValue() {
    if (state == State.UNTOUCHED) {
      if (existed) {
        state = State.READ;
      } else if (loading.isReadThrough()) {
        value = loading.load(key);
        state = value == null ? State.UNTOUCHED : State.LOADED;
      }
    }
    return value;
  }

  @Override
  public void setValue(V newValue) {
    value = Arguments.notNull(newValue, "value");
    state = State.SET;
  }

  @Override
  public void remove() {
    boolean neverSeen = state == State.SET && !existed;
    value = null;
    state = neverSeen ? State.UNTOUCHED : State.REMOVED;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrapping.unwrap(this, type);
  }

  /** What the processor decided, and what it returned. */
  <R extends @Nullable Object> Outcome<V, R> outcome(R result) {
    Lookup lookup = lookup();
    V left = value;
    if (left != null && state == State.SET) {
      return Outcome.store(left, result, lookup);
    } else if (left != null && state == State.LOADED) {
      return Outcome.storeLoaded(left, result, lookup);
    }
    return switch (state) {
      case READ -> Outcome.access(result, lookup);
      case REMOVED -> Outcome.remove(result, lookup);
      default -> Outcome.nothing(result, lookup);
    };
  }

  /** What a processor that failed comes to: a look-up, and no change. */
  <R extends @Nullable Object> Outcome<V, R> failed(R result) {
    return Outcome.nothing(result, lookup());
  }

  private Lookup lookup() {
    return existed ? Lookup.HIT : Lookup.MISS;
  }
}
