package io.github.thermae.spring.internal.health;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.writebehind.WriteBehind;
import io.github.thermae.writebehind.WriteBehindStatistics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The queues before the writers of a manager's caches, whenever those are made. Thread-safe. */
final class WriterQueues implements AutoCloseable {
  /**
   * One queue.
   *
   * @param delay how long operations wait on purpose
   */
  record Queue(WriteBehindStatistics statistics, Duration delay) {
    Duration age() {
      return Duration.ofMillis(statistics.oldestAgeMillis());
    }

    /** For how long the oldest operation has waited beyond what is meant. */
    Duration lateness() {
      return age().minus(delay);
    }
  }

  private final ThermaeManager manager;
  private final Map<String, ThermaeCache<?, ?>> caches = new ConcurrentHashMap<>();
  private final Consumer<ThermaeCache<?, ?>> listener = this::add;

  WriterQueues(ThermaeManager manager) {
    this.manager = manager;
    manager.addCacheListener(listener);
  }

  private void add(ThermaeCache<?, ?> cache) {
    if (cache.writeBehind().isPresent()) {
      caches.put(cache.getName(), cache);
    }
  }

  /** Those that are open, by the names of their caches. */
  Map<String, Queue> open() {
    Map<String, Queue> queues = new TreeMap<>();
    caches.forEach(
        (name, cache) -> {
          try {
            cache
                .writeBehind()
                .map(WriteBehind::statistics)
                .ifPresent(statistics -> queues.put(name, new Queue(statistics, delayOf(cache))));
          } catch (IllegalStateException e) {
            // It was closed, and another one may have been made meanwhile.
            caches.remove(name, cache);
          }
        });
    return queues;
  }

  @SuppressWarnings("unchecked") // no type is looked at
  private static Duration delayOf(ThermaeCache<?, ?> cache) {
    return cache.getConfiguration(ThermaeConfiguration.class).writeBehind().maxDelay();
  }

  @Override
  public void close() {
    manager.removeCacheListener(listener);
  }
}
