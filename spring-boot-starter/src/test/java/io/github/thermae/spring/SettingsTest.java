package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.ThermaeManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cache.CacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.context.ConfigurableApplicationContext;

/** Settings under every name by which Spring Boot lets them be written. */
class SettingsTest {
  private static final String MEMORY = "thermae.store.persist-mode=memory";

  @TempDir Path folder;

  private static EffectiveSetting setting(ConfigurableApplicationContext shop, String name) {
    List<EffectiveSetting> all = shop.getBean(ThermaeManager.class).effectiveSettings();
    return all.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private ConfigurableApplicationContext withYaml(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("application.yml"), yaml);
    return Shops.openWithout("spring.config.location=" + file.toUri());
  }

  @Test
  void yaml_allForms_areRead() throws Exception {
    try (ConfigurableApplicationContext shop =
        withYaml(
            """
            thermae:
              store:
                persistMode: memory
                warm.max-bytes: ${size:3MB}
                allowed-classes:
                  - com.acme.**
                  - org.acme.Order
              defaults:
                hot.maxEntries: 77
              caches:
                "[eco.*]":
                  ttl: 10m
                eco.Book.ttl: 1h30m
            """)) {
      CacheManager caches = shop.getBean(CacheManager.class);
      assertThat(caches.getCache("eco.Book")).isNotNull();
      assertThat(caches.getCache("eco.Other")).isNotNull();
      assertThat(setting(shop, "store.warm.max-bytes").value()).isEqualTo("3145728");
      assertThat(setting(shop, "store.warm.max-bytes").origin())
          .contains("application.yml")
          .contains("- 4:");
      assertThat(setting(shop, "defaults.hot.max-entries").value()).isEqualTo("77");
      assertThat(setting(shop, "caches.eco.Book.ttl").value()).isEqualTo("PT1H30M");
      assertThat(setting(shop, "caches.eco.Other.ttl").value()).isEqualTo("PT10M");
      assertThat(setting(shop, "store.allowed-classes").value())
          .contains("com.acme.**", "org.acme.Order", "io.github.thermae.spring.shop.**");
    }
  }

  @Test
  void configurationFile_named_isBelowSpringAndAboveTheStartersDefaults() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.conf"),
            """
            store { path = "%s", warm.max-bytes = 5MB }
            defaults.hot.max-entries = 42
            caches { "books" { ttl = 1h } }
            """
                .formatted(folder.resolve("own.db")));
    try (ConfigurableApplicationContext shop =
        Shops.openWithout(
            "thermae.config=" + file,
            "thermae.store.warm.max-bytes=6MB",
            "spring.cache.cache-names=books")) {
      assertThat(shop.getBean(ThermaeManager.class).storePath()).hasValue(folder.resolve("own.db"));
      assertThat(setting(shop, "store.warm.max-bytes").value()).isEqualTo("6291456");
      assertThat(setting(shop, "defaults.hot.max-entries").value()).isEqualTo("42");
      assertThat(setting(shop, "caches.books.ttl").origin()).contains("own.conf, line 3");
      assertThat(setting(shop, "store.cold.max-bytes").origin())
          .isEqualTo("the defaults of the Spring Boot starter");
    }
  }

  @Test
  void start_inASpringBootTest_keepsNothingOnDisk() {
    try (ConfigurableApplicationContext shop =
        Shops.openWithout(
            "org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true")) {
      assertThat(shop.getBean(ThermaeManager.class).storePath()).isEmpty();
    }
  }

  @Test
  void start_otherCacheType_givesWay() {
    try (ConfigurableApplicationContext shop = Shops.openWithout("spring.cache.type=simple")) {
      assertThat(shop.getBeansOfType(ThermaeManager.class)).isEmpty();
      assertThat(shop.getBean(CacheManager.class)).isNotInstanceOf(ThermaeSpringCacheManager.class);
    }
  }

  @Test
  void twoContexts_oneFile_shareItAndTheFirstToCloseLeavesItOpen() {
    Path file = folder.resolve("shop.db");
    try (ConfigurableApplicationContext first = Shops.open(file)) {
      try (ConfigurableApplicationContext second = Shops.open(file)) {
        Objects.requireNonNull(second.getBean(CacheManager.class).getCache("books")).put("a", "b");
      }
      assertThat(
              Objects.requireNonNull(first.getBean(CacheManager.class).getCache("books"))
                  .get("a", String.class))
          .isEqualTo("b");
    }
  }

  @Test
  void transactionAware_set_decoratesTheCaches() {
    try (ConfigurableApplicationContext shop =
        Shops.openWithout(MEMORY, "thermae.spring.transaction-aware=true")) {
      assertThat(shop.getBean(CacheManager.class).getCache("books"))
          .isInstanceOf(TransactionAwareCacheDecorator.class);
    }
  }
}
