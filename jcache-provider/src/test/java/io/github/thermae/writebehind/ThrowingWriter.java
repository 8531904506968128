package io.github.thermae.writebehind;

import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Throws an error at its first call. */
final class ThrowingWriter implements CacheWriter<String, String> {
  private final Database database;
  private boolean hasThrown;

  ThrowingWriter(Database database) {
    this.database = database;
  }

  @Override
  public void write(Cache.Entry<? extends String, ? extends String> entry) {
    database.write(entry);
  }

  @Override
  public synchronized void writeAll(
      Collection<Cache.Entry<? extends String, ? extends String>> entries) {
    if (!hasThrown) {
      hasThrown = true;
      throw new NoClassDefFoundError("a class of the driver");
    }
    database.writeAll(entries);
  }

  @Override
  public void delete(Object key) {
    database.delete(key);
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    database.deleteAll(keys);
  }
}
