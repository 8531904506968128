package io.github.thermae.internal.jcache;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those keys that are live when their turn comes. For one thread, as every iterator. */
final class LiveKeys<K> implements Iterator<K> {
  private final Iterator<K> keys;
  private final Predicate<K> isLive;
  private @Nullable K next;

  LiveKeys(Iterator<K> keys, Predicate<K> isLive) {
    this.keys = keys;
    this.isLive = isLive;
  }

  @Override
  public boolean hasNext() {
    while (next == null && keys.hasNext()) {
      K key = keys.next();
      next = isLive.test(key) ? key : null;
    }
    return next != null;
  }

  @Override
  public K next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the cache has no more keys");
    }
    K key = next;
    next = null;
    return key;
  }
}
