package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.thermae.spring.shop.Book;
import io.github.thermae.spring.shop.Library;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

class HealthTest {
  private static final String PROBES = "management.endpoint.health.probes.enabled=true";

  @TempDir Path folder;

  private static Health health(ConfigurableApplicationContext shop) {
    return Objects.requireNonNull(
        shop.getBean("thermaeHealthIndicator", HealthIndicator.class).health());
  }

  @Test
  void health_storeWorks_isUpWithDetails() {
    Path file = folder.resolve("shop.db");
    try (ConfigurableApplicationContext shop = Shops.open(file)) {
      Health health = health(shop);
      assertThat(health.getStatus()).isEqualTo(Status.UP);
      assertThat(health.getDetails())
          .containsEntry("store", file.toString())
          .containsKeys("queueEntries", "queueAge", "fileBytes", "freeBytes", "diskFailures");
    }
  }

  @Test
  void health_inMemory_isUp() {
    try (ConfigurableApplicationContext shop =
        Shops.openWithout("thermae.store.persist-mode=memory")) {
      assertThat(health(shop).getStatus()).isEqualTo(Status.UP);
      assertThat(health(shop).getDetails()).containsEntry("store", "memory");
    }
  }

  @Test
  void health_fileCannotBeWritten_isDegradedAndTheApplicationStaysUpAndReady() throws Exception {
    Path file = folder.resolve("shop.db");
    try (ConfigurableApplicationContext shop = Shops.open(file, PROBES)) {
      shop.getBean(Library.class).save(new Book(1, "Emma", List.of()));
      takeAway(file, shop.getBean(Library.class));
      Health health = health(shop);
      assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
      assertThat(health.getDetails())
          .containsKeys("lastWriteError", "lastWriteErrorTime", "problems");
      assertThat(statusOf(shop)).isEqualTo(Status.UP);
      assertThat(statusOf(shop, "readiness")).isEqualTo(Status.UP);
    }
  }

  @Test
  void health_degradedIsToBeDown_isDown() throws Exception {
    Path file = folder.resolve("shop.db");
    try (ConfigurableApplicationContext shop =
        Shops.open(file, "thermae.spring.health.degraded-status=DOWN")) {
      shop.getBean(Library.class).save(new Book(1, "Emma", List.of()));
      takeAway(file, shop.getBean(Library.class));
      assertThat(statusOf(shop)).isEqualTo(Status.DOWN);
    }
  }

  @Test
  void health_diskHasLessThanWanted_isDegraded() {
    try (ConfigurableApplicationContext shop =
        Shops.open(folder.resolve("shop.db"), "thermae.spring.health.min-free-space=1000000TB")) {
      assertThat(health(shop).getStatus().getCode()).isEqualTo("DEGRADED");
      assertThat(String.valueOf(health(shop).getDetails().get("problems")))
          .contains("the disk has");
    }
  }

  @Test
  void health_storeWasClosed_isDown() {
    try (ConfigurableApplicationContext shop = Shops.open(folder.resolve("shop.db"))) {
      shop.getBean(javax.cache.CacheManager.class).close();
      assertThat(health(shop).getStatus()).isEqualTo(Status.DOWN);
    }
  }

  @Test
  void health_switchedOff_isNotThere() {
    try (ConfigurableApplicationContext shop =
        Shops.open(folder.resolve("shop.db"), "management.health.thermae.enabled=false")) {
      assertThat(shop.containsBean("thermaeHealthIndicator")).isFalse();
    }
  }

  private static Status statusOf(ConfigurableApplicationContext shop, String... path) {
    HealthEndpoint endpoint = shop.getBean(HealthEndpoint.class);
    return path.length == 0
        ? endpoint.health().getStatus()
        : Objects.requireNonNull(endpoint.healthForPath(path)).getStatus();
  }

  /** Another file takes the name, so the store writes no more. */
  private static void takeAway(Path file, Library library) throws Exception {
    Files.move(file, file.resolveSibling("aside.db"));
    Files.writeString(file, "somebody else's");
    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(CacheException.class)
                    .isThrownBy(() -> library.save(new Book(2, "Dune", List.of()))));
  }
}
