package io.github.thermae.jsr107;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * An external system with a log. Single calls fail with {@link #failure}, if one is set; batches
 * fail for the keys that are {@link #refused}, as the contract of {@code writeAll} says: what was
 * done is taken out of the collection.
 */
class RecordingWriter<K, V> implements CacheWriter<K, V> {
  final Map<Object, Object> system = new ConcurrentHashMap<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final Set<Object> refused = new HashSet<>();
  volatile @Nullable RuntimeException failure;

  final List<String> drain() {
    List<String> drained = List.copyOf(calls);
    calls.clear();
    return drained;
  }

  @Override
  public void write(Cache.Entry<? extends K, ? extends V> entry) {
    calls.add("write " + entry.getKey() + "=" + entry.getValue());
    failIfWanted();
    system.put(entry.getKey(), entry.getValue());
  }

  @Override
  public void delete(Object key) {
    calls.add("delete " + key);
    failIfWanted();
    system.remove(key);
  }

  private void failIfWanted() {
    RuntimeException wanted = failure;
    if (wanted != null) {
      throw wanted;
    }
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends K, ? extends V>> entries) {
    calls.add(
        "writeAll " + sorted(entries.stream().map(e -> e.getKey() + "=" + e.getValue()).toList()));
    failIfWanted();
    Iterator<Cache.Entry<? extends K, ? extends V>> all = entries.iterator();
    while (all.hasNext()) {
      Cache.Entry<? extends K, ? extends V> entry = all.next();
      if (!refused.contains(entry.getKey())) {
        system.put(entry.getKey(), entry.getValue());
        all.remove();
      }
    }
    failIfLeft(entries);
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    calls.add("deleteAll " + sorted(keys.stream().map(String::valueOf).toList()));
    failIfWanted();
    for (Object key : new ArrayList<>(keys)) {
      if (!refused.contains(key)) {
        system.remove(key);
        keys.remove(key);
      }
    }
    failIfLeft(keys);
  }

  private static void failIfLeft(Collection<?> left) {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("refused " + left.size());
    }
  }

  private static String sorted(List<String> parts) {
    return parts.stream().sorted().collect(Collectors.joining(", "));
  }
}
