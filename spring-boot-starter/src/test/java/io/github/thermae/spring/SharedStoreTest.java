package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeManager;
import io.github.thermae.spring.jpa.Author;
import io.github.thermae.spring.jpa.JpaShop;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Spring's caches and Hibernate's regions, each with a manager and class loader of its own. */
class SharedStoreTest {
  private static final String REGION = Author.class.getName();

  @TempDir Path folder;

  private ConfigurableApplicationContext open(String... settings) {
    return new SpringApplicationBuilder(JpaShop.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.datasource.url=jdbc:h2:mem:shared;DB_CLOSE_DELAY=-1",
            "spring.jpa.hibernate.ddl-auto=create-drop",
            "spring.jpa.properties.hibernate.cache.use_second_level_cache=true",
            "spring.jpa.properties.hibernate.generate_statistics=true",
            "thermae.store.path=" + folder.resolve("shop.db"))
        .properties(settings)
        .run();
  }

  @Test
  void start_withHibernate_bothUseOneFile() throws Exception {
    try (ConfigurableApplicationContext shop = open()) {
      assertThat(shop.getBean(JpaShop.class).greeting("Emma")).isEqualTo("Hello Emma");
      SessionFactory sessions =
          shop.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class);
      sessions.inTransaction(session -> session.persist(new Author(1, "Austen")));
      sessions.inSession(
          session ->
              assertThat(Objects.requireNonNull(session.find(Author.class, 1L)).name())
                  .isEqualTo("Austen"));
      assertThat(sessions.getStatistics().getSecondLevelCacheHitCount()).isEqualTo(1);
      assertThat(shop.getBean(ThermaeManager.class).storedCacheNames())
          .contains("greetings", REGION);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".db")))
          .containsExactly("shop.db");
    }
  }

  @Test
  void start_lazyAndEncrypted_hibernateGetsTheSameSettings() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "open sesame");
    try (ConfigurableApplicationContext shop =
        open(
            "thermae.store.persist-mode=lazy",
            "thermae.store.flush-interval=5s",
            "thermae.store.encryption.kdf=pbkdf2",
            "thermae.store.encryption.password-file=" + password)) {
      assertThat(shop.getBean(ThermaeManager.class).storedCacheNames()).contains(REGION);
    }
  }

  @Test
  void start_hibernateHasAStoreOfItsOwn_keepsIt() {
    try (ConfigurableApplicationContext shop =
        open("spring.jpa.properties.hibernate.thermae.store.path=" + folder.resolve("jpa.db"))) {
      assertThat(shop.getBean(ThermaeManager.class).storedCacheNames()).doesNotContain(REGION);
      assertThat(folder.resolve("jpa.db")).exists();
    }
  }
}
