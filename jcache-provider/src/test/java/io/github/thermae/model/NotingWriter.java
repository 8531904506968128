package io.github.thermae.model;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Notes values of any kind that it is given in batches, unless it is told to refuse them. */
public record NotingWriter(List<Object> values, AtomicBoolean isRefusing)
    implements CacheWriter<String, Object> {
  @Override
  public void write(Cache.Entry<? extends String, ? extends Object> entry) {
    throw new AssertionError("batches go to writeAll");
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends Object>> entries) {
    if (isRefusing.get()) {
      throw new IllegalStateException("refused");
    }
    entries.forEach(entry -> values.add(entry.getValue()));
  }

  @Override
  public void delete(Object key) {
    throw new AssertionError("nothing is deleted");
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    throw new AssertionError("nothing is deleted");
  }
}
