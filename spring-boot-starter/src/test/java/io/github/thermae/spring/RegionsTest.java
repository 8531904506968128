package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.spring.internal.endpoint.Regions.RegionReport;
import io.github.thermae.spring.internal.endpoint.ThermaeEndpoint;
import io.github.thermae.spring.jpa.Author;
import io.github.thermae.spring.jpa.JpaShop;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Hibernate's regions, where an operator looks for caches. */
class RegionsTest {
  private static final String ENTITY = Author.class.getName();

  @TempDir Path folder;

  private ConfigurableApplicationContext open(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("thermae.store.path=" + folder.resolve("shop.db"));
    return openWithout(all);
  }

  private static ConfigurableApplicationContext openWithout(List<String> settings) {
    return new SpringApplicationBuilder(JpaShop.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.datasource.url=jdbc:h2:mem:regions;DB_CLOSE_DELAY=-1",
            "spring.jpa.hibernate.ddl-auto=create-drop",
            "spring.jpa.properties.hibernate.cache.use_second_level_cache=true",
            "spring.jpa.properties.hibernate.cache.use_query_cache=true",
            "management.endpoints.jmx.exposure.include=thermae",
            "spring.jmx.enabled=true")
        .properties(settings.toArray(String[]::new))
        .run();
  }

  private static SessionFactory sessions(ConfigurableApplicationContext shop) {
    return shop.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class);
  }

  private static void persistAndFind(ConfigurableApplicationContext shop) {
    sessions(shop).inTransaction(session -> session.persist(new Author(1, "Austen")));
    find(shop);
  }

  private static void find(ConfigurableApplicationContext shop) {
    sessions(shop).inSession(session -> assertThat(session.find(Author.class, 1L)).isNotNull());
  }

  private static void query(ConfigurableApplicationContext shop, String region) {
    sessions(shop)
        .inTransaction(
            session -> {
              List<Author> all =
                  session
                      .createQuery("from Author", Author.class)
                      .setCacheable(true)
                      .setCacheRegion(region)
                      .getResultList();
              assertThat(all).hasSize(1);
            });
  }

  private static double counter(
      ConfigurableApplicationContext shop, String name, String region, String... tags) {
    return shop.getBean(MeterRegistry.class)
        .get(name)
        .tag("cache", region)
        .tag("cache.manager", "entityManagerFactory")
        .tags(tags)
        .functionCounter()
        .count();
  }

  @Test
  void meters_entityRegion_countWhatHibernateAsked() {
    try (ConfigurableApplicationContext shop = open()) {
      persistAndFind(shop);
      assertThat(counter(shop, "cache.gets", ENTITY, "result", "hit")).isEqualTo(1);
      assertThat(counter(shop, "cache.puts", ENTITY)).isEqualTo(1);
      assertThat(counter(shop, "thermae.tier.hits", ENTITY, "tier", "hot")).isEqualTo(1);
      assertThat(counter(shop, "thermae.region.clears", ENTITY)).isZero();
    }
  }

  @Test
  void meters_ofRegionsAndOfCaches_haveTheSameTagsUnderOneName() {
    try (ConfigurableApplicationContext shop = open()) {
      shop.getBean(JpaShop.class).greeting("Emma");
      assertThat(tagsOf(shop, ENTITY)).isNotEmpty().isEqualTo(tagsOf(shop, "greetings"));
    }
  }

  private static Set<String> tagsOf(ConfigurableApplicationContext shop, String cache) {
    Set<String> tags = new TreeSet<>();
    for (Meter meter : shop.getBean(MeterRegistry.class).getMeters()) {
      if (Objects.equals(meter.getId().getTag("cache"), cache)
          && meter
              .getId()
              .getName()
              .matches("cache\\.(gets|puts|size|evictions)|thermae\\.tier.*")) {
        tags.add(
            meter.getId().getName()
                + meter.getId().getTags().stream().map(tag -> tag.getKey()).sorted().toList());
      }
    }
    return tags;
  }

  @Test
  void meters_regionOfQueriesMadeByTheFirstQuery_areThere() {
    try (ConfigurableApplicationContext shop = open()) {
      persistAndFind(shop);
      query(shop, "late-queries");
      query(shop, "late-queries");
      assertThat(counter(shop, "cache.gets", "late-queries", "result", "hit")).isEqualTo(1);
    }
  }

  @Test
  void endpoint_all_tellsRegionsApartFromCaches() {
    try (ConfigurableApplicationContext shop = open()) {
      shop.getBean(JpaShop.class).greeting("Emma");
      persistAndFind(shop);
      ThermaeEndpoint endpoint = shop.getBean(ThermaeEndpoint.class);
      ThermaeEndpoint.Report report = endpoint.all();
      assertThat(report.caches()).containsOnlyKeys("greetings");
      RegionReport region = Objects.requireNonNull(report.regions().get(ENTITY));
      assertThat(region.hits()).isEqualTo(1);
      assertThat(region.tiers().get("hot")).isEqualTo(new ThermaeEndpoint.Tier(1, null, 1));
      assertThat(endpoint.cache(ENTITY)).isInstanceOf(RegionReport.class);
      assertThat(report.toString()).doesNotContain("Austen", "Emma");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shop"})
  void endpoint_evictRegion_hasTheNextReadAskTheDatabase(String prefix) {
    String region = prefix.isEmpty() ? ENTITY : prefix + "." + ENTITY;
    try (ConfigurableApplicationContext shop =
        open("spring.jpa.properties.hibernate.cache.region_prefix=" + prefix)) {
      persistAndFind(shop);
      query(shop, "queries");
      ThermaeEndpoint endpoint = shop.getBean(ThermaeEndpoint.class);
      assertThat(endpoint.evict(region, null).getBody())
          .isEqualTo(new ThermaeEndpoint.Evicted(region, null));
      find(shop);
      RegionReport evicted = (RegionReport) Objects.requireNonNull(endpoint.cache(region));
      assertThat(evicted.hits()).isEqualTo(1);
      assertThat(evicted.misses()).isPositive();
      find(shop);
      assertThat(((RegionReport) Objects.requireNonNull(endpoint.cache(region))).hits())
          .isEqualTo(2);
      String queries = prefix.isEmpty() ? "queries" : prefix + ".queries";
      assertThat(endpoint.evict(queries, null).getStatus()).isEqualTo(200);
      query(shop, "queries");
      assertThat(counter(shop, "cache.gets", queries, "result", "hit")).isZero();
    }
  }

  @Test
  void endpoint_evictOneKeyOfARegion_isRefusedWithAdvice() {
    try (ConfigurableApplicationContext shop = open()) {
      ThermaeEndpoint endpoint = shop.getBean(ThermaeEndpoint.class);
      assertThatThrownBy(() -> endpoint.evict(ENTITY, "1"))
          .isInstanceOf(InvalidEndpointRequestException.class)
          .hasMessageContaining("is a region of Hibernate");
      assertThat(endpoint.evict("nothing", null).getStatus()).isEqualTo(404);
      assertThat(endpoint.cache("nothing")).isNull();
    }
  }

  @Test
  void start_regionsInMemory_areSeenToo() {
    try (ConfigurableApplicationContext shop =
        openWithout(List.of("thermae.store.persist-mode=memory"))) {
      persistAndFind(shop);
      assertThat(counter(shop, "cache.gets", ENTITY, "result", "hit")).isEqualTo(1);
    }
  }
}
