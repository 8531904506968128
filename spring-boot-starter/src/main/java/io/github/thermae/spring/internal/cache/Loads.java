package io.github.thermae.spring.internal.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that are under way, at most one per key; bounded by the number of callers.
 * They hold no lock of the cache: a load that takes long holds up nobody who does not want its key.
 * Thread-safe.
 */
final class Loads {
  private static final CompletionStage<?> NOTHING = CompletableFuture.completedFuture(null);

  private final ConcurrentMap<Object, Load> underWay = new ConcurrentHashMap<>();

  /** The load that another caller has begun, or null: then this one is entered. */
  @Nullable Load enter(Object key, Load load) {
    return underWay.putIfAbsent(key, load);
  }

  void leave(Object key, Load load) {
    underWay.remove(key, load);
  }

  /** Before the key is written or removed; what is written after the stage is complete stays. */
  CompletionStage<?> overtake(Object key) {
    Load load = underWay.remove(key);
    return load == null ? NOTHING : load.overtake();
  }

  /** Before all entries are removed. */
  CompletionStage<?> overtakeAll() {
    List<CompletableFuture<?>> storing = new ArrayList<>();
    for (Object key : underWay.keySet()) {
      storing.add(overtake(key).toCompletableFuture());
    }
    return CompletableFuture.allOf(storing.toArray(CompletableFuture<?>[]::new));
  }
}
