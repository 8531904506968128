package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.internal.codec.Samples.Color;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The bytes of the file format as they were first written. A test here that fails means that files
 * of earlier versions cannot be read: change the schema number, not the expectation.
 */
@SuppressWarnings({"JavaUtilDate", "UnnecessaryStringBuilder"})
class FormatPinTest {
  private static final String VALUES =
      """
      01046162
      0103e565
      0201
      03fe
      04fdff
      056300
      0607
      0780c8afa025
      080000c03f
      0900000000000004c0
      0a08eeddef0b82167eeb
      0b0402fb1e
      0c01000000000000000200000000000000
      0d06613a62
      0e2468747470733a2f2f3132372e302e302e312f
      0f010a64652d4445
      0f00046e6f044e4f044e59
      1006455552
      11010278
      13010105
      1e0105
      1f0280cab5ee01
      20d41f0b15
      218784a7d8e89d0a
      22d41f0b158784a7d8e89d0a
      2380809ec5a4e90900
      24d41f0b158784a7d8e89d0adfa801
      25d41f0b158784a7d8e89d0aa0381a4575726f70652f4265726c696e
      26c070
      2706555443
      28d41f
      29d41f0b
      2a021d
      2b020406
      32010700000000000000
      3501d204000000000000809dca6f
      360106555443
      370106555443010000000000000000ac64f9e2f4ffff010101
      3c0106
      46010101
      4a010201000000ffffffff
      4d0101000000000000f83f
      5a010201026100
      64010206020604
      780101010261
      8e010100010102610602
      a001010206020604
      a20101010102610602
      b50101010602
      d20101010278
      80020a475245454e
      8102013ca00101018002065245440106416e6e
      820201020108626173650102784d0101000000000000f83f
      8302012a737200000103787075720000010478700000000274000161737200000105787200000106787000000005
      87020100870202
      """;

  private static final String KEYS =
      """
      01046100
      010300d8
      060a
      070a
      e6020602010261
      e703060206040606
      e80201026106040102620602
      e900
      ea06020604
      eb80020a475245454e
      ec81023ce601eb8002065245440106416e6e
      ed8202ef0002010261060a
      ee83020c737200000104787074000178
      """;

  private static final String NUMBERS =
      """
      0 NULL
      1 STRING
      2 BOOLEAN
      3 BYTE
      4 SHORT
      5 CHARACTER
      6 INTEGER
      7 LONG
      8 FLOAT
      9 DOUBLE
      10 BIG_INTEGER
      11 BIG_DECIMAL
      12 UUID
      13 URI
      14 URL
      15 LOCALE
      16 CURRENCY
      17 STRING_BUILDER
      18 STRING_BUFFER
      19 BIT_SET
      20 ATOMIC_BOOLEAN
      21 ATOMIC_INTEGER
      22 ATOMIC_LONG
      23 OBJECT
      30 INSTANT
      31 DURATION
      32 LOCAL_DATE
      33 LOCAL_TIME
      34 LOCAL_DATE_TIME
      35 OFFSET_TIME
      36 OFFSET_DATE_TIME
      37 ZONED_DATE_TIME
      38 ZONE_OFFSET
      39 ZONE_REGION
      40 YEAR
      41 YEAR_MONTH
      42 MONTH_DAY
      43 PERIOD
      50 DATE
      51 SQL_DATE
      52 SQL_TIME
      53 SQL_TIMESTAMP
      54 TIME_ZONE
      55 GREGORIAN_CALENDAR
      60 OPTIONAL_INT
      61 OPTIONAL_LONG
      62 OPTIONAL_DOUBLE
      70 BOOLEANS
      71 BYTES
      72 SHORTS
      73 CHARS
      74 INTS
      75 LONGS
      76 FLOATS
      77 DOUBLES
      80 CASE_INSENSITIVE_ORDER
      81 NATURAL_ORDER
      82 REVERSE_ORDER
      90 OBJECT_ARRAY
      91 STRING_ARRAY
      92 SERIALIZABLE_ARRAY
      100 ARRAY_LIST
      101 LINKED_LIST
      102 VECTOR
      103 STACK
      104 ARRAY_DEQUE
      105 COPY_ON_WRITE_ARRAY_LIST
      106 CONCURRENT_LINKED_QUEUE
      107 CONCURRENT_LINKED_DEQUE
      108 PRIORITY_QUEUE
      109 ARRAYS_AS_LIST
      120 HASH_SET
      121 LINKED_HASH_SET
      122 TREE_SET
      123 CONCURRENT_SKIP_LIST_SET
      124 COPY_ON_WRITE_ARRAY_SET
      125 CONCURRENT_KEY_SET
      126 ENUM_SET
      140 HASH_MAP
      141 LINKED_HASH_MAP
      142 TREE_MAP
      143 CONCURRENT_HASH_MAP
      144 CONCURRENT_SKIP_LIST_MAP
      145 HASHTABLE
      146 IDENTITY_HASH_MAP
      147 ENUM_MAP
      160 IMMUTABLE_LIST
      161 IMMUTABLE_SET
      162 IMMUTABLE_MAP
      170 EMPTY_LIST
      171 EMPTY_SET
      172 EMPTY_MAP
      173 SINGLETON_LIST
      174 SINGLETON_SET
      175 SINGLETON_MAP
      180 UNMODIFIABLE_COLLECTION
      181 UNMODIFIABLE_LIST
      182 UNMODIFIABLE_LINKED_LIST
      183 UNMODIFIABLE_SET
      184 UNMODIFIABLE_SORTED_SET
      185 UNMODIFIABLE_NAVIGABLE_SET
      186 UNMODIFIABLE_MAP
      187 UNMODIFIABLE_SORTED_MAP
      188 UNMODIFIABLE_NAVIGABLE_MAP
      190 SYNCHRONIZED_COLLECTION
      191 SYNCHRONIZED_LIST
      192 SYNCHRONIZED_LINKED_LIST
      193 SYNCHRONIZED_SET
      194 SYNCHRONIZED_SORTED_SET
      195 SYNCHRONIZED_NAVIGABLE_SET
      196 SYNCHRONIZED_MAP
      197 SYNCHRONIZED_SORTED_MAP
      198 SYNCHRONIZED_NAVIGABLE_MAP
      210 OPTIONAL
      211 SIMPLE_ENTRY
      212 SIMPLE_IMMUTABLE_ENTRY
      213 IMMUTABLE_ENTRY
      214 ATOMIC_REFERENCE
      230 KEY_LIST
      231 KEY_SET
      232 KEY_MAP
      233 KEY_OPTIONAL
      234 KEY_ENTRY
      235 KEY_ENUM
      236 KEY_OBJECT
      237 KEY_REBUILT
      238 KEY_STREAM
      239 KEY_ARRAY
      """;

  private static List<Object> values() throws Exception {
    LocalDateTime time = LocalDateTime.of(2026, 11, 21, 12, 30, 5, 7);
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    calendar.setTimeInMillis(1);
    Samples.Node node = new Samples.Node();
    node.next = node;
    return Arrays.asList(
        "ab",
        "日",
        true,
        (byte) -2,
        (short) -3,
        'c',
        -4,
        5_000_000_000L,
        1.5f,
        -2.5,
        new BigInteger("-1234567890123456789"),
        new BigDecimal("-12.50"),
        new UUID(1, 2),
        URI.create("a:b"),
        new URL("https://127.0.0.1/"),
        Locale.GERMANY,
        new Locale("no", "NO", "NY"),
        Currency.getInstance("EUR"),
        new StringBuilder("x"),
        BitSet.valueOf(new long[] {5}),
        Instant.ofEpochSecond(-1, 5),
        Duration.ofMillis(1500),
        time.toLocalDate(),
        time.toLocalTime(),
        time,
        OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC),
        OffsetDateTime.of(time, ZoneOffset.ofHours(-3)),
        ZonedDateTime.of(time, ZoneId.of("Europe/Berlin")),
        ZoneOffset.ofHours(2),
        ZoneId.of("UTC"),
        Year.of(2026),
        YearMonth.of(2026, 11),
        MonthDay.of(2, 29),
        Period.of(1, 2, 3),
        new Date(7),
        new Timestamp(1_234),
        TimeZone.getTimeZone("UTC"),
        calendar,
        OptionalInt.of(3),
        new boolean[] {true},
        new int[] {1, -1},
        new double[] {1.5},
        new Object[] {"a", null},
        new ArrayList<>(List.of(1, 2)),
        new HashSet<>(Set.of("a")),
        new TreeMap<>(Map.of("a", 1)),
        List.of(1, 2),
        Map.of("a", 1),
        Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        Optional.of("x"),
        Color.GREEN,
        new Samples.Person("Ann", 30, List.of(Color.RED)),
        new Samples.Derived(1, "x", 1.5),
        new Samples.SimpleKey("a", 5),
        node);
  }

  private static List<Object> keys() {
    return List.of(
        "a\0",
        "\uD800",
        5,
        5L,
        List.of(1, "a"),
        Set.of(3, 2, 1),
        Map.of("b", 1, "a", 2),
        Optional.empty(),
        Map.entry(1, 2),
        Color.GREEN,
        new Samples.Person("Ann", 30, List.of(Color.RED)),
        new Samples.SimpleKey("a", 5),
        new Samples.Replaced("x"));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void encode_values_givesTheBytesOfTheFirstVersion() throws Exception {
    List<String> pinned = VALUES.lines().toList();
    List<Object> values = values();
    KryoCodec codec = Codecs.kryo();
    List<String> written = values.stream().map(value -> hex(codec.encode(value))).toList();

    assertThat(written).isEqualTo(pinned);
    IntStream.range(0, values.size())
        .forEach(i -> assertThat(codec.decode(HexFormat.of().parseHex(pinned.get(i)))).isNotNull());
  }

  @Test
  void encode_keys_givesTheBytesOfTheFirstVersion() {
    CanonicalKeyCodec codec = Codecs.keys();

    assertThat(keys().stream().map(key -> hex(codec.encode(key).bytes())).toList())
        .isEqualTo(KEYS.lines().toList());
  }

  @Test
  void jdkTypes_numbers_areThoseOfTheFirstVersion() throws Exception {
    List<String> numbers = new ArrayList<>();
    for (Field constant : JdkTypes.class.getDeclaredFields()) {
      if (constant.getType() == int.class) {
        numbers.add(constant.getInt(null) + " " + constant.getName());
      }
    }

    assertThat(numbers).containsAll(NUMBERS.lines().toList());
    assertThat(numbers)
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .doesNotHaveDuplicates();
    assertThat(JdkTypes.KEY_ARRAY).isLessThan(ClassDictionary.FIRST_ID);
  }
}
