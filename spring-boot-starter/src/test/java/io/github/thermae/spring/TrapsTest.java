package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import io.github.thermae.spring.shop.Book;
import io.github.thermae.spring.shop.Library;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What newcomers to JCache in Spring Boot run into, and do not run into here. The other traps, and
 * the tests that show them gone, are listed in {@code docs/design/spring-traps.md}.
 */
class TrapsTest {
  @TempDir Path folder;

  /** JCache alone would ask which one is meant; some bean would be missing. */
  @Test
  void start_twoProvidersOnTheClassPath_needsNoSetting() {
    assertThat(Caching.getCachingProviders()).hasSizeGreaterThan(1);
    try (ConfigurableApplicationContext shop = Shops.open(folder.resolve("shop.db"))) {
      assertThat(shop.getBean(Library.class).book(7).id()).isEqualTo(7);
      assertThat(shop.getBean(org.springframework.cache.CacheManager.class))
          .isInstanceOf(ThermaeSpringCacheManager.class);
    }
  }

  /** Spring's and one of plain JCache, as a library in the application may open it. */
  @Test
  void twoCacheManagersInOneJvm_oneFile_seeEachOthersEntries() {
    Path file = folder.resolve("shop.db");
    try (ConfigurableApplicationContext shop = Shops.open(file);
        ThermaeCachingProvider provider = new ThermaeCachingProvider();
        CacheManager other =
            provider.getCacheManager(
                null,
                TrapsTest.class.getClassLoader(),
                StoreOptions.builder()
                    .path(file)
                    .coldMaxBytes(1L << 30)
                    .allowedClasses(
                        "io.github.thermae.spring.shop.**", "org.springframework.cache.**")
                    .build()
                    .toProperties())) {
      Library library = shop.getBean(Library.class);
      library.book(7);
      Cache<Object, Object> books =
          other.createCache(
              "books", ThermaeConfiguration.builder(Object.class, Object.class).build());
      assertThat(books.get(7L)).isEqualTo(new Book(7, "Book 7", List.of("A. Author")));
      books.remove(7L);
      library.book(7);
      assertThat(library.asked()).isEqualTo(2);
    }
  }

  /** Elsewhere the second of the two fails the start: the cache exists already. */
  @Test
  void start_cacheInTheFileAndAmongSpringsNames_isOneCache() throws Exception {
    Path conf = Files.writeString(folder.resolve("own.conf"), "caches { books { ttl = 1h } }");
    try (ConfigurableApplicationContext shop =
        Shops.open(
            folder.resolve("shop.db"),
            "thermae.config=" + conf,
            "spring.cache.cache-names=books")) {
      assertThat(shop.getBean(Library.class).book(7).id()).isEqualTo(7);
      assertThat(shop.getBean(org.springframework.cache.CacheManager.class).getCacheNames())
          .containsExactly("books");
      assertThat(shop.getBean(ThermaeManager.class).effectiveSettings())
          .anyMatch(
              setting ->
                  setting.name().equals("caches.books.ttl") && setting.value().equals("PT1H"));
    }
  }

  /** It makes a JMX name of the manager's URI, in which some characters are not allowed. */
  @Test
  void jcacheMetrics_overCachesOfTheStarter_find() {
    try (ConfigurableApplicationContext shop = Shops.open(folder.resolve("shop.db"))) {
      Library library = shop.getBean(Library.class);
      library.book(7);
      library.book(7);
      Cache<Object, Object> books =
          Objects.requireNonNull(shop.getBean(CacheManager.class).getCache("books"));
      assertThat(hits(books)).isEqualTo(1);
    }
  }

  @Test
  void jcacheMetrics_overACacheOfAConfigurationFile_find() throws Exception {
    Path conf = Files.writeString(folder.resolve("own.conf"), "caches { books { ttl = 1h } }");
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider();
        CacheManager manager = provider.getCacheManager(conf.toUri(), null)) {
      Cache<Object, Object> books = Objects.requireNonNull(manager.getCache("books"));
      books.put(1, "Emma");
      assertThat(books.get(1)).isEqualTo("Emma");
      assertThat(hits(books)).isEqualTo(1);
    }
  }

  private static double hits(Cache<?, ?> cache) {
    MeterRegistry registry = new SimpleMeterRegistry();
    new JCacheMetrics<>(cache, Tags.empty()).bindTo(registry);
    return registry.get("cache.gets").tag("result", "hit").functionCounter().count();
  }

  /** Two of one address: the names of their MBeans would clash. */
  @Test
  void twoApplicationsInOneJvm_sameCache_bothStart() {
    try (ConfigurableApplicationContext first = Shops.open(folder.resolve("a.db"));
        ConfigurableApplicationContext second = Shops.open(folder.resolve("b.db"))) {
      first.getBean(Library.class).book(7);
      assertThat(second.getBean(Library.class).book(7).id()).isEqualTo(7);
      assertThat(second.getBean(Library.class).asked()).isEqualTo(1);
    }
  }
}
