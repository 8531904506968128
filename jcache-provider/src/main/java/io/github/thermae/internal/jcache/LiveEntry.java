package io.github.thermae.internal.jcache;

import javax.cache.Cache;

/** A key and the value it had: what iterators return and writers are given. Immutable. */
public final class LiveEntry<K, V> implements Cache.Entry<K, V> {
  private final K key;
  private final V value;

  LiveEntry(K key, V value) {
    this.key = key;
    this.value = value;
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public V getValue() {
    return value;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrapping.unwrap(this, type);
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }
}
