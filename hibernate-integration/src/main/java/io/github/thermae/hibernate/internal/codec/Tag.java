package io.github.thermae.hibernate.internal.codec;

/**
 * The byte that stands before each object and says how it is written. The numbers are part of the
 * format: a new form takes a new number, and a change of one needs a new {@link
 * RegionValueCodec#FORMAT}.
 */
final class Tag {
  static final int NULL = 0;

  /** {@code LazyPropertyInitializer.UNFETCHED_PROPERTY}, which Hibernate compares with ==. */
  static final int UNFETCHED = 1;

  /** {@code PropertyAccessStrategyBackRefImpl.UNKNOWN}, which Hibernate compares with ==. */
  static final int UNKNOWN = 2;

  /** In the form that the mapping calls for in this place. */
  static final int AS_MAPPED = 3;

  /** Of another class than the mapping says; the tag of that class follows. */
  static final int NOT_AS_MAPPED = 4;

  static final int TRUE = 5;
  static final int FALSE = 6;
  static final int BYTE = 7;
  static final int SHORT = 8;
  static final int INTEGER = 9;
  static final int LONG = 10;
  static final int FLOAT = 11;
  static final int DOUBLE = 12;
  static final int CHARACTER = 13;
  static final int STRING = 14;
  static final int BIG_INTEGER = 15;
  static final int BIG_DECIMAL = 16;
  static final int UUID = 17;
  static final int LOCAL_DATE = 18;
  static final int LOCAL_TIME = 19;
  static final int LOCAL_DATE_TIME = 20;
  static final int INSTANT = 21;
  static final int OFFSET_DATE_TIME = 22;
  static final int OFFSET_TIME = 23;
  static final int ZONED_DATE_TIME = 24;
  static final int DURATION = 25;
  static final int PERIOD = 26;
  static final int YEAR = 27;
  static final int YEAR_MONTH = 28;
  static final int MONTH_DAY = 29;
  static final int ZONE_OFFSET = 30;
  static final int SQL_DATE = 31;
  static final int SQL_TIME = 32;
  static final int SQL_TIMESTAMP = 33;
  static final int UTIL_DATE = 34;
  static final int CALENDAR = 35;
  static final int TIME_ZONE = 36;
  static final int CURRENCY = 37;
  static final int LOCALE = 38;
  static final int URI = 39;
  static final int INET4_ADDRESS = 40;
  static final int BIT_SET = 41;
  static final int INET6_ADDRESS = 42;
  static final int ZONE_REGION = 43;

  static final int OBJECTS = 50;
  static final int SERIALIZABLES = 51;
  static final int BYTES = 52;

  /** Of a named class of elements, each written on its own. */
  static final int ARRAY = 53;

  static final int ARRAY_LIST = 54;
  static final int LIST_OVER_ARRAY = 55;
  static final int LINKED_HASH_SET = 56;
  static final int HASH_SET = 57;
  static final int HASH_MAP = 58;
  static final int LINKED_HASH_MAP = 59;
  static final int UNMODIFIABLE_LIST = 60;

  static final int ENUM = 70;
  static final int SERIALIZED = 71;

  /** Hibernate's own classes. */
  static final int ENTITY_STATE = 80;

  static final int STRUCTURED_ENTITY = 81;
  static final int COLLECTION_STATE = 82;
  static final int STRUCTURED_LIST = 83;
  static final int STRUCTURED_MAP = 84;
  static final int ANY_REFERENCE = 85;
  static final int QUERY_RESULT = 86;

  private Tag() {}
}
