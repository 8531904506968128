package io.github.thermae.damage;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;

/** Caches with keys and values of several kinds, all of them known. */
final class Contents {
  /** A key of the user's own. */
  record Place(String town, int number) {}

  /** A value of the user's own. */
  record Order(long id, BigDecimal price, List<String> items, Instant at) {}

  /** The entries of one cache. */
  record Filled<K, V>(String name, Class<K> keyType, Class<V> valueType, Map<K, V> entries) {
    Cache<K, V> open(CacheManager manager) {
      // Next to nothing in memory: every read goes to the file.
      return manager.createCache(
          name, ThermaeConfiguration.builder(keyType, valueType).hotMaxEntries(1).build());
    }

    void fill(CacheManager manager) {
      open(manager).putAll(entries);
    }
  }

  private final Random random = new Random(42);

  /** A few hundred entries; text, integer and binary keys, small values and ones of many pages. */
  List<Filled<?, ?>> all(int entriesPerCache) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<Long, Order> orders = new LinkedHashMap<>();
    Map<Place, byte[]> bytes = new LinkedHashMap<>();
    Map<Object, Object> mixed = new LinkedHashMap<>();
    for (int i = 0; i < entriesPerCache; i++) {
      texts.put("key-" + i, text(i % 10 == 0 ? 12_000 : 1_500));
      orders.put(i * 7L, order(i));
      bytes.put(new Place("Bath", i), bytes(i % 20 == 0 ? 12_000 : 1_500));
      mixed.put(new UUID(i, i), List.of(i, text(1_000), (double) i));
    }
    return List.of(
        new Filled<>("texts", String.class, String.class, texts),
        new Filled<>("orders", Long.class, Order.class, orders),
        new Filled<>("bytes", Place.class, byte[].class, bytes),
        new Filled<>("mixed", Object.class, Object.class, mixed));
  }

  private Order order(int i) {
    List<String> items = new ArrayList<>();
    for (int item = 0; item < 5; item++) {
      items.add(text(250));
    }
    return new Order(i, BigDecimal.valueOf(i, 2), items, Instant.ofEpochSecond(i));
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A store without a warm tier. */
  static CacheManager open(Path file) {
    StoreOptions options = StoreOptions.builder().path(file).warmMaxBytes(0).build();
    return new ThermaeCachingProvider().getCacheManager(null, null, options.toProperties());
  }
}
