package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spring.shop.Book;
import io.github.thermae.spring.shop.Library;
import io.github.thermae.spring.shop.Shop;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cache.autoconfigure.JCacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.JCachePropertiesCustomizer;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Boot's own wiring over the provider: {@code spring.cache.type=jcache}. */
class StockJCacheTest {
  @TempDir Path folder;

  /** What an application without the starter would write. */
  @Configuration(proxyBeanMethods = false)
  static class Declared {
    @Bean
    JCacheManagerCustomizer once() {
      return manager ->
          manager.createCache(
              "once",
              ThermaeConfiguration.builder(Object.class, Object.class).statistics(true).build());
    }

    @Bean
    JCachePropertiesCustomizer allowed() {
      return properties ->
          properties.setProperty(
              "thermae.store.allowed-classes",
              "io.github.thermae.spring.shop.**,org.springframework.cache.**");
    }

    @Bean
    javax.cache.configuration.Configuration<Object, Object> plain() {
      return new MutableConfiguration<>().setStatisticsEnabled(true);
    }
  }

  private ConfigurableApplicationContext open(String... settings) {
    return new SpringApplicationBuilder(Shop.class, Declared.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.cache.type=jcache", "spring.cache.cache-names=books,by-title-and-year,missing")
        .properties("spring.cache.jcache.provider=io.github.thermae.spi.ThermaeCachingProvider")
        .properties(settings)
        .run();
  }

  /** Boot hands no settings to the provider but by a bean, or by the system's. */
  private ConfigurableApplicationContext onFile() {
    System.setProperty("thermae.store.path", folder.resolve("stock.db").toString());
    try {
      return open();
    } finally {
      System.clearProperty("thermae.store.path");
    }
  }

  @Test
  void cacheable_afterARestart_isAHit() {
    for (int run = 0; run < 2; run++) {
      try (ConfigurableApplicationContext shop = onFile()) {
        Library library = shop.getBean(Library.class);
        assertThat(library.book(7).title()).isEqualTo("Book 7");
        assertThat(library.book("Emma", 1815).title()).isEqualTo("Emma");
        Object missing = library.missing("Dune");
        assertThat(missing).isNull();
        assertThat(library.asked()).isEqualTo(run == 0 ? 3 : 0);
      }
    }
  }

  @Test
  void cache_everyOperation_doesWhatSpringSays() {
    try (ConfigurableApplicationContext shop = onFile()) {
      Cache books = cache(shop, "books");
      assertThat(books).isInstanceOf(JCacheCache.class);
      assertThat(books.putIfAbsent(1L, new Book(1, "Emma", List.of()))).isNull();
      assertThat(books.putIfAbsent(1L, new Book(1, "Dune", List.of()))).isNotNull();
      assertThat(books.get(1L, Book.class)).extracting(Book::title).isEqualTo("Emma");
      assertThat(books.evictIfPresent(1L)).isTrue();
      books.put(1L, null);
      assertThat(books.get(1L)).isNotNull();
      books.clear();
      assertThat(books.get(1L)).isNull();
      assertThat(books.invalidate()).isFalse();
      books.put(1L, "x");
      assertThat(books.invalidate()).isTrue();
    }
  }

  @Test
  void sync_manyThreads_loadOnce() throws Exception {
    try (ConfigurableApplicationContext shop = onFile()) {
      Library library = shop.getBean(Library.class);
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<Book>> books = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        books.add(threads.submit(() -> library.once(7)));
      }
      for (Future<Book> book : books) {
        assertThat(book.get().id()).isEqualTo(7);
      }
      threads.shutdown();
      assertThat(library.asked()).isEqualTo(1);
    }
  }

  @Test
  void sync_loaderIsNotSerializable_isCalledUnderTheKeysLock() {
    try (ConfigurableApplicationContext shop = onFile()) {
      AtomicInteger calls = new AtomicInteger();
      @Nullable Integer first = cache(shop, "once").get("a", calls::incrementAndGet);
      @Nullable Integer second = cache(shop, "once").get("a", calls::incrementAndGet);
      assertThat(first).isEqualTo(1);
      assertThat(second).isEqualTo(1);
    }
  }

  @Test
  void metrics_stockBinder_readsOurMBeans() {
    try (ConfigurableApplicationContext shop = onFile()) {
      Library library = shop.getBean(Library.class);
      library.book(7);
      library.book(7);
      MeterRegistry registry = shop.getBean(MeterRegistry.class);
      assertThat(
              registry
                  .get("cache.gets")
                  .tag("cache", "books")
                  .tag("result", "hit")
                  .functionCounter()
                  .count())
          .isEqualTo(1);
    }
  }

  private static Cache cache(ConfigurableApplicationContext shop, String name) {
    return Objects.requireNonNull(shop.getBean(CacheManager.class).getCache(name));
  }
}
