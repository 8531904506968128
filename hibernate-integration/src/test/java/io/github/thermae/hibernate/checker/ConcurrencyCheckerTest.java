package io.github.thermae.hibernate.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.checker.CheckedRun.Result;
import io.github.thermae.hibernate.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** See {@link SerialOrder} for the rule. */
class ConcurrencyCheckerTest {
  private static final Map<String, Object> CAFFEINE =
      Map.of(
          "hibernate.cache.region.factory_class", "jcache",
          "hibernate.javax.cache.provider",
              "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider",
          "hibernate.javax.cache.missing_cache_strategy", "create");

  @Test
  void reads_throughThermae() throws Exception {
    Result result =
        new CheckedRun(
                TestDatabase.h2InMemory(),
                Map.of("hibernate.cache.region.factory_class", "thermae"),
                System.nanoTime(),
                4)
            .run(5_000);
    System.out.println(result);
    assertThat(result.violations()).isEmpty();
  }

  @Test
  @Tag("hibernate-jcache")
  void reads_throughCaffeineByHibernatesOwnFactory() throws Exception {
    Result result =
        new CheckedRun(TestDatabase.h2InMemory(), CAFFEINE, System.nanoTime(), 4).run(5_000);
    System.out.println(result);
    assertThat(result.violations()).isEmpty();
  }
}
