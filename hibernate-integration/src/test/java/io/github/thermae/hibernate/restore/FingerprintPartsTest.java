package io.github.thermae.hibernate.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Log;
import io.github.thermae.hibernate.kit.TestFactory;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A region whose items depend on something that is not as it was starts empty, and says on what.
 */
final class FingerprintPartsTest {
  private static final String REGION = Books.ReadWrite.class.getName();

  @TempDir Path folder;

  private TestFactory start() {
    return TestFactory.over(Db.H2, folder)
        .entities(Books.ReadWrite.class, Books.Unversioned.class)
        .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
        .with("hibernate.thermae.restore", "clean")
        .start();
  }

  private void runOnce() {
    try (TestFactory factory = start()) {
      factory.inTransaction(
          session -> {
            session.persist(Books.of(Books.ReadWrite.class, 1, "first"));
            session.persist(Books.of(Books.Unversioned.class, 1, "plain"));
          });
    }
  }

  private static long reads(TestFactory factory, Class<? extends Books.Book> type) {
    return factory.statementsIn(session -> assertThat(session.find(type, 1L)).isNotNull());
  }

  /** As if the run before had been made of something else. */
  private void rewrite(UnaryOperator<String> change) {
    Properties properties = new Properties();
    properties.setProperty(
        StoreOptions.PREFIX + StoreOptions.PATH, folder.resolve("cache.db").toString());
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider();
        CacheManager manager = provider.getCacheManager(null, null, properties)) {
      ThermaeCache<String, String> ledger = ledger(manager);
      String kept = Objects.requireNonNull(ledger.get("region " + REGION));
      String changed = change.apply(kept);
      assertThat(changed).isNotEqualTo(kept);
      ledger.put("region " + REGION, changed);
    }
  }

  @SuppressWarnings("unchecked") // a cache of this library unwraps to this
  private static ThermaeCache<String, String> ledger(CacheManager manager) {
    String name =
        manager.unwrap(ThermaeManager.class).storedCacheNames().stream()
            .filter(each -> each.startsWith("thermae-hibernate "))
            .findFirst()
            .orElseThrow();
    return manager
        .createCache(
            name, ThermaeConfiguration.builder(String.class, String.class).eternal().build())
        .unwrap(ThermaeCache.class);
  }

  private void assertThatRegionStartsEmpty(String part) {
    String log =
        Log.of(
            () -> {
              try (TestFactory factory = start()) {
                assertThat(reads(factory, Books.ReadWrite.class)).isEqualTo(1);
                assertThat(reads(factory, Books.Unversioned.class)).isZero();
              }
            });
    assertThat(log)
        .containsPattern(
            "Region '.*ReadWrite' starts empty: not the same as before: " + part + "\\R");
    assertThat(log).doesNotContainPattern("Unversioned' starts empty");
  }

  private void assertThatAllIsWarm() {
    try (TestFactory factory = start()) {
      assertThat(reads(factory, Books.ReadWrite.class)).isZero();
      assertThat(reads(factory, Books.Unversioned.class)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codec",
        "hibernate",
        "thermae",
        "encryption",
        "mapping",
        "database",
        "generation",
        "time zone"
      })
  void start_withAnotherPart_startsEmptyAndNamesIt(String part) {
    runOnce();
    assertThatAllIsWarm();
    rewrite(kept -> kept.replaceAll("(?m)^" + part + "=.*$", part + "=0123456789abcdef"));

    assertThatRegionStartsEmpty(part);
    assertThatAllIsWarm();
  }

  /** As after an update of this library to one that knows more parts. */
  @Test
  void start_withAPartThatTheLastRunDidNotKnow_startsEmptyAndNamesIt() {
    runOnce();
    rewrite(kept -> kept.replaceAll("(?m)^codec=.*\n", ""));

    assertThatRegionStartsEmpty("codec");
    assertThatAllIsWarm();
  }

  /** As after a return to an older version of this library. */
  @Test
  void start_withAPartThatIsKnownNoMore_startsEmptyAndNamesIt() {
    runOnce();
    rewrite(kept -> kept + "moon=full\n");

    assertThatRegionStartsEmpty("moon");
    assertThatAllIsWarm();
  }
}
