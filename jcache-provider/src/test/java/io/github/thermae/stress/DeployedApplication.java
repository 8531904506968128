package io.github.thermae.stress;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one deployment of {@link OpenCloseTest} does; every loader has its own copy of this class.
 */
final class DeployedApplication {
  private DeployedApplication() {}

  /** A value of the application. No record: the JDK holds a record's class for its equals. */
  private static final class Order {
    private final String text;

    Order(String text) {
      this.text = text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Order that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** Hears of new orders, in a thread of the manager. */
  private static final class Listener implements CacheEntryCreatedListener<Integer, Order> {
    @Override
    public void onCreated(
        Iterable<CacheEntryEvent<? extends Integer, ? extends Order>> cacheEntryEvents) {}
  }

  /** Some caches, an entry for each, and a listener now and then. */
  public static void run(CacheManager manager, int cycle) {
    for (int i = 0; i < 3; i++) {
      Cache<Integer, Order> cache =
          manager.createCache(
              "orders" + i,
              new MutableConfiguration<Integer, Order>().setTypes(Integer.class, Order.class));
      if (cycle % 10 == 0) {
        cache.registerCacheEntryListener(
            new MutableCacheEntryListenerConfiguration<>(Listener::new, null, false, false));
      }
      Order order = new Order("order " + cycle);
      cache.put(cycle % 100, order);
      if (!order.equals(cache.get(cycle % 100))) {
        throw new IllegalStateException("the order is not there");
      }
    }
  }
}
