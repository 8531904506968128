package io.github.thermae.internal.codec;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the parts of a key are replaced by when the key is written by its own Java serialization, so
 * that equal keys give equal streams. Two things in a stream are not equality's:
 *
 * <ul>
 *   <li>Which parts are one object. A stream writes an object once and refers to it after that, so
 *       {@code (a, a)} and {@code (a, copy of a)} differ. Here the second of two equal parts is
 *       always replaced by the first, so that references follow equality alone.
 *   <li>The order of hash tables, which depends on their history, and the classes of collections
 *       that no field can name. These become linked ones, sorted as {@link KeyWriter} sorts, and
 *       ArrayLists.
 * </ul>
 *
 * What a class writes by hand from a hash table's order stays as it is written. One stream each.
 */
final class CanonicalParts implements UnaryOperator<Object> {
  /**
   * Equal parts of one class; parts of two classes may be equal without fitting each other's place.
   */
  private record Part(Class<?> type, Object object) {}

  private static final String IMMUTABLE_COLLECTION_FORM = "java.util.CollSer";

  private final KeyWriter writer;
  private final Map<Part, Object> firsts = new HashMap<>();

  CanonicalParts(KeyWriter writer) {
    this.writer = writer;
  }

  @Override
  public Object apply(Object object) {
    Object ordered = ordered(unpacked(object));
    Object first = firsts.putIfAbsent(new Part(ordered.getClass(), ordered), ordered);
    return first != null ? first : ordered;
  }

  /** List.of and its like have put a form in their place that keeps the order of their tables. */
  private static Object unpacked(Object object) {
    if (!object.getClass().getName().equals(IMMUTABLE_COLLECTION_FORM)) {
      return object;
    }
    try {
      return Rebuilder.rebuild(object);
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object ordered(Object object) {
    Class<?> type = object.getClass();
    boolean unnameable = Classes.isJdk(type) && !Modifier.isPublic(type.getModifiers());
    if (object instanceof Set<?> set && (isHashSet(type) || (unnameable && isUnordered(set)))) {
      return sorted(set);
    }
    if (object instanceof Map<?, ?> map && (isHashMap(type) || (unnameable && isUnordered(map)))) {
      return sorted(map);
    }
    return object instanceof List<?> list && unnameable ? new ArrayList<>(list) : object;
  }

  private static boolean isHashSet(Class<?> type) {
    return type == HashSet.class || type == LinkedHashSet.class;
  }

  private static boolean isUnordered(Set<?> set) {
    return !(set instanceof SortedSet) && !(set instanceof EnumSet);
  }

  private static boolean isHashMap(Class<?> type) {
    return type == HashMap.class || type == LinkedHashMap.class;
  }

  private static boolean isUnordered(Map<?, ?> map) {
    return !(map instanceof SortedMap) && !(map instanceof EnumMap);
  }

  private Collection<?> sorted(Set<?> set) {
    Map<byte[], Object> byBytes = new TreeMap<>(Arrays::compareUnsigned);
    set.forEach(element -> byBytes.put(writer.bytesOf(element), element));
    return new LinkedHashSet<>(byBytes.values());
  }

  private Map<?, ?> sorted(Map<?, ?> map) {
    Map<byte[], Map.Entry<?, ?>> byBytes = new TreeMap<>(Arrays::compareUnsigned);
    map.entrySet().forEach(entry -> byBytes.put(writer.bytesOf(entry.getKey()), entry));
    Map<Object, Object> sorted = new LinkedHashMap<>();
    byBytes.values().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
