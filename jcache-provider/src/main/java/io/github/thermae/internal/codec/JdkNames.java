package io.github.thermae.internal.codec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of JDK classes that are always allowed: types with a fixed number, and those below that
 * hold nothing but data. Fixed here, never taken from bytes.
 */
final class JdkNames {
  /** Types of fields and arrays; there are no objects of most of them. */
  private static final List<String> SUPERTYPES =
      List.of(
          "java.lang.Number",
          "java.lang.Comparable",
          "java.lang.CharSequence",
          "java.lang.Cloneable",
          "java.lang.Enum",
          "java.lang.Record",
          "java.lang.Iterable",
          "java.io.Serializable",
          "java.util.Collection",
          "java.util.List",
          "java.util.Set",
          "java.util.SortedSet",
          "java.util.NavigableSet",
          "java.util.Queue",
          "java.util.Deque",
          "java.util.Map",
          "java.util.Map$Entry",
          "java.util.SortedMap",
          "java.util.NavigableMap",
          "java.util.concurrent.ConcurrentMap",
          "java.util.RandomAccess",
          "java.util.Comparator",
          "java.util.EnumSet",
          "java.util.TimeZone",
          "java.util.Calendar",
          "java.util.AbstractCollection",
          "java.util.AbstractList",
          "java.util.AbstractSequentialList",
          "java.util.AbstractSet",
          "java.util.AbstractQueue",
          "java.util.AbstractMap",
          "java.util.Dictionary",
          "java.time.ZoneId",
          "java.time.temporal.Temporal",
          "java.time.temporal.TemporalAccessor",
          "java.time.temporal.TemporalAmount",
          "java.time.temporal.TemporalUnit",
          "java.time.chrono.ChronoLocalDate",
          "java.time.chrono.ChronoLocalDateTime",
          "java.time.chrono.ChronoZonedDateTime");

  private static final List<String> ENUMS =
      List.of(
          "java.time.DayOfWeek",
          "java.time.Month",
          "java.time.temporal.ChronoUnit",
          "java.time.temporal.ChronoField",
          "java.time.format.FormatStyle",
          "java.time.format.TextStyle",
          "java.time.chrono.IsoEra",
          "java.util.concurrent.TimeUnit",
          "java.util.Locale$Category",
          "java.math.RoundingMode",
          "java.text.Normalizer$Form");

  /** Written by their own Java serialization, which keeps nothing but data. */
  private static final List<String> STREAMED =
      List.of(
          "java.util.Properties",
          "java.util.SimpleTimeZone",
          "java.util.Collections$ReverseComparator2",
          "java.util.Comparators$NullComparator",
          "java.lang.StackTraceElement",
          "java.lang.Throwable",
          "java.lang.Exception",
          "java.lang.RuntimeException",
          "java.lang.Error",
          "java.lang.AssertionError",
          "java.lang.ArithmeticException",
          "java.lang.ArrayStoreException",
          "java.lang.ClassCastException",
          "java.lang.CloneNotSupportedException",
          "java.lang.IllegalArgumentException",
          "java.lang.IllegalStateException",
          "java.lang.IndexOutOfBoundsException",
          "java.lang.ArrayIndexOutOfBoundsException",
          "java.lang.StringIndexOutOfBoundsException",
          "java.lang.InterruptedException",
          "java.lang.NegativeArraySizeException",
          "java.lang.NullPointerException",
          "java.lang.NumberFormatException",
          "java.lang.SecurityException",
          "java.lang.UnsupportedOperationException",
          "java.lang.ReflectiveOperationException",
          "java.lang.ClassNotFoundException",
          "java.io.IOException",
          "java.io.EOFException",
          "java.io.FileNotFoundException",
          "java.io.UncheckedIOException",
          "java.net.SocketException",
          "java.net.ConnectException",
          "java.net.SocketTimeoutException",
          "java.net.UnknownHostException",
          "java.net.URISyntaxException",
          "java.net.MalformedURLException",
          "java.sql.SQLException",
          "java.time.DateTimeException",
          "java.time.format.DateTimeParseException",
          "java.util.ConcurrentModificationException",
          "java.util.NoSuchElementException",
          "java.util.MissingResourceException",
          "java.util.concurrent.ExecutionException",
          "java.util.concurrent.CompletionException",
          "java.util.concurrent.TimeoutException",
          "java.util.concurrent.CancellationException");

  /** What the Java serialization of allowed JDK types puts in their place or adds to them. */
  private static final Set<String> STREAM_HELPERS =
      Set.of(
          "java.util.CollSer",
          "java.time.Ser",
          "java.util.EnumSet$SerializationProxy",
          "java.util.TreeMap$NavigableSubMap",
          "java.util.TreeMap$AscendingSubMap",
          "java.util.TreeMap$DescendingSubMap",
          "java.util.concurrent.ConcurrentHashMap$CollectionView",
          "java.util.concurrent.ConcurrentHashMap$Segment",
          "java.util.concurrent.locks.ReentrantLock",
          "java.util.concurrent.locks.ReentrantLock$Sync",
          "java.util.concurrent.locks.ReentrantLock$NonfairSync",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer",
          "java.util.concurrent.locks.AbstractOwnableSynchronizer");

  private static final Set<String> ALLOWED = allowed();

  private JdkNames() {}

  /** Whether objects of this JDK class are allowed everywhere. */
  static boolean isAllowed(String className) {
    return ALLOWED.contains(className);
  }

  /** Whether this JDK class is allowed inside the Java serialization of an allowed one. */
  static boolean isStreamHelper(String className) {
    return STREAM_HELPERS.contains(className);
  }

  private static Set<String> allowed() {
    Set<String> names = new HashSet<>();
    names.addAll(SUPERTYPES);
    names.addAll(ENUMS);
    names.addAll(STREAMED);
    JdkValues.all().forEach(value -> names.add(value.type().getName()));
    JdkContainers.classes().forEach(type -> names.add(type.getName()));
    return Set.copyOf(names);
  }
}
