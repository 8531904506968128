package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.TestFactory;
import io.github.thermae.spi.ThermaeCachingProvider;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernate's own JCache factory over this provider, with nothing set. */
@Tag("one-version")
final class JCacheFactoryTest {
  private static final String TIMESTAMPS = "default-update-timestamps-region";

  @TempDir Path folder;

  private TestFactory start(CacheManager manager) {
    return TestFactory.over(Db.H2, folder)
        .entities(Stream.concat(Books.ALL.stream(), Library.ALL.stream()).toArray(Class<?>[]::new))
        .with("hibernate.cache.region.factory_class", "jcache")
        .with("hibernate.javax.cache.cache_manager", manager)
        .with("hibernate.javax.cache.missing_cache_strategy", "create")
        .start();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void regions_madeOnTheFly_areByReferenceBoundedAndLeaveNothingInAFile(boolean withFile) {
    StoreOptions.Builder options = StoreOptions.builder();
    if (withFile) {
      options.path(folder.resolve("store.db"));
    }
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider()) {
      CacheManager manager = provider.getCacheManager(null, null, options.build().toProperties());
      try (TestFactory factory = start(manager)) {
        factory.inTransaction(
            session -> session.persist(Books.of(Books.ReadWrite.class, 1, "old")));
        factory.inTransaction(
            session ->
                ((EntityManager) session)
                    .createQuery("select b.title from ReadWrite b", String.class)
                    .setHint("org.hibernate.cacheable", true)
                    .getResultList());
        assertThat(factory.statementsIn(s -> s.find(Books.ReadWrite.class, 1L))).isZero();
        for (String region : Set.of(Books.ReadWrite.class.getName(), TIMESTAMPS)) {
          ThermaeConfiguration<?, ?> effective = configuration(manager, region);
          assertThat(effective.isStoreByValue()).isFalse();
          assertThat(effective.isHotOnly()).isTrue();
          assertThat(effective.hotMaxEntries()).isPresent();
        }
        assertThat(
                manager
                    .getCache(TIMESTAMPS)
                    .unwrap(ThermaeCache.class)
                    .tierStatistics()
                    .hotEntries())
            .isPositive();
      }
    }
  }

  @SuppressWarnings("unchecked") // the types do not matter here
  private static ThermaeConfiguration<?, ?> configuration(CacheManager manager, String region) {
    return manager.getCache(region).getConfiguration(ThermaeConfiguration.class);
  }

  @Test
  void createCache_timestampsRegionWithALife_isRefused() {
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider()) {
      CacheManager manager = provider.getCacheManager();
      assertThatThrownBy(
              () ->
                  manager.createCache(
                      "app." + TIMESTAMPS,
                      ThermaeConfiguration.builder(Object.class, Object.class)
                          .ttl(Duration.ofMinutes(1))
                          .build()))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("neither bounds nor an expiry");
    }
  }
}
