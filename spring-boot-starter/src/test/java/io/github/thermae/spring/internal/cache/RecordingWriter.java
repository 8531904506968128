package io.github.thermae.spring.internal.cache;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Writes nowhere and remembers what was deleted. */
final class RecordingWriter implements CacheWriter<Object, Object> {
  private final List<Object> deleted = new CopyOnWriteArrayList<>();

  List<Object> deleted() {
    return deleted;
  }

  @Override
  public void write(Cache.Entry<?, ?> entry) {}

  @Override
  public void writeAll(Collection<Cache.Entry<?, ?>> entries) {
    entries.clear();
  }

  @Override
  public void delete(Object key) {
    deleted.add(key);
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    deleted.addAll(keys);
    keys.clear();
  }
}
