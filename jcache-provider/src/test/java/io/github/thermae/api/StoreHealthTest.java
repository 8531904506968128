package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.thermae.StoreHealth;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreHealthTest {
  @TempDir private Path folder;
  private final ThermaeCachingProvider provider = new ThermaeCachingProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  private ThermaeManager open(StoreOptions.Builder options) {
    Properties properties = options.build().toProperties();
    return provider.getCacheManager(null, null, properties).unwrap(ThermaeManager.class);
  }

  @Test
  void storeHealth_openWithAFile_hasSizesAndNoFailure() {
    ThermaeManager manager = open(StoreOptions.builder().path(folder.resolve("app.db")));
    StoreHealth health = manager.storeHealth();
    assertThat(health.isOpen()).isTrue();
    assertThat(health.isFailing()).isFalse();
    assertThat(health.lastFailure()).isEmpty();
    assertThat(health.fileBytes()).isPositive();
    assertThat(health.freeBytes()).isPositive();
  }

  @Test
  void storeHealth_inMemory_hasNoFile() {
    StoreHealth health = open(StoreOptions.builder()).storeHealth();
    assertThat(health.isOpen()).isTrue();
    assertThat(health.fileBytes()).isZero();
    assertThat(health.freeBytes()).isEqualTo(-1);
  }

  @Test
  void storeHealth_closed_isNotOpen() {
    ThermaeManager manager = open(StoreOptions.builder());
    manager.close();
    assertThat(manager.storeHealth()).isEqualTo(StoreHealth.CLOSED);
  }

  @Test
  void storeHealth_fileTakenAway_tellsWhyAndWhen() throws Exception {
    Path file = folder.resolve("app.db");
    ThermaeManager manager = open(StoreOptions.builder().path(file));
    Cache<String, String> cache = manager.createCache("users", new MutableConfiguration<>());
    cache.put("alice", "34");
    Instant before = Instant.now().minusSeconds(1);
    Path aside = folder.resolve("aside.db");
    Files.move(file, aside);
    Files.writeString(file, "somebody else's");
    // The store looks after its file now and then, not at every write.
    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(CacheException.class)
                    .isThrownBy(() -> cache.put("bob", "35")));
    StoreHealth failing = manager.storeHealth();
    assertThat(failing.isFailing()).isTrue();
    assertThat(failing.diskFailures()).isPositive();
    assertThat(failing.lastFailure()).hasValueSatisfying(why -> assertThat(why).contains("app.db"));
    assertThat(failing.lastFailureTime())
        .hasValueSatisfying(time -> assertThat(time).isAfter(before));
  }
}
