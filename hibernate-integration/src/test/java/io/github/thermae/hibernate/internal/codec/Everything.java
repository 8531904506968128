package io.github.thermae.hibernate.internal.codec;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Basic;
import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.NullUnmarked;

/** Entities with every kind of attribute. Null-unmarked, as entities are. */
@NullUnmarked
@SuppressWarnings({"JdkObsolete", "JavaUtilDate"})
final class Everything {
  private Everything() {}

  /** Only a converter knows what it is in a column. Hibernate wants immutable ones serializable. */
  record Weight(long grams) implements Serializable {}

  /** To the column of a weight. */
  public static final class WeightConverter implements AttributeConverter<Weight, String> {
    @Override
    public String convertToDatabaseColumn(Weight weight) {
      return weight == null ? null : weight.grams() + "g";
    }

    @Override
    public Weight convertToEntityAttribute(String column) {
      return column == null ? null : new Weight(Long.parseLong(column.replace("g", "")));
    }
  }

  /** Serialized into its column. */
  public static final class Blob implements Serializable {
    private static final long serialVersionUID = 1L;

    List<String> names = new ArrayList<>();
    Inner inner = new Inner();
  }

  /** Reached by a field only. */
  public static final class Inner implements Serializable {
    private static final long serialVersionUID = 1L;

    int[] numbers = {1, 2};
  }

  /** A part of an address. */
  @Embeddable
  public static class Place {
    String town;

    @Enumerated(EnumType.STRING)
    DayOfWeek marketDay;
  }

  /** In two levels. */
  @Embeddable
  public static class Address {
    String street;
    @Embedded Place place;

    @ManyToOne Country country;
  }

  /** The id of a country. */
  @Embeddable
  public static class CountryId implements Serializable {
    private static final long serialVersionUID = 1L;

    String continent;
    int number;

    CountryId() {}

    CountryId(String continent, int number) {
      this.continent = continent;
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof CountryId that
          && continent.equals(that.continent)
          && number == that.number;
    }

    @Override
    public int hashCode() {
      return continent.hashCode() + number;
    }
  }

  /** With a composite id and a natural one. */
  @Entity(name = "Country")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  @NaturalIdCache
  public static class Country {
    @EmbeddedId CountryId id;
    @NaturalId String code;
  }

  /** One of many kinds of things. */
  @Entity(name = "Thing")
  @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  public static class Thing {
    @Id UUID id;
    @Version int version;
    boolean flag;
    Boolean boxedFlag;
    byte small;
    short shortNumber;
    long longNumber;
    float floatNumber;
    double doubleNumber;
    char character;
    String text;
    String nothing;
    BigDecimal decimal;
    BigInteger integer;
    byte[] bytes;
    char[] chars;
    String[] texts;
    LocalDate date;
    LocalTime time;
    LocalDateTime dateTime;
    Instant instant;
    OffsetDateTime offsetTime;
    ZonedDateTime zonedTime;
    Duration duration;
    Date oldDate;
    Calendar calendar;
    Currency currency;
    Locale locale;
    URI uri;
    DayOfWeek ordinalDay;

    @Enumerated(EnumType.STRING)
    DayOfWeek namedDay;

    @Convert(converter = WeightConverter.class)
    Weight weight;

    @Column(length = 2000)
    Blob blob;

    @Embedded Address address;

    @ManyToOne
    @JoinColumn(name = "made_in_continent", referencedColumnName = "continent")
    @JoinColumn(name = "made_in_number", referencedColumnName = "number")
    Country country;

    @Basic(fetch = jakarta.persistence.FetchType.LAZY)
    String lazyText;

    @Any
    @AnyKeyJavaClass(UUID.class)
    @AnyDiscriminatorValue(discriminator = "T", entity = Thing.class)
    @AnyDiscriminatorValue(discriminator = "R", entity = RareThing.class)
    @Column(name = "any_kind")
    @JoinColumn(name = "any_id")
    Object anything;

    @ElementCollection
    @OrderColumn
    @Convert(converter = WeightConverter.class)
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    List<Weight> weights = new ArrayList<>();

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    Set<DayOfWeek> days = new HashSet<>();

    @ElementCollection
    @MapKeyColumn
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    Map<String, Place> places = new HashMap<>();

    @OneToMany(cascade = CascadeType.ALL)
    @OrderColumn
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    List<Thing> parts = new ArrayList<>();
  }

  /** A subclass. */
  @Entity(name = "RareThing")
  public static class RareThing extends Thing {
    long rarity;
  }
}
