package io.github.thermae.jsr107;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;

/**
 * Writes down every event as text: {@code CREATED 1=one}, {@code UPDATED 1=two was one}, {@code
 * REMOVED 1 was two}, {@code EXPIRED 1 was two}.
 */
class RecordingListener<K, V>
    implements CacheEntryCreatedListener<K, V>,
        CacheEntryUpdatedListener<K, V>,
        CacheEntryRemovedListener<K, V>,
        CacheEntryExpiredListener<K, V> {
  final List<String> events = new CopyOnWriteArrayList<>();

  /** What to register a listener with. */
  final CacheEntryListenerConfiguration<K, V> synchronous() {
    return new MutableCacheEntryListenerConfiguration<>(() -> this, null, true, true);
  }

  final CacheEntryListenerConfiguration<K, V> asynchronous() {
    return new MutableCacheEntryListenerConfiguration<>(() -> this, null, true, false);
  }

  /** What has happened since this was last asked. */
  final List<String> drain() {
    List<String> drained = List.copyOf(events);
    events.clear();
    return drained;
  }

  void on(CacheEntryEvent<? extends K, ? extends V> event) {
    events.add(
        switch (event.getEventType()) {
          case CREATED -> "CREATED " + event.getKey() + "=" + event.getValue();
          case UPDATED ->
              "UPDATED " + event.getKey() + "=" + event.getValue() + " was " + event.getOldValue();
          case REMOVED, EXPIRED ->
              event.getEventType() + " " + event.getKey() + " was " + event.getOldValue();
        });
  }

  @Override
  public void onCreated(Iterable<CacheEntryEvent<? extends K, ? extends V>> created) {
    created.forEach(this::on);
  }

  @Override
  public void onUpdated(Iterable<CacheEntryEvent<? extends K, ? extends V>> updated) {
    updated.forEach(this::on);
  }

  @Override
  public void onRemoved(Iterable<CacheEntryEvent<? extends K, ? extends V>> removed) {
    removed.forEach(this::on);
  }

  @Override
  public void onExpired(Iterable<CacheEntryEvent<? extends K, ? extends V>> expired) {
    expired.forEach(this::on);
  }
}
