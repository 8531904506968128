package io.github.thermae.hibernate.kit;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/** A model with most kinds of mappings. */
public final class Library {
  /** All entities. */
  public static final List<Class<?>> ALL =
      List.of(Author.class, Work.class, Novel.class, Paper.class, Copy.class, Topic.class);

  private Library() {}

  /** With an enum, a converter, an embeddable, a natural id, collections of both kinds. */
  @Entity(name = "Author")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  public static class Author {
    @Id public long id;

    @Version public int version;

    @NaturalId(mutable = true)
    public @Nullable String pseudonym;

    @NaturalId(mutable = true)
    public @Nullable Integer number;

    @Enumerated(EnumType.STRING)
    public @Nullable Mood mood;

    @Convert(converter = MoneyConverter.class)
    public @Nullable Money fee;

    @Embedded public @Nullable Address address;

    public @Nullable LocalDate born;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public Set<String> awards = new HashSet<>();

    @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public List<Work> works = new ArrayList<>();

    @ManyToMany
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    public Set<Topic> topics = new HashSet<>();
  }

  /** The root of a hierarchy. */
  @Entity(name = "Work")
  @Inheritance(strategy = InheritanceType.JOINED)
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  public abstract static class Work {
    @Id public long id;

    public @Nullable String title;

    @ManyToOne(fetch = FetchType.LAZY)
    public @Nullable Author author;
  }

  /** A part of the hierarchy. */
  @Entity(name = "Novel")
  public static class Novel extends Work {
    public int pages;
  }

  /** Another part of the hierarchy. */
  @Entity(name = "Paper")
  public static class Paper extends Work {
    public @Nullable String journal;
  }

  /** With a composite id. */
  @Entity(name = "Copy")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  public static class Copy {
    @EmbeddedId public @Nullable CopyId id;

    public @Nullable String shelf;
  }

  /** The composite id. */
  @Embeddable
  public static class CopyId implements Serializable {
    private static final long serialVersionUID = 1L;

    public long work;
    public @Nullable String branch;

    /** For Hibernate. */
    protected CopyId() {}

    /** An id. */
    public CopyId(long work, String branch) {
      this.work = work;
      this.branch = branch;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof CopyId that
          && work == that.work
          && Objects.equals(branch, that.branch);
    }

    @Override
    public int hashCode() {
      return Objects.hash(work, branch);
    }
  }

  /** In a collection that is not inverse. */
  @Entity(name = "Topic")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  public static class Topic {
    @Id public long id;

    public @Nullable String name;
  }

  /** An enum. */
  public enum Mood {
    /** One. */
    CHEERFUL,
    /** Another. */
    GRUMPY
  }

  /** An embeddable with two columns. */
  @Embeddable
  public static class Address {
    public @Nullable String street;
    public @Nullable String town;
  }

  /**
   * What a converter makes.
   *
   * @param amount how much
   */
  public record Money(BigDecimal amount) implements Serializable {}

  /** The converter. */
  @Converter
  public static class MoneyConverter implements AttributeConverter<Money, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Money money) {
      return money == null ? null : money.amount().toPlainString();
    }

    @Override
    public @Nullable Money convertToEntityAttribute(@Nullable String column) {
      return column == null ? null : new Money(new BigDecimal(column));
    }
  }
}
