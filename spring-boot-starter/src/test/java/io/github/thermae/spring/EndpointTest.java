package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.spring.internal.endpoint.ThermaeEndpoint;
import io.github.thermae.spring.shop.Book;
import io.github.thermae.spring.shop.Library;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

class EndpointTest {
  private static final String EXPOSED = "management.endpoints.jmx.exposure.include=thermae";

  @TempDir Path folder;

  private ConfigurableApplicationContext open(String... settings) {
    String[] all = Arrays.copyOf(settings, settings.length + 2);
    all[settings.length] = EXPOSED;
    all[settings.length + 1] = "spring.jmx.enabled=true";
    return Shops.open(folder.resolve("shop.db"), all);
  }

  @Test
  void read_all_tellsTiersAndSettingsWithOrigins() {
    try (ConfigurableApplicationContext shop = open("thermae.caches.books.ttl=1h")) {
      shop.getBean(Library.class).book(7);
      shop.getBean(Library.class).book(7);
      ThermaeEndpoint.Report report = shop.getBean(ThermaeEndpoint.class).all();
      assertThat(report.file()).endsWith("shop.db");
      assertThat(report.caches()).containsOnlyKeys("books");
      ThermaeEndpoint.CacheReport books = Objects.requireNonNull(report.caches().get("books"));
      assertThat(books.tiers()).containsOnlyKeys("hot", "warm", "cold");
      assertThat(books.tiers().get("hot")).isEqualTo(new ThermaeEndpoint.Tier(1, null, 1));
      assertThat(report.settings())
          .contains(
              new EffectiveSetting(
                  "caches.books.ttl",
                  "PT1H",
                  "\"thermae.caches.books.ttl\" from property source \"defaultProperties\""));
    }
  }

  @Test
  void read_anything_showsNoKeyAndNoValue() {
    try (ConfigurableApplicationContext shop = open()) {
      shop.getBean(Library.class).save(new Book(4711, "Secret", List.of("Secret")));
      assertThat(shop.getBean(ThermaeEndpoint.class).all().caches().toString())
          .doesNotContain("4711", "Secret");
    }
  }

  @Test
  void read_unknownCache_isNullAndMakesNone() {
    try (ConfigurableApplicationContext shop = open()) {
      ThermaeEndpoint endpoint = shop.getBean(ThermaeEndpoint.class);
      assertThat(endpoint.cache("bookz")).isNull();
      assertThat(endpoint.evict("bookz", null).getStatus()).isEqualTo(404);
      assertThat(shop.getBean(CacheManager.class).getCacheNames()).isEmpty();
    }
  }

  @Test
  void evict_keyByItsText_removesTheNumberOrTheString() {
    try (ConfigurableApplicationContext shop = open()) {
      Library library = shop.getBean(Library.class);
      ThermaeEndpoint endpoint = shop.getBean(ThermaeEndpoint.class);
      library.book(7);
      Object missing = library.missing("Dune");
      assertThat(missing).isNull();
      assertThat(endpoint.evict("books", "8").getBody())
          .isEqualTo(new ThermaeEndpoint.Evicted("books", 0));
      assertThat(endpoint.evict("books", "7").getBody())
          .isEqualTo(new ThermaeEndpoint.Evicted("books", 1));
      assertThat(endpoint.evict("missing", "Dune").getBody())
          .isEqualTo(new ThermaeEndpoint.Evicted("missing", 1));
      int asked = library.asked();
      library.book(7);
      assertThat(library.asked()).isEqualTo(asked + 1);
    }
  }

  @Test
  void evict_noKey_clearsTheCache() {
    try (ConfigurableApplicationContext shop = open()) {
      Library library = shop.getBean(Library.class);
      library.book(7);
      assertThat(shop.getBean(ThermaeEndpoint.class).evict("books", null).getBody())
          .isEqualTo(new ThermaeEndpoint.Evicted("books", null));
      int asked = library.asked();
      library.book(7);
      assertThat(library.asked()).isEqualTo(asked + 1);
    }
  }
}
