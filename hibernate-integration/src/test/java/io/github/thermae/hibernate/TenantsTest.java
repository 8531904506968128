package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Cache;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
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
  @org.hibernate.annotations.Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  public static class Note {
    @Id public long id;

    @NaturalId public @Nullable String slug;

    @ElementCollection
    @org.hibernate.annotations.Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public Set<String> tags = new HashSet<>();

    @TenantId public @Nullable String tenant;

    public @Nullable String text;
  }

  /** On which database; {@link OnSqliteTest} names another one. */
  Db db() {
    return Db.H2;
  }

  @BeforeEach
  void start() {
    factory = TestFactory.over(db(), folder).entities(Note.class, Books.ReadWrite.class).start();
    for (int i = 0; i < 2; i++) {
      Note note = new Note();
      note.id = i;
      note.slug = "slug" + i;
      note.tags.add("tag");
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

  @Test
  void evict_byIdAloneAfterARestart_reachesTenantsThatNobodyHasAskedForYet() {
    factory.close();
    factory = kept().start();
    reads("tenant0", 0, true);
    assertThat(reads("tenant0", 0, true)).isZero();
    factory.close();
    factory = kept().start();

    factory.factory().getCache().evict(Note.class, 0L);

    assertThat(reads("tenant0", 0, true)).isEqualTo(1);
    factory.close();
    factory = kept().start();
    assertThat(reads("tenant0", 0, true)).as("it was restored").isZero();
  }

  private TestFactory.Builder kept() {
    return TestFactory.over(db(), folder)
        .entities(Note.class, Books.ReadWrite.class)
        .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
        .with("hibernate.thermae.generation", "1")
        .with("hibernate.thermae.restore", "clean");
  }

  private long readsAll(String tenant, long id) {
    return factory.statements(
        () -> {
          try (Session session = open(tenant)) {
            session.beginTransaction();
            Note note = session.bySimpleNaturalId(Note.class).load("slug" + id);
            assertThat(note.tags).containsExactly("tag");
            session.getTransaction().commit();
          }
        });
  }

  @Test
  void load_byTheNaturalIdOfAnotherTenantsRow_isNotAnsweredByTheCache() {
    readsAll("tenant0", 0);
    assertThat(readsAll("tenant0", 0)).isZero();
    try (Session session = open("tenant1")) {
      session.beginTransaction();
      assertThat(session.bySimpleNaturalId(Note.class).load("slug0")).isNull();
      session.getTransaction().commit();
    }
    assertThat(readsAll("tenant0", 0)).isZero();
  }

  @Test
  void evict_ofCollectionsAndNaturalIds_reachesEveryTenant() {
    Cache cache = factory.factory().getCache();
    for (int i = 0; i < 2; i++) {
      readsAll("tenant" + i, i);
      assertThat(readsAll("tenant" + i, i)).isZero();
    }
    cache.evictCollectionData(Note.class.getName() + ".tags", 0L);
    assertThat(readsAll("tenant0", 0)).isEqualTo(1);
    assertThat(readsAll("tenant1", 1)).isZero();
    cache.evictNaturalIdData(Note.class);
    assertThat(readsAll("tenant0", 0)).isEqualTo(1);
    assertThat(readsAll("tenant1", 1)).isEqualTo(1);
  }

  @Test
  void getResultList_cached_isEachTenantsOwn() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 2; i++) {
        assertThat(texts("tenant" + i)).containsExactly("of " + i);
      }
    }
    assertThat(factory.statements(() -> texts("tenant0"))).isZero();
  }

  private List<String> texts(String tenant) {
    try (Session session = open(tenant)) {
      return session
          .createSelectionQuery("select text from Note", String.class)
          .setCacheable(true)
          .getResultList();
    }
  }
}
