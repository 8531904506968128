package io.github.thermae.writebehind;

import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Does something at each call, and takes everything. */
record CallingWriter<K, V>(Runnable action) implements CacheWriter<K, V> {
  @Override
  public void write(Cache.Entry<? extends K, ? extends V> entry) {
    action.run();
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends K, ? extends V>> entries) {
    action.run();
  }

  @Override
  public void delete(Object key) {
    action.run();
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    action.run();
  }
}
