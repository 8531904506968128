package io.github.thermae.internal.codec;

import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of JDK types in text: their class names, or how they are made where the class is not
 * public and so might be called otherwise in another JDK. This is the file format.
 */
final class JdkTagNames {
  private static final Map<Integer, String> GIVEN =
      Map.ofEntries(
          Map.entry(JdkTypes.NULL, "null"),
          Map.entry(JdkTypes.ZONE_REGION, "java.time.ZoneRegion"),
          Map.entry(JdkTypes.TIME_ZONE, "java.util.TimeZone"),
          Map.entry(JdkTypes.CASE_INSENSITIVE_ORDER, "String.CASE_INSENSITIVE_ORDER"),
          Map.entry(JdkTypes.NATURAL_ORDER, "Comparator.naturalOrder"),
          Map.entry(JdkTypes.REVERSE_ORDER, "Comparator.reverseOrder"),
          Map.entry(JdkTypes.ARRAYS_AS_LIST, "Arrays.asList"),
          Map.entry(JdkTypes.IMMUTABLE_LIST, "List.of"),
          Map.entry(JdkTypes.IMMUTABLE_SET, "Set.of"),
          Map.entry(JdkTypes.IMMUTABLE_MAP, "Map.of"),
          Map.entry(JdkTypes.EMPTY_LIST, "Collections.emptyList"),
          Map.entry(JdkTypes.EMPTY_SET, "Collections.emptySet"),
          Map.entry(JdkTypes.EMPTY_MAP, "Collections.emptyMap"),
          Map.entry(JdkTypes.SINGLETON_LIST, "Collections.singletonList"),
          Map.entry(JdkTypes.SINGLETON_SET, "Collections.singleton"),
          Map.entry(JdkTypes.SINGLETON_MAP, "Collections.singletonMap"),
          Map.entry(JdkTypes.UNMODIFIABLE_COLLECTION, "Collections.unmodifiableCollection"),
          Map.entry(JdkTypes.UNMODIFIABLE_LIST, "Collections.unmodifiableList"),
          Map.entry(JdkTypes.UNMODIFIABLE_LINKED_LIST, "Collections.unmodifiableList(LinkedList)"),
          Map.entry(JdkTypes.UNMODIFIABLE_SET, "Collections.unmodifiableSet"),
          Map.entry(JdkTypes.UNMODIFIABLE_SORTED_SET, "Collections.unmodifiableSortedSet"),
          Map.entry(JdkTypes.UNMODIFIABLE_NAVIGABLE_SET, "Collections.unmodifiableNavigableSet"),
          Map.entry(JdkTypes.UNMODIFIABLE_MAP, "Collections.unmodifiableMap"),
          Map.entry(JdkTypes.UNMODIFIABLE_SORTED_MAP, "Collections.unmodifiableSortedMap"),
          Map.entry(JdkTypes.UNMODIFIABLE_NAVIGABLE_MAP, "Collections.unmodifiableNavigableMap"),
          Map.entry(JdkTypes.SYNCHRONIZED_COLLECTION, "Collections.synchronizedCollection"),
          Map.entry(JdkTypes.SYNCHRONIZED_LIST, "Collections.synchronizedList"),
          Map.entry(JdkTypes.SYNCHRONIZED_LINKED_LIST, "Collections.synchronizedList(LinkedList)"),
          Map.entry(JdkTypes.SYNCHRONIZED_SET, "Collections.synchronizedSet"),
          Map.entry(JdkTypes.SYNCHRONIZED_SORTED_SET, "Collections.synchronizedSortedSet"),
          Map.entry(JdkTypes.SYNCHRONIZED_NAVIGABLE_SET, "Collections.synchronizedNavigableSet"),
          Map.entry(JdkTypes.SYNCHRONIZED_MAP, "Collections.synchronizedMap"),
          Map.entry(JdkTypes.SYNCHRONIZED_SORTED_MAP, "Collections.synchronizedSortedMap"),
          Map.entry(JdkTypes.SYNCHRONIZED_NAVIGABLE_MAP, "Collections.synchronizedNavigableMap"),
          Map.entry(JdkTypes.IMMUTABLE_ENTRY, "Map.entry"));

  private static final Map<Integer, String> NAMES = new HashMap<>(GIVEN);
  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  static {
    JdkValues.all().forEach(value -> add(value.number(), value.type()));
    JdkContainers.all().forEach(format -> add(format.getId(), format.getType()));
    NAMES.forEach((number, name) -> NUMBERS.put(name, number));
    if (NUMBERS.size() != NAMES.size()) {
      throw new IllegalStateException("Two JDK types have one name");
    }
  }

  private JdkTagNames() {}

  private static void add(int number, Class<?> type) {
    if (GIVEN.containsKey(number)) {
      return;
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      throw new IllegalStateException(type + " needs a name");
    }
    NAMES.put(number, type.getName());
  }

  static String of(int number) {
    return NAMES.getOrDefault(number, "");
  }

  /** The number of a name, or null if it is not that of a JDK type with a number. */
  static @Nullable Integer numberOf(String name) {
    return NUMBERS.get(name);
  }
}
