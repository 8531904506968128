package io.github.thermae.internal.sqlite;

import java.util.Collection;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Keeps what it is given in a map. */
record MapWriter(Map<String, String> rows) implements CacheWriter<String, String> {
  @Override
  public void write(Cache.Entry<? extends String, ? extends String> entry) {
    rows.put(entry.getKey(), entry.getValue());
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
    entries.forEach(this::write);
    entries.clear();
  }

  @Override
  public void delete(Object key) {
    rows.remove(key);
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    keys.forEach(this::delete);
    keys.clear();
  }
}
