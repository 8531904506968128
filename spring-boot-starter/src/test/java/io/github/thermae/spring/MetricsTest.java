package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.spring.shop.Library;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/** Meters, also of caches that nobody knew of when the application started. */
class MetricsTest {
  private static final String MEMORY = "thermae.store.persist-mode=memory";

  @TempDir Path folder;

  @Test
  void meters_cacheMadeByTheFirstCall_areThereAndCount() {
    try (ConfigurableApplicationContext shop = Shops.openWithout(MEMORY)) {
      Library library = shop.getBean(Library.class);
      library.book(7);
      library.book(7);
      library.forget(7);
      MeterRegistry registry = shop.getBean(MeterRegistry.class);
      assertThat(counter(registry, "cache.gets", "result", "hit")).isEqualTo(1);
      assertThat(counter(registry, "cache.gets", "result", "miss")).isEqualTo(1);
      assertThat(counter(registry, "cache.puts")).isEqualTo(1);
      assertThat(counter(registry, "cache.removals")).isEqualTo(1);
      assertThat(registry.get("thermae.operations").tag("operation", "get").functionTimer().count())
          .isEqualTo(2);
      assertThat(
              registry
                  .get("thermae.operations")
                  .tag("operation", "put")
                  .functionTimer()
                  .totalTime(TimeUnit.NANOSECONDS))
          .isPositive();
    }
  }

  private static double counter(MeterRegistry registry, String name, String... tags) {
    return registry
        .get(name)
        .tag("cache", "books")
        .tag("cache.manager", "cacheManager")
        .tags(tags)
        .functionCounter()
        .count();
  }

  @Test
  void meters_afterARestart_tellThatTheFileAnswered() {
    Path file = folder.resolve("shop.db");
    try (ConfigurableApplicationContext shop = Shops.open(file)) {
      shop.getBean(Library.class).book(7);
    }
    try (ConfigurableApplicationContext shop = Shops.open(file)) {
      shop.getBean(Library.class).book(7);
      MeterRegistry registry = shop.getBean(MeterRegistry.class);
      assertThat(counter(registry, "thermae.tier.hits", "tier", "cold")).isEqualTo(1);
      assertThat(registry.get("thermae.tier.entries").tag("tier", "cold").gauge().value())
          .isEqualTo(1);
      assertThat(counter(registry, "thermae.promotions")).isEqualTo(1);
      assertThat(registry.get("thermae.store.file.size").tag("store", "shop.db").gauge().value())
          .isPositive();
    }
  }

  @Test
  void meters_cacheNamedAtTheStart_areBoundOnceWithTheSameTagsAsLateOnes() {
    try (ConfigurableApplicationContext shop =
        Shops.openWithout(MEMORY, "spring.cache.cache-names=early")) {
      CacheManager caches = shop.getBean(CacheManager.class);
      assertThat(caches.getCacheNames()).containsExactly("early");
      assertThat(caches.getCache("late")).isNotNull();
      MeterRegistry registry = shop.getBean(MeterRegistry.class);
      assertThat(idsOf(registry, "early")).isNotEmpty().doesNotHaveDuplicates();
      assertThat(idsOf(registry, "late")).isEqualTo(idsOf(registry, "early"));
    }
  }

  private static List<String> idsOf(MeterRegistry registry, String cache) {
    List<String> ids = new ArrayList<>();
    for (Meter meter : registry.getMeters()) {
      if (Objects.equals(meter.getId().getTag("cache"), cache)) {
        ids.add(meter.getId().toString().replace(cache, "<cache>"));
      }
    }
    ids.sort(String::compareTo);
    return ids;
  }

  @Test
  void meters_all_canBeReadInMemoryAndAfterTheCacheIsDestroyed() {
    try (ConfigurableApplicationContext shop = Shops.openWithout(MEMORY)) {
      shop.getBean(Library.class).book(7);
      MeterRegistry registry = shop.getBean(MeterRegistry.class);
      assertThat(values(registry)).isNotEmpty().allMatch(Double::isFinite);
      shop.getBean(javax.cache.CacheManager.class).destroyCache("books");
      assertThat(values(registry)).isNotEmpty().allMatch(Double::isFinite);
    }
  }

  private static List<Double> values(MeterRegistry registry) {
    List<Double> values = new ArrayList<>();
    for (Meter meter : registry.getMeters()) {
      if (meter.getId().getName().matches("(cache|thermae)\\..*")) {
        meter.measure().forEach(measurement -> values.add(measurement.getValue()));
      }
    }
    return values;
  }
}
