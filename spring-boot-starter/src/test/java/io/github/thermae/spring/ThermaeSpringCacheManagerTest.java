package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.ThermaeConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.context.ConfigurableApplicationContext;

/** One view of each cache, whoever makes it. */
class ThermaeSpringCacheManagerTest {
  private final List<Cache> told = new ArrayList<>();

  private static ConfigurableApplicationContext open(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("thermae.store.persist-mode=memory");
    return Shops.openWithout(all.toArray(String[]::new));
  }

  private static void make(ConfigurableApplicationContext shop, String name) {
    assertThat(
            shop.getBean(ThermaeManager.class)
                .createCache(
                    name, ThermaeConfiguration.builder(Object.class, Object.class).build()))
        .isNotNull();
  }

  @Test
  void onCache_madeBySpring_isToldOnceOfTheViewThatIsUsed() {
    try (ConfigurableApplicationContext shop = open()) {
      ThermaeSpringCacheManager caches = shop.getBean(ThermaeSpringCacheManager.class);
      caches.onCache(told::add);
      Cache made = caches.getCache("books");
      assertThat(told).singleElement().isSameAs(made);
    }
  }

  @Test
  void onCache_madeByJCache_isToldOnceOfTheViewThatIsUsed() {
    try (ConfigurableApplicationContext shop = open("spring.cache.cache-names=early")) {
      ThermaeSpringCacheManager caches = shop.getBean(ThermaeSpringCacheManager.class);
      caches.onCache(told::add);
      assertThat(told).singleElement().isSameAs(caches.getCache("early"));
      make(shop, "books");
      assertThat(caches.getCacheNames()).containsExactly("early", "books");
      assertThat(told).hasSize(2).last().isSameAs(caches.getCache("books"));
    }
  }

  @Test
  void destroy_endedApplication_hearsNoMore() {
    try (ConfigurableApplicationContext shop = open()) {
      ThermaeSpringCacheManager caches = shop.getBean(ThermaeSpringCacheManager.class);
      caches.destroy();
      make(shop, "books");
      assertThat(caches.getCacheNames()).isEmpty();
    }
  }
}
