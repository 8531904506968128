package io.github.thermae.internal.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a key stands: a field's declared type, or anywhere. Collections in keys are
 * written without their class, as equal ones may have any; the place tells which class to make of
 * them when they are read, and whether that fits at all. A place that no JDK collection fits takes
 * objects as they are. Immutable.
 *
 * @param type the declared type
 * @param list makes the list that fits here, null if none does
 * @param set makes the set that fits here
 * @param map makes the map that fits here
 */
record Place(
    Class<?> type,
    @Nullable Supplier<? extends Collection<Object>> list,
    @Nullable Supplier<? extends Collection<Object>> set,
    @Nullable Supplier<? extends Map<Object, Object>> map) {

  /** An element, or the key itself: any type fits. */
  static final Place ANYWHERE = of(Object.class, Object.class);

  static Place of(Class<?> type, Type generic) {
    return new Place(type, listFor(type), setFor(type, generic), mapFor(type, generic));
  }

  boolean fitsOptional() {
    return type.isAssignableFrom(Optional.class);
  }

  boolean fitsEntry() {
    return type.isAssignableFrom(AbstractMap.SimpleImmutableEntry.class);
  }

  @SuppressWarnings("JdkObsolete") // Keys hold the old collections too.
  private static @Nullable Supplier<? extends Collection<Object>> listFor(Class<?> type) {
    if (type.isAssignableFrom(ArrayList.class)) {
      return ArrayList::new;
    }
    if (type.isAssignableFrom(LinkedList.class)) {
      return LinkedList::new;
    }
    if (type.isAssignableFrom(Vector.class)) {
      return Vector::new;
    }
    if (type == Stack.class) {
      return Stack::new;
    }
    return type == CopyOnWriteArrayList.class ? CopyOnWriteArrayList::new : null;
  }

  private static @Nullable Supplier<? extends Collection<Object>> setFor(
      Class<?> type, Type generic) {
    if (type.isAssignableFrom(HashSet.class)) {
      return HashSet::new;
    }
    if (type == LinkedHashSet.class) {
      return LinkedHashSet::new;
    }
    if (type.isAssignableFrom(TreeSet.class)) {
      return TreeSet::new;
    }
    if (type == CopyOnWriteArraySet.class) {
      return CopyOnWriteArraySet::new;
    }
    if (type == ConcurrentSkipListSet.class) {
      return ConcurrentSkipListSet::new;
    }
    return type == EnumSet.class ? enumSetFor(generic) : null;
  }

  @SuppressWarnings("JdkObsolete") // Keys hold the old collections too.
  private static @Nullable Supplier<? extends Map<Object, Object>> mapFor(
      Class<?> type, Type generic) {
    if (type.isAssignableFrom(HashMap.class)) {
      return HashMap::new;
    }
    if (type == LinkedHashMap.class) {
      return LinkedHashMap::new;
    }
    if (type.isAssignableFrom(TreeMap.class)) {
      return TreeMap::new;
    }
    if (type.isAssignableFrom(ConcurrentHashMap.class)) {
      return ConcurrentHashMap::new;
    }
    if (type.isAssignableFrom(ConcurrentSkipListMap.class)) {
      return ConcurrentSkipListMap::new;
    }
    if (type.isAssignableFrom(Hashtable.class)) {
      return Hashtable::new;
    }
    if (type == WeakHashMap.class) {
      return WeakHashMap::new;
    }
    return type == EnumMap.class ? enumMapFor(generic) : null;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable Supplier<? extends Collection<Object>> enumSetFor(Type generic) {
    Class<?> constants = enumArgument(generic);
    return constants == null
        ? null
        : () -> (Collection<Object>) (Collection) EnumSet.noneOf((Class) constants);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable Supplier<? extends Map<Object, Object>> enumMapFor(Type generic) {
    Class<?> constants = enumArgument(generic);
    return constants == null ? null : () -> new EnumMap(constants);
  }

  /** The enum in a declaration like {@code EnumSet<Color>}. */
  private static @Nullable Class<?> enumArgument(Type generic) {
    return generic instanceof ParameterizedType declared
            && declared.getActualTypeArguments()[0] instanceof Class<?> argument
            && argument.isEnum()
        ? argument
        : null;
  }
}
