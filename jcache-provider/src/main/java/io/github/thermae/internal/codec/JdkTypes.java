package io.github.thermae.internal.codec;

/**
 * The fixed numbers of JDK types and key forms in encoded bytes, all below {@link
 * ClassDictionary#FIRST_ID}. This table is the file format: a number never changes its meaning and
 * is never used again. Zero is null.
 */
final class JdkTypes {
  static final int NULL = 0;

  // Values, see JdkValues.
  static final int STRING = 1;
  static final int BOOLEAN = 2;
  static final int BYTE = 3;
  static final int SHORT = 4;
  static final int CHARACTER = 5;
  static final int INTEGER = 6;
  static final int LONG = 7;
  static final int FLOAT = 8;
  static final int DOUBLE = 9;
  static final int BIG_INTEGER = 10;
  static final int BIG_DECIMAL = 11;
  static final int UUID = 12;
  static final int URI = 13;
  static final int URL = 14;
  static final int LOCALE = 15;
  static final int CURRENCY = 16;
  static final int STRING_BUILDER = 17;
  static final int STRING_BUFFER = 18;
  static final int BIT_SET = 19;
  static final int ATOMIC_BOOLEAN = 20;
  static final int ATOMIC_INTEGER = 21;
  static final int ATOMIC_LONG = 22;
  static final int OBJECT = 23;

  static final int INSTANT = 30;
  static final int DURATION = 31;
  static final int LOCAL_DATE = 32;
  static final int LOCAL_TIME = 33;
  static final int LOCAL_DATE_TIME = 34;
  static final int OFFSET_TIME = 35;
  static final int OFFSET_DATE_TIME = 36;
  static final int ZONED_DATE_TIME = 37;
  static final int ZONE_OFFSET = 38;
  static final int ZONE_REGION = 39;
  static final int YEAR = 40;
  static final int YEAR_MONTH = 41;
  static final int MONTH_DAY = 42;
  static final int PERIOD = 43;

  static final int DATE = 50;
  static final int SQL_DATE = 51;
  static final int SQL_TIME = 52;
  static final int SQL_TIMESTAMP = 53;
  static final int TIME_ZONE = 54;
  static final int GREGORIAN_CALENDAR = 55;

  static final int OPTIONAL_INT = 60;
  static final int OPTIONAL_LONG = 61;
  static final int OPTIONAL_DOUBLE = 62;

  static final int BOOLEANS = 70;
  static final int BYTES = 71;
  static final int SHORTS = 72;
  static final int CHARS = 73;
  static final int INTS = 74;
  static final int LONGS = 75;
  static final int FLOATS = 76;
  static final int DOUBLES = 77;

  static final int CASE_INSENSITIVE_ORDER = 80;
  static final int NATURAL_ORDER = 81;
  static final int REVERSE_ORDER = 82;

  // Containers, see JdkContainers.
  static final int OBJECT_ARRAY = 90;
  static final int STRING_ARRAY = 91;
  static final int SERIALIZABLE_ARRAY = 92;

  static final int ARRAY_LIST = 100;
  static final int LINKED_LIST = 101;
  static final int VECTOR = 102;
  static final int STACK = 103;
  static final int ARRAY_DEQUE = 104;
  static final int COPY_ON_WRITE_ARRAY_LIST = 105;
  static final int CONCURRENT_LINKED_QUEUE = 106;
  static final int CONCURRENT_LINKED_DEQUE = 107;
  static final int PRIORITY_QUEUE = 108;
  static final int ARRAYS_AS_LIST = 109;

  static final int HASH_SET = 120;
  static final int LINKED_HASH_SET = 121;
  static final int TREE_SET = 122;
  static final int CONCURRENT_SKIP_LIST_SET = 123;
  static final int COPY_ON_WRITE_ARRAY_SET = 124;
  static final int CONCURRENT_KEY_SET = 125;
  static final int ENUM_SET = 126;

  static final int HASH_MAP = 140;
  static final int LINKED_HASH_MAP = 141;
  static final int TREE_MAP = 142;
  static final int CONCURRENT_HASH_MAP = 143;
  static final int CONCURRENT_SKIP_LIST_MAP = 144;
  static final int HASHTABLE = 145;
  static final int IDENTITY_HASH_MAP = 146;
  static final int ENUM_MAP = 147;

  static final int IMMUTABLE_LIST = 160;
  static final int IMMUTABLE_SET = 161;
  static final int IMMUTABLE_MAP = 162;

  static final int EMPTY_LIST = 170;
  static final int EMPTY_SET = 171;
  static final int EMPTY_MAP = 172;
  static final int SINGLETON_LIST = 173;
  static final int SINGLETON_SET = 174;
  static final int SINGLETON_MAP = 175;

  static final int UNMODIFIABLE_COLLECTION = 180;
  static final int UNMODIFIABLE_LIST = 181;
  static final int UNMODIFIABLE_LINKED_LIST = 182;
  static final int UNMODIFIABLE_SET = 183;
  static final int UNMODIFIABLE_SORTED_SET = 184;
  static final int UNMODIFIABLE_NAVIGABLE_SET = 185;
  static final int UNMODIFIABLE_MAP = 186;
  static final int UNMODIFIABLE_SORTED_MAP = 187;
  static final int UNMODIFIABLE_NAVIGABLE_MAP = 188;

  static final int SYNCHRONIZED_COLLECTION = 190;
  static final int SYNCHRONIZED_LIST = 191;
  static final int SYNCHRONIZED_LINKED_LIST = 192;
  static final int SYNCHRONIZED_SET = 193;
  static final int SYNCHRONIZED_SORTED_SET = 194;
  static final int SYNCHRONIZED_NAVIGABLE_SET = 195;
  static final int SYNCHRONIZED_MAP = 196;
  static final int SYNCHRONIZED_SORTED_MAP = 197;
  static final int SYNCHRONIZED_NAVIGABLE_MAP = 198;

  static final int OPTIONAL = 210;
  static final int SIMPLE_ENTRY = 211;
  static final int SIMPLE_IMMUTABLE_ENTRY = 212;
  static final int IMMUTABLE_ENTRY = 213;
  static final int ATOMIC_REFERENCE = 214;

  // Forms of keys, see KeyWriter.
  static final int KEY_LIST = 230;
  static final int KEY_SET = 231;
  static final int KEY_MAP = 232;
  static final int KEY_OPTIONAL = 233;
  static final int KEY_ENTRY = 234;
  static final int KEY_ENUM = 235;
  static final int KEY_OBJECT = 236;
  static final int KEY_REBUILT = 237;
  static final int KEY_STREAM = 238;
  static final int KEY_ARRAY = 239;

  private JdkTypes() {}
}
