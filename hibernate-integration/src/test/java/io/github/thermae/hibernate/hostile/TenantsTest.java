package io.github.thermae.hibernate.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.Transaction;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.TenantId;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants who share a table, told apart by a column: what one has cached is not the other's. */
class TenantsTest {
  @TempDir private Path folder;

  @Entity(name = "Safe")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "safes")
  static class Safe {
    @Id private Long id = 0L;
    @TenantId private @Nullable String owner;
    private String content = "";

    Safe() {}

    Safe(Long id, String content) {
      this.id = id;
      this.content = content;
    }

    Long id() {
      return id;
    }

    @Nullable String owner() {
      return owner;
    }

    String content() {
      return content;
    }
  }

  /** Whoever says nothing is nobody. */
  static final class Nobody implements CurrentTenantIdentifierResolver<String> {
    @Override
    public String resolveCurrentTenantIdentifier() {
      return "nobody";
    }

    @Override
    public boolean validateExistingCurrentSessions() {
      return false;
    }
  }

  private static long statementsAs(Object tenant, TestFactory factory, Consumer<Session> work) {
    return factory.statements(
        () -> {
          try (Session session =
              factory.factory().withOptions().tenantIdentifier(tenant).openSession()) {
            Transaction transaction = session.beginTransaction();
            work.accept(session);
            transaction.commit();
          }
        });
  }

  @Test
  void find_cachedByAnotherTenant_asksTheDatabase() {
    try (TestFactory factory =
        TestFactory.over(Db.H2, folder)
            .with("hibernate.session.events.log", false)
            .with("hibernate.tenant_identifier_resolver", new Nobody())
            .entities(Safe.class)
            .start()) {
      statementsAs("anna", factory, session -> session.persist(new Safe(1L, "gold")));
      statementsAs("anna", factory, session -> session.find(Safe.class, 1L));

      assertThat(
              statementsAs(
                  "anna",
                  factory,
                  session -> {
                    Safe safe = session.find(Safe.class, 1L);
                    assertThat(safe.id()).isEqualTo(1L);
                    assertThat(safe.content()).isEqualTo("gold");
                    assertThat(safe.owner()).isEqualTo("anna");
                  }))
          .isZero();
      assertThat(
              statementsAs(
                  "bert", factory, session -> assertThat(session.find(Safe.class, 1L)).isNull()))
          .isEqualTo(1);
    }
  }
}
