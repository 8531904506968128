package io.github.thermae.internal.jcache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a cache, and the way of events to them.
 *
 * <ul>
 *   <li>Each listener gets the events of one key in the order of the operations.
 *   <li>A synchronous listener has returned when the operation returns, and what it throws the
 *       operation throws; the entry has been changed, and the other listeners are told, all the
 *       same.
 *   <li>An asynchronous listener is called later, by one thread at a time.
 *   <li>Filters run where their listener runs, never under a key's lock.
 *   <li>After {@link #end} no listener is called any more; what waits for one is dropped (JSR-107,
 *       {@code Cache.close}).
 * </ul>
 */
final class EventDispatcher<K, V> {
  private final String cacheName;
  private final Executor executor;
  private final List<ListenerRegistration<K, V>> registrations = new CopyOnWriteArrayList<>();
  private final OrderedDelivery synchronous = new OrderedDelivery();

  EventDispatcher(String cacheName, Executor executor) {
    this.cacheName = cacheName;
    this.executor = executor;
  }

  void register(CacheEntryListenerConfiguration<K, V> configuration) {
    AsyncDelivery async =
        configuration.isSynchronous() ? null : new AsyncDelivery(cacheName, executor);
    registrations.add(new ListenerRegistration<>(configuration, async));
  }

  /** The registration that was removed, so that its listener can be closed; or null. */
  @Nullable ListenerRegistration<K, V> deregister(
      CacheEntryListenerConfiguration<K, V> configuration) {
    ListenerRegistration<K, V> found = find(configuration);
    return found != null && registrations.remove(found) ? found : null;
  }

  private @Nullable ListenerRegistration<K, V> find(
      CacheEntryListenerConfiguration<K, V> configuration) {
    for (ListenerRegistration<K, V> registration : registrations) {
      if (registration.configuration().equals(configuration)) {
        return registration;
      }
    }
    return null;
  }

  List<ListenerRegistration<K, V>> registrations() {
    return registrations;
  }

  boolean hasListeners() {
    return !registrations.isEmpty();
  }

  /** Whether an event of this type would reach anybody; if not, it need not be made. */
  boolean wants(EventType type) {
    for (ListenerRegistration<K, V> registration : registrations) {
      if (registration.wants(type)) {
        return true;
      }
    }
    return false;
  }

  /** Takes the event's place in every order it belongs to; the caller holds the key's lock. */
  void publish(CacheEvent<K, V> event, Pending pending) {
    List<ListenerRegistration<K, V>> waitedFor = new ArrayList<>();
    for (ListenerRegistration<K, V> registration : registrations) {
      if (!registration.wants(event.getEventType())) {
        continue;
      }
      AsyncDelivery async = registration.async();
      if (async == null) {
        waitedFor.add(registration);
      } else {
        async.add(() -> registration.deliver(event));
        pending.queues.add(async);
      }
    }
    if (!waitedFor.isEmpty()) {
      pending.places.add(synchronous.join(event.getKey(), () -> deliver(event, waitedFor)));
    }
  }

  private void deliver(CacheEvent<K, V> event, List<ListenerRegistration<K, V>> listeners) {
    Failures failures = new Failures();
    listeners.forEach(listener -> failures.collect(() -> listener.deliver(event)));
    failures.throwIfAny();
  }

  void end() {
    registrations.forEach(ListenerRegistration::end);
  }

  /** What one operation has published and not yet seen delivered. For one thread. */
  static final class Pending {
    private final List<OrderedDelivery.Place> places = new ArrayList<>(1);
    private final List<AsyncDelivery> queues = new ArrayList<>(1);

    /**
     * Waits for synchronous listeners; the caller holds no key lock. The first failure is thrown.
     */
    void await() {
      queues.forEach(AsyncDelivery::awaitRoom);
      Failures failures = new Failures();
      places.forEach(place -> failures.collect(place::await));
      failures.throwIfAny();
    }
  }
}
