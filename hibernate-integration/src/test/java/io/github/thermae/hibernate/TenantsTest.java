package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Path;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants, who share a region and see nothing of each other. */
class TenantsTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private TestFactory factory;

  /** A row of one tenant. */
  @Entity(name = "Note")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  public static class Note {
    @Id public long id;

    @TenantId public @Nullable String tenant;

    public @Nullable String text;
  }

  /** On which database; {@link OnSqliteTest} and {@link OnHsqldbTest} name others. */
  Db db() {
    return Db.H2;
  }

  @BeforeEach
  void start() {
    factory = TestFactory.over(db(), folder).entities(Note.class, Books.ReadWrite.class).start();
    for (int i = 0; i < 2; i++) {
      Note note = new Note();
      note.id = i;
      note.text = "of " + i;
      try (Session session = open("tenant" + i)) {
        session.beginTransaction();
        session.persist(note);
        session.getTransaction().commit();
      }
    }
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private Session open(String tenant) {
    SessionFactory sessions = factory.factory();
    return sessions.withOptions().tenantIdentifier((Object) tenant).openSession();
  }

  private long reads(String tenant, long id, boolean found) {
    return factory.statements(
        () -> {
          try (Session session = open(tenant)) {
            session.beginTransaction();
            assertThat(session.find(Note.class, id) != null).isEqualTo(found);
            session.getTransaction().commit();
          }
        });
  }

  @Test
  void find_ofAnotherTenantsRow_isNotAnsweredByTheCache() {
    assertThat(reads("tenant0", 0, true)).isZero();
    assertThat(reads("tenant1", 0, false)).isEqualTo(1);
    assertThat(reads("tenant0", 0, true)).isZero();
  }

  @Test
  void evict_byIdAlone_reachesEveryTenant() {
    assertThat(factory.factory().getCache().contains(Note.class, 0L)).isTrue();
    factory.factory().getCache().evict(Note.class, 0L);
    assertThat(factory.factory().getCache().contains(Note.class, 0L)).isFalse();
    assertThat(reads("tenant0", 0, true)).isEqualTo(1);
    assertThat(reads("tenant1", 1, true)).isZero();
  }
}
