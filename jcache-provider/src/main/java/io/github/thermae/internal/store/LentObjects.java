package io.github.thermae.internal.store;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What store-by-reference means for an entry that has gone down a tier: as long as anybody still
 * holds the object, the entry comes up as that very object and not as a copy. Objects are held
 * weakly, so the number of references here is bounded by the objects that the application itself
 * keeps. Thread-safe.
 */
final class LentObjects {
  private final ConcurrentMap<Object, Lent> byKey = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  private static final class Lent extends WeakReference<Object> {
    private final Object key;
    private final long version;

    Lent(Object key, long version, Object object, ReferenceQueue<Object> collected) {
      super(object, collected);
      this.key = key;
      this.version = version;
    }
  }

  void remember(Object key, long version, Object object) {
    dropCollected();
    byKey.put(key, new Lent(key, version, object, collected));
  }

  /**
   * The object of this version of the key, if anybody holds it. It is no longer remembered here.
   */
  @Nullable Object recall(Object key, long version) {
    Lent lent = byKey.remove(key);
    return lent != null && lent.version == version ? lent.get() : null;
  }

  void clear() {
    byKey.clear();
  }

  private void dropCollected() {
    for (Reference<?> next = collected.poll(); next != null; next = collected.poll()) {
      if (next instanceof Lent lent) {
        byKey.remove(lent.key, lent);
      }
    }
  }
}
