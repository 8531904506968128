package io.github.thermae.internal.jcache;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The live entries of a cache. Each is looked up when its turn comes, so what was removed or has
 * expired since is passed over. For one thread, as every iterator.
 */
final class EntryIterator<K, V> implements Iterator<Cache.Entry<K, V>> {
  private final Iterator<K> keys;
  private final Function<K, @Nullable V> lookUp;
  private final Consumer<K> remove;
  private Cache.@Nullable Entry<K, V> next;
  private @Nullable K removable;

  EntryIterator(Iterator<K> keys, Function<K, @Nullable V> lookUp, Consumer<K> remove) {
    this.keys = keys;
    this.lookUp = lookUp;
    this.remove = remove;
  }

  @Override
  public boolean hasNext() {
    while (next == null && keys.hasNext()) {
      K key = keys.next();
      V value = lookUp.apply(key);
      next = value == null ? null : new LiveEntry<>(key, value);
    }
    return next != null;
  }

  @Override
  public Cache.Entry<K, V> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the cache has no more entries");
    }
    Cache.Entry<K, V> entry = next;
    next = null;
    removable = entry.getKey();
    return entry;
  }

  @Override
  public void remove() {
    K key = removable;
    if (key == null) {
      throw new IllegalStateException("next() must be called before each remove()");
    }
    removable = null;
    remove.accept(key);
  }
}
