package io.github.thermae.writebehind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * A place behind a cache, with a log of what reached it. It can be down, refuse keys in two ways,
 * and be slow; and it notices when it is given a key twice at once.
 */
final class Database implements CacheWriter<String, String>, CacheLoader<String, String> {
  final Map<String, String> rows = new ConcurrentHashMap<>();

  /** What was applied, as {@code key=value} and {@code key-}, in order. */
  final List<String> log = new CopyOnWriteArrayList<>();

  /** The size of each batch that it was given. */
  final List<Integer> batches = new CopyOnWriteArrayList<>();

  final List<String> loads = new CopyOnWriteArrayList<>();

  /** Keys of which a batch does all the others, and says so. */
  final Set<String> refused = ConcurrentHashMap.newKeySet();

  /** Keys for which a batch fails as a whole. */
  final Set<String> poison = ConcurrentHashMap.newKeySet();

  private final Set<Object> underWay = ConcurrentHashMap.newKeySet();
  private final List<Object> twiceAtOnce = new CopyOnWriteArrayList<>();

  volatile boolean isDown;

  /** If it is set, calls wait for it. */
  volatile @Nullable CountDownLatch gate;

  /** If it is set, calls with this key wait for the gate, and no others. */
  volatile @Nullable String gatedKey;

  /** Counted down by calls that wait. */
  volatile CountDownLatch arrived = new CountDownLatch(1);

  List<Object> twiceAtOnce() {
    return twiceAtOnce;
  }

  @Override
  public void write(Cache.Entry<? extends String, ? extends String> entry) {
    throw new AssertionError("batches go to writeAll");
  }

  @Override
  public void delete(Object key) {
    throw new AssertionError("batches go to deleteAll");
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
    List<String> keys = new ArrayList<>();
    entries.forEach(entry -> keys.add(entry.getKey()));
    begin(keys);
    try {
      Iterator<Cache.Entry<? extends String, ? extends String>> all = entries.iterator();
      while (all.hasNext()) {
        Cache.Entry<? extends String, ? extends String> entry = all.next();
        if (!refused.contains(entry.getKey())) {
          rows.put(entry.getKey(), entry.getValue());
          log.add(entry.getKey() + "=" + entry.getValue());
          all.remove();
        }
      }
      failIfLeft(entries);
    } finally {
      keys.forEach(underWay::remove);
    }
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    List<Object> all = new ArrayList<>(keys);
    begin(all);
    try {
      for (Object key : all) {
        if (!refused.contains(key)) {
          rows.remove(key);
          log.add(key + "-");
          keys.remove(key);
        }
      }
      failIfLeft(keys);
    } finally {
      all.forEach(underWay::remove);
    }
  }

  private void begin(List<?> keys) {
    for (Object key : keys) {
      if (!underWay.add(key)) {
        twiceAtOnce.add(key);
      }
    }
    batches.add(keys.size());
    try {
      awaitGate(keys);
      if (isDown) {
        throw new IllegalStateException("the database is down");
      }
      if (keys.stream().anyMatch(poison::contains)) {
        throw new IllegalArgumentException("poison in the batch");
      }
    } catch (RuntimeException e) {
      keys.forEach(underWay::remove);
      throw e;
    }
  }

  private void awaitGate(List<?> keys) {
    CountDownLatch closed = gate;
    if (closed != null && (gatedKey == null || keys.contains(gatedKey))) {
      arrived.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  private static void failIfLeft(Collection<?> left) {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("refused " + left.size());
    }
  }

  @Override
  public @Nullable String load(String key) {
    loads.add(key);
    return rows.get(key);
  }

  @Override
  public Map<String, String> loadAll(Iterable<? extends String> keys) {
    Map<String, String> found = new ConcurrentHashMap<>();
    for (String key : keys) {
      String value = load(key);
      if (value != null) {
        found.put(key, value);
      }
    }
    return found;
  }

  /** What was applied to a key, in order. */
  List<String> logOf(String key) {
    return log.stream()
        .filter(line -> line.startsWith(key + "=") || line.equals(key + "-"))
        .toList();
  }
}
