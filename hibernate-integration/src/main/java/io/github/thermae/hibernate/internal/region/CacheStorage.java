package io.github.thermae.hibernate.internal.region;

import io.github.thermae.ThermaeCache;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.access.InvalidationJournal;
import io.github.thermae.hibernate.internal.access.RegionStorage;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A region's items in a Thermae cache. What fails there is told in the log, once per region. */
final class CacheStorage implements RegionStorage {
  private static final Logger LOG = LoggerFactory.getLogger(CacheStorage.class);

  private final ThermaeCache<Object, CachedItem> cache;
  private final InvalidationJournal journal;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * A region's items.
   *
   * @param journal says from when on they may be found and put
   */
  CacheStorage(ThermaeCache<Object, CachedItem> cache, InvalidationJournal journal) {
    this.cache = cache;
    this.journal = journal;
  }

  @Override
  public @Nullable CachedItem get(Object key) {
    try {
      return journal.isReady() ? cache.get(key) : null;
    } catch (CacheException | IllegalStateException e) {
      warn("read", e);
      return null;
    }
  }

  @Override
  public boolean put(Object key, CachedItem item) {
    if (!journal.isReady()) {
      return false;
    }
    try {
      cache.put(key, item);
      return true;
    } catch (CacheException | IllegalStateException e) {
      warn("write", e);
      return false;
    }
  }

  @Override
  public boolean remove(Object key) {
    try {
      cache.remove(key);
      return true;
    } catch (CacheException e) {
      warn("remove", e);
      return false;
    } catch (IllegalStateException e) {
      // Closed: nobody reads it any more.
      return true;
    }
  }

  private void warn(String what, RuntimeException e) {
    if (!cache.isClosed() && !warned.getAndSet(true)) {
      LOG.warn(
          "Region '{}' could not {} an item and goes on without it; further failures of this region"
              + " are not logged",
          cache.getName(),
          what,
          e);
    }
  }
}
