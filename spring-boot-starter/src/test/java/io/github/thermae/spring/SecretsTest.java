package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeManager;
import io.github.thermae.spring.internal.endpoint.ThermaeEndpoint;
import io.github.thermae.spring.jpa.Author;
import io.github.thermae.spring.jpa.JpaShop;
import io.github.thermae.spring.shop.Shop;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A password that is a setting itself is used, by Hibernate too, and shown nowhere. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {
  private static final String PASSWORD = "open-sesame-4711";

  @TempDir Path folder;

  private ConfigurableApplicationContext open(Class<?> application, String password) {
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.datasource.url=jdbc:h2:mem:secrets;DB_CLOSE_DELAY=-1",
            "spring.jpa.hibernate.ddl-auto=create-drop",
            "spring.jpa.properties.hibernate.cache.use_second_level_cache=true",
            "management.endpoints.jmx.exposure.include=*",
            "spring.jmx.enabled=true",
            "logging.level.io.github.thermae=TRACE",
            "logging.level.org.hibernate=DEBUG",
            "thermae.store.path=" + folder.resolve("shop.db"),
            "thermae.store.encryption.kdf=pbkdf2",
            "thermae.store.encryption.password=" + password)
        .run();
  }

  @Test
  void password_asText_opensTheStoreForHibernateToo() {
    try (ConfigurableApplicationContext shop = open(JpaShop.class, PASSWORD)) {
      shop.getBean(EntityManagerFactory.class)
          .unwrap(SessionFactory.class)
          .inTransaction(session -> session.persist(new Author(1, "Austen")));
      assertThat(shop.getBean(ThermaeManager.class).storedCacheNames())
          .contains(Author.class.getName());
    }
  }

  @Test
  void password_whateverIsShown_isNotThere(CapturedOutput output) {
    try (ConfigurableApplicationContext shop = open(JpaShop.class, PASSWORD)) {
      ThermaeManager manager = shop.getBean(ThermaeManager.class);
      EntityManagerFactory sessions = shop.getBean(EntityManagerFactory.class);
      assertThat(shop.getBean(ThermaeEndpoint.class).all().toString()).doesNotContain(PASSWORD);
      assertThat(manager.effectiveSettings().toString()).doesNotContain(PASSWORD);
      assertThat(manager.getProperties().toString()).doesNotContain(PASSWORD);
      assertThat(sessions.getProperties().toString()).doesNotContain(PASSWORD);
    }
    assertThat(output).contains("shop.db").doesNotContain(PASSWORD);
  }

  @Test
  void password_thatIsWrong_isNotInWhatTheFailureTells(CapturedOutput output) {
    open(Shop.class, "the-right-one").close();
    assertThatThrownBy(() -> open(Shop.class, PASSWORD)).isInstanceOf(Exception.class);
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("thermae.store.encryption.password")
        .doesNotContain(PASSWORD);
  }
}
