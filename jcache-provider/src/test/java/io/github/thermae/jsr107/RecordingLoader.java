package io.github.thermae.jsr107;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/** An external system with a log; every call fails with {@link #failure}, if one is set. */
class RecordingLoader<K, V> implements CacheLoader<K, V> {
  final Map<K, V> system = new ConcurrentHashMap<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile @Nullable RuntimeException failure;
  volatile @Nullable Error error;

  final List<String> drain() {
    List<String> drained = List.copyOf(calls);
    calls.clear();
    return drained;
  }

  @Override
  @SuppressWarnings("NullAway") // the contract of CacheLoader: null for a value that is missing
  public V load(K key) {
    calls.add("load " + key);
    failIfWanted();
    return system.get(key);
  }

  /** As the contract allows, values that are missing are null. */
  @Override
  public Map<K, V> loadAll(Iterable<? extends K> keys) {
    calls.add(
        StreamSupport.stream(keys.spliterator(), false)
            .map(String::valueOf)
            .sorted()
            .collect(Collectors.joining(", ", "loadAll ", "")));
    failIfWanted();
    Map<K, V> loaded = new HashMap<>();
    keys.forEach(key -> loaded.put(key, system.get(key)));
    return loaded;
  }

  private void failIfWanted() {
    Error wantedError = error;
    if (wantedError != null) {
      throw wantedError;
    }
    RuntimeException wanted = failure;
    if (wanted != null) {
      throw wanted;
    }
  }
}
