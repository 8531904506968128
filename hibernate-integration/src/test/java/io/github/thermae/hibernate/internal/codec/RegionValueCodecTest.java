package io.github.thermae.hibernate.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.codec.NoEncodedFormException;
import io.github.thermae.hibernate.internal.codec.Everything.Address;
import io.github.thermae.hibernate.internal.codec.Everything.Blob;
import io.github.thermae.hibernate.internal.codec.Everything.Country;
import io.github.thermae.hibernate.internal.codec.Everything.CountryId;
import io.github.thermae.hibernate.internal.codec.Everything.Place;
import io.github.thermae.hibernate.internal.codec.Everything.RareThing;
import io.github.thermae.hibernate.internal.codec.Everything.Thing;
import io.github.thermae.hibernate.internal.codec.Everything.Weight;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.cache.spi.entry.StandardCacheEntryImpl;
import org.hibernate.cfg.Configuration;
import org.hibernate.property.access.internal.PropertyAccessStrategyBackRefImpl;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hibernate puts into its regions comes back from bytes, so that nothing is asked of SQL. */
@SuppressWarnings("JavaUtilDate") // columns are mapped to such
final class RegionValueCodecTest {
  private static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
  private static final UUID PART = UUID.fromString("99999999-2222-3333-4444-555555555555");

  private BytesRegionFactory regions = new BytesRegionFactory();
  private SessionFactory factory = open(false);

  private SessionFactory open(boolean structured) {
    regions = new BytesRegionFactory();
    Configuration configuration = new Configuration();
    configuration.addAnnotatedClass(Country.class);
    configuration.addAnnotatedClass(Thing.class);
    configuration.addAnnotatedClass(RareThing.class);
    configuration.getProperties().put("hibernate.cache.region.factory_class", regions);
    configuration.setProperty("hibernate.connection.url", "jdbc:h2:mem:codec-" + UUID.randomUUID());
    configuration.setProperty("hibernate.hbm2ddl.auto", "create-drop");
    configuration.setProperty("hibernate.cache.use_query_cache", "true");
    configuration.setProperty("hibernate.generate_statistics", "true");
    configuration.setProperty("hibernate.cache.use_structured_entries", structured + "");
    configuration.setProperty("hibernate.type.preferred_uuid_jdbc_type", "CHAR");
    return configuration.buildSessionFactory();
  }

  @BeforeEach
  void fill() {
    inTransaction(
        session -> {
          Country country = country();
          session.persist(country);
          session.persist(thing(country));
        });
    factory.getCache().evictAllRegions();
    regions.regions.values().forEach(region -> region.refused.clear());
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private void reopen(boolean structured) {
    factory.close();
    factory = open(structured);
    fill();
  }

  private void inTransaction(Consumer<Session> work) {
    factory.inTransaction(work);
  }

  private static Country country() {
    Country country = new Country();
    country.id = new CountryId("Europa", 39);
    country.code = "IT";
    return country;
  }

  private static Thing thing(Country country) {
    RareThing thing = new RareThing();
    thing.id = ID;
    thing.rarity = -7;
    thing.flag = true;
    thing.boxedFlag = false;
    thing.small = -1;
    thing.shortNumber = Short.MIN_VALUE;
    thing.longNumber = Long.MIN_VALUE;
    thing.floatNumber = 1.5f;
    thing.doubleNumber = -0.1;
    thing.character = 'ж';
    thing.text = "text with ж";
    thing.decimal = new BigDecimal("12.30");
    thing.integer = BigInteger.TEN;
    thing.bytes = new byte[] {1, 2, -3};
    thing.chars = "chars".toCharArray();
    thing.texts = new String[] {"a", null, "c"};
    thing.date = LocalDate.of(2026, 2, 28);
    thing.time = LocalTime.of(23, 59, 1);
    thing.dateTime = LocalDateTime.of(1969, 12, 31, 1, 2, 3, 4000);
    thing.instant = Instant.parse("1960-01-01T00:00:00.123456Z");
    thing.offsetTime = OffsetDateTime.of(thing.dateTime, ZoneOffset.ofHours(-3));
    thing.zonedTime = ZonedDateTime.of(thing.dateTime, ZoneOffset.UTC);
    thing.duration = Duration.ofSeconds(-5, 7);
    thing.oldDate = new Timestamp(1_000_000);
    thing.calendar = new GregorianCalendar(2026, 0, 1);
    thing.currency = Currency.getInstance("EUR");
    thing.locale = Locale.CANADA_FRENCH;
    thing.uri = URI.create("http://example.org/x?y");
    thing.ordinalDay = DayOfWeek.MONDAY;
    thing.namedDay = DayOfWeek.SUNDAY;
    thing.weight = new Weight(500);
    thing.blob = new Blob();
    thing.blob.names.add("one");
    thing.address = new Address();
    thing.address.street = "Via Appia";
    thing.address.place = place("Roma");
    thing.address.country = country;
    thing.country = country;
    thing.lazyText = "lazy";
    thing.weights.addAll(Arrays.asList(new Weight(1), new Weight(2)));
    thing.days.addAll(Set.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY));
    thing.places.put("home", place("Ostia"));
    Thing part = new Thing();
    part.id = PART;
    part.anything = thing;
    thing.parts.add(part);
    return thing;
  }

  private static Place place(String town) {
    Place place = new Place();
    place.town = town;
    place.marketDay = DayOfWeek.SATURDAY;
    return place;
  }

  /** Reads all that there is of the thing. */
  private void readAll() {
    inTransaction(
        session -> {
          Thing thing = session.find(Thing.class, ID);
          assertThat(thing)
              .usingRecursiveComparison()
              .ignoringFieldsMatchingRegexes(".*\\$\\$.*", ".*parts.*", "version", "places", "days")
              .ignoringFields("weights", "zonedTime", "offsetTime", "calendar")
              .isEqualTo(thing(thing.country));
          assertThat(thing.zonedTime.toInstant()).isEqualTo(thing(country()).zonedTime.toInstant());
          assertThat(thing.calendar.getTime()).isEqualTo(thing(country()).calendar.getTime());
          assertThat(thing.weights).containsExactly(new Weight(1), new Weight(2));
          assertThat(thing.days).containsExactlyInAnyOrder(DayOfWeek.FRIDAY, DayOfWeek.MONDAY);
          Place home = Objects.requireNonNull(thing.places.get("home"));
          assertThat(home.town).isEqualTo("Ostia");
          assertThat(home.marketDay).isEqualTo(DayOfWeek.SATURDAY);
          assertThat(thing.parts).hasSize(1);
          assertThat(thing.parts.get(0).id).isEqualTo(PART);
          assertThat(thing.parts.get(0).anything).isSameAs(thing);
          Country country = session.bySimpleNaturalId(Country.class).load("IT");
          assertThat(country.id).isEqualTo(new CountryId("Europa", 39));
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void find_ofAllThatWasEncoded_isTheSameAndAsksNothingOfTheDatabase(boolean structured) {
    reopen(structured);
    readAll();
    Statistics statistics = factory.getStatistics();
    statistics.clear();
    readAll();

    regions.regions.forEach((name, region) -> assertThat(region.refused).as(name).isEmpty());
    assertThat(statistics.getPrepareStatementCount()).isZero();
  }

  @Test
  void query_ofEntitiesAndColumns_isAnsweredFromBytes() {
    for (int i = 0; i < 2; i++) {
      factory.getStatistics().clear();
      inTransaction(
          session -> {
            assertThat(
                    session
                        .createSelectionQuery("from Thing where text is not null", Thing.class)
                        .setCacheable(true)
                        .list())
                .hasSize(1);
            List<Object[]> rows =
                session
                    .createSelectionQuery(
                        "select namedDay, weight, decimal, instant, country.id from Thing"
                            + " where text is not null",
                        Object[].class)
                    .setCacheable(true)
                    .list();
            assertThat(rows.get(0))
                .startsWith(DayOfWeek.SUNDAY, new Weight(500), new BigDecimal("12.30"))
                .endsWith(new CountryId("Europa", 39));
          });
    }
    assertThat(factory.getStatistics().getPrepareStatementCount()).isZero();
    assertThat(factory.getStatistics().getQueryCacheHitCount()).isEqualTo(2);
  }

  // ------------------------------------------------------------------ single values

  private BytesRegionFactory.BytesStorage things() {
    readAll();
    return Objects.requireNonNull(regions.regions.get(Thing.class.getName()));
  }

  private RegionValueCodec codec() {
    return things().codec;
  }

  private byte[] bytesOfThing() {
    Map<Object, byte[]> all = things().bytes;
    return all.values().stream().max((a, b) -> Integer.compare(a.length, b.length)).orElseThrow();
  }

  private static StandardCacheEntryImpl state(RegionValueCodec codec, byte[] bytes) {
    return (StandardCacheEntryImpl) codec.decode(bytes, BytesRegionFactory.CONTEXT);
  }

  @Test
  void encode_entityWithPlaceholders_givesTheSamePlaceholdersBack() throws Exception {
    RegionValueCodec codec = codec();
    StandardCacheEntryImpl state = state(codec, bytesOfThing());
    state.getDisassembledState()[0] = LazyPropertyInitializer.UNFETCHED_PROPERTY;
    state.getDisassembledState()[1] = PropertyAccessStrategyBackRefImpl.UNKNOWN;
    state.getDisassembledState()[2] = null;

    Serializable[] read =
        state(codec, codec.encode(state, BytesRegionFactory.CONTEXT)).getDisassembledState();

    assertThat(read.getClass()).isEqualTo(Serializable[].class);
    assertThat(read[0]).isSameAs(LazyPropertyInitializer.UNFETCHED_PROPERTY);
    assertThat(read[1]).isSameAs(PropertyAccessStrategyBackRefImpl.UNKNOWN);
    assertThat(read[2]).isNull();
    assertThat(state.getSubclass()).isEqualTo(RareThing.class.getName());
    assertThat(state.getVersion()).isEqualTo(0);
  }

  @Test
  void encode_entity_isMuchSmallerThanItsJavaSerialization() throws Exception {
    byte[] bytes = bytesOfThing();
    java.io.ByteArrayOutputStream serialized = new java.io.ByteArrayOutputStream();
    try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(serialized)) {
      out.writeObject(state(codec(), bytes));
    }
    System.out.printf("entity state: %d bytes, by Java %d%n", bytes.length, serialized.size());
    assertThat(bytes.length).isLessThan(serialized.size() / 3);
  }

  @Test
  void encode_attributeThatHasNoForm_isRefusedWithItsName() {
    RegionValueCodec codec = codec();
    StandardCacheEntryImpl state = state(codec, bytesOfThing());
    Arrays.fill(state.getDisassembledState(), new Unwritable());

    assertThatThrownBy(() -> codec.encode(state, BytesRegionFactory.CONTEXT))
        .isInstanceOf(NoEncodedFormException.class)
        .hasMessageContaining("RareThing.")
        .hasMessageContaining(Unwritable.class.getName());
  }

  /** Serializable, and no class that the mapping names. */
  private static final class Unwritable implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void encode_valueThatContainsItself_isRefused() {
    Object[] self = new Object[1];
    self[0] = self;
    assertThatThrownBy(() -> codec().encode(self, BytesRegionFactory.CONTEXT))
        .isInstanceOf(NoEncodedFormException.class)
        .hasMessageContaining("levels deep");
  }

  @Test
  void decode_bytesThatWereChangedOrCut_neverEndsInAnErrorOfTheMachine() {
    RegionValueCodec codec = codec();
    byte[] bytes = bytesOfThing();
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      for (int flips = random.nextInt(4); flips > 0 && damaged.length > 5; flips--) {
        damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt();
      }
      try {
        Object unused = codec.decode(damaged, BytesRegionFactory.CONTEXT);
      } catch (RuntimeException e) {
        // A miss.
      }
    }
  }

  @Test
  void decode_bytesOfAnotherMappingOrFormat_areRefused() {
    RegionValueCodec codec = codec();
    for (int at : new int[] {0, 1, 4}) {
      byte[] other = bytesOfThing().clone();
      other[at]++;
      assertThatThrownBy(() -> codec.decode(other, BytesRegionFactory.CONTEXT))
          .isInstanceOf(UnreadableStateException.class);
    }
  }

  @Test
  void decode_withBytesAfterTheEnd_isRefused() {
    byte[] longer = Arrays.copyOf(bytesOfThing(), bytesOfThing().length + 1);
    assertThatThrownBy(() -> codec().decode(longer, BytesRegionFactory.CONTEXT))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("follow the end");
  }
}
