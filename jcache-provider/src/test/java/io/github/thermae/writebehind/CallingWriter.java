package io.github.thermae.writebehind;

import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Does something at each call, and takes everything. */
record CallingWriter(Runnable action) implements CacheWriter<String, String> {
  @Override
  public void write(Cache.Entry<? extends String, ? extends String> entry) {
    action.run();
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
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
