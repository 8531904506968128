package io.github.thermae.hibernate.kit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.util.List;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One simple entity for every concurrency strategy, and one without a version. */
public final class Books {
  /** All of them. */
  public static final List<Class<?>> ALL =
      List.of(
          ReadOnly.class, Nonstrict.class, ReadWrite.class, Transactional.class, Unversioned.class);

  private Books() {}

  /** A new one. */
  public static <B extends Book> B of(Class<B> type, long id, String title) {
    try {
      B book = type.getDeclaredConstructor().newInstance();
      Book common = book;
      common.id = id;
      common.title = title;
      return book;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  /** What they have in common. */
  @MappedSuperclass
  public abstract static class Book {
    @Id private long id;

    private @Nullable String title;

    /** The identifier. */
    public long id() {
      return id;
    }

    /** The title. */
    public @Nullable String title() {
      return title;
    }

    /** Gives it another title. */
    public void retitle(String newTitle) {
      title = newTitle;
    }
  }

  /** What most of them have. */
  @MappedSuperclass
  public abstract static class Versioned extends Book {
    @Version private int version;

    /** How often it was changed. */
    public int version() {
      return version;
    }
  }

  /** Never changed. */
  @Entity(name = "ReadOnly")
  @Cacheable
  @Immutable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  public static class ReadOnly extends Book {}

  /** Invalidated by changes. */
  @Entity(name = "Nonstrict")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  public static class Nonstrict extends Versioned {}

  /** Updated by changes. */
  @Entity(name = "ReadWrite")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  public static class ReadWrite extends Versioned {}

  /** As if it were READ_WRITE. */
  @Entity(name = "Transactional")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL)
  public static class Transactional extends Versioned {}

  /** Updated by changes, without a version that could tell. */
  @Entity(name = "Unversioned")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  public static class Unversioned extends Book {}
}
