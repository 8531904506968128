package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.ContainerSerializers.Maker;
import io.github.thermae.internal.codec.ContainerSerializers.OfCollection;
import io.github.thermae.internal.codec.ContainerSerializers.OfEnumMap;
import io.github.thermae.internal.codec.ContainerSerializers.OfEnumSet;
import io.github.thermae.internal.codec.ContainerSerializers.OfFrozenCollection;
import io.github.thermae.internal.codec.ContainerSerializers.OfFrozenMap;
import io.github.thermae.internal.codec.ContainerSerializers.OfMap;
import io.github.thermae.internal.codec.ContainerSerializers.OfParts;
import io.github.thermae.internal.codec.ContainerSerializers.OrderOf;
import io.github.thermae.internal.codec.ContainerSerializers.Shell;
import io.github.thermae.internal.codec.OpenObjects.Trait;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The JDK types that hold other objects: which classes each number stands for, and what is made of
 * it. What cannot be changed stays so. Views (a sublist, a key set) become collections of their
 * own, with the same content.
 */
@SuppressWarnings("JdkObsolete") // Values hold the old collections too.
final class JdkContainers {
  private static final List<Format> ALL = new ArrayList<>();
  private static final Map<Class<?>, Format> BY_CLASS = new HashMap<>();
  private static final @Nullable Format[] BY_NUMBER = new Format[ClassDictionary.FIRST_ID];

  private static final OrderOf SET_ORDER = set -> ((SortedSet<?>) set).comparator();
  private static final OrderOf MAP_ORDER = map -> ((SortedMap<?, ?>) map).comparator();
  private static final OrderOf QUEUE_ORDER = queue -> ((PriorityQueue<?>) queue).comparator();

  static {
    addArrays();
    addLists();
    addSets();
    addMaps();
    addImmutables();
    addEmptyAndSingle();
    addUnmodifiable();
    addSynchronized();
    addParts();
  }

  private JdkContainers() {}

  static List<Format> all() {
    return Collections.unmodifiableList(ALL);
  }

  /** The classes that have a number, those of private wrappers among them. */
  static Set<Class<?>> classes() {
    return Collections.unmodifiableSet(BY_CLASS.keySet());
  }

  /** The format of a class, or null if it is not a container of the JDK. */
  static @Nullable Format of(Class<?> type) {
    Format known = BY_CLASS.get(type);
    if (known != null) {
      return known;
    }
    // Only classes that no field can name, so that another class fits in their place.
    return Classes.isJdk(type) && !Modifier.isPublic(type.getModifiers()) ? ofView(type) : null;
  }

  /** The format of a number. */
  static Format of(int number) {
    Format known = BY_NUMBER[number];
    if (known == null) {
      throw new IllegalArgumentException(number + " is not a container");
    }
    return known;
  }

  private static @Nullable Format ofView(Class<?> type) {
    int number = numberOfView(type, isFrozen(type));
    return number == JdkTypes.NULL ? null : BY_NUMBER[number];
  }

  /** By name, as newer JDKs have wrappers that older ones have no method for. */
  private static boolean isFrozen(Class<?> type) {
    return type.getName().startsWith("java.util.Collections$Unmodifiable")
        || type.getName().startsWith("java.util.ImmutableCollections$");
  }

  private static int numberOfView(Class<?> type, boolean frozen) {
    if (EnumSet.class.isAssignableFrom(type)) {
      return JdkTypes.ENUM_SET;
    }
    if (List.class.isAssignableFrom(type)) {
      return frozen ? JdkTypes.UNMODIFIABLE_LIST : JdkTypes.ARRAY_LIST;
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return frozen ? JdkTypes.UNMODIFIABLE_NAVIGABLE_SET : JdkTypes.TREE_SET;
    }
    if (Set.class.isAssignableFrom(type)) {
      return frozen ? JdkTypes.UNMODIFIABLE_SET : JdkTypes.LINKED_HASH_SET;
    }
    if (SortedMap.class.isAssignableFrom(type)) {
      return frozen ? JdkTypes.UNMODIFIABLE_NAVIGABLE_MAP : JdkTypes.TREE_MAP;
    }
    if (Map.class.isAssignableFrom(type)) {
      return frozen ? JdkTypes.UNMODIFIABLE_MAP : JdkTypes.LINKED_HASH_MAP;
    }
    if (Map.Entry.class.isAssignableFrom(type)) {
      return frozen ? JdkTypes.SIMPLE_IMMUTABLE_ENTRY : JdkTypes.SIMPLE_ENTRY;
    }
    if (Queue.class.isAssignableFrom(type)) {
      return JdkTypes.LINKED_LIST;
    }
    if (Collection.class.isAssignableFrom(type)) {
      return frozen ? JdkTypes.UNMODIFIABLE_COLLECTION : JdkTypes.ARRAY_LIST;
    }
    return JdkTypes.NULL;
  }

  private static void addArrays() {
    add(JdkTypes.OBJECT_ARRAY, new ObjectSerializers.OfArray(), Object[].class);
    add(JdkTypes.STRING_ARRAY, new ObjectSerializers.OfArray(), String[].class);
    add(JdkTypes.SERIALIZABLE_ARRAY, new ObjectSerializers.OfArray(), Serializable[].class);
  }

  private static void addLists() {
    list(JdkTypes.ARRAY_LIST, order -> Shell.of(new ArrayList<>()), ArrayList.class);
    list(JdkTypes.LINKED_LIST, order -> Shell.of(new LinkedList<>()), LinkedList.class);
    list(JdkTypes.VECTOR, order -> Shell.of(new Vector<>()), Vector.class);
    list(JdkTypes.STACK, order -> Shell.of(new Stack<>()), Stack.class);
    list(JdkTypes.ARRAY_DEQUE, order -> Shell.of(new ArrayDeque<>()), ArrayDeque.class);
    list(
        JdkTypes.COPY_ON_WRITE_ARRAY_LIST,
        order -> Shell.of(new CopyOnWriteArrayList<>()),
        CopyOnWriteArrayList.class);
    list(
        JdkTypes.CONCURRENT_LINKED_QUEUE,
        order -> Shell.of(new ConcurrentLinkedQueue<>()),
        ConcurrentLinkedQueue.class);
    list(
        JdkTypes.CONCURRENT_LINKED_DEQUE,
        order -> Shell.of(new ConcurrentLinkedDeque<>()),
        ConcurrentLinkedDeque.class);
    sorted(
        JdkTypes.PRIORITY_QUEUE,
        QUEUE_ORDER,
        order -> Shell.of(new PriorityQueue<>(order)),
        PriorityQueue.class);
    frozen(JdkTypes.ARRAYS_AS_LIST, Trait.LATE, Arrays::asList, Arrays.asList(1).getClass());
  }

  private static void addSets() {
    set(JdkTypes.HASH_SET, order -> Shell.of(new HashSet<>()), HashSet.class);
    set(JdkTypes.LINKED_HASH_SET, order -> Shell.of(new LinkedHashSet<>()), LinkedHashSet.class);
    sorted(JdkTypes.TREE_SET, SET_ORDER, order -> Shell.of(new TreeSet<>(order)), TreeSet.class);
    sorted(
        JdkTypes.CONCURRENT_SKIP_LIST_SET,
        SET_ORDER,
        order -> Shell.of(new ConcurrentSkipListSet<>(order)),
        ConcurrentSkipListSet.class);
    set(
        JdkTypes.COPY_ON_WRITE_ARRAY_SET,
        order -> Shell.of(new CopyOnWriteArraySet<>()),
        CopyOnWriteArraySet.class);
    set(
        JdkTypes.CONCURRENT_KEY_SET,
        order -> Shell.of(ConcurrentHashMap.newKeySet()),
        ConcurrentHashMap.KeySetView.class);
    add(JdkTypes.ENUM_SET, new OfEnumSet(), EnumSet.class);
  }

  private static void addMaps() {
    map(JdkTypes.HASH_MAP, order -> Shell.of(new HashMap<>()), HashMap.class);
    map(JdkTypes.LINKED_HASH_MAP, order -> Shell.of(new LinkedHashMap<>()), LinkedHashMap.class);
    map(
        JdkTypes.CONCURRENT_HASH_MAP,
        order -> Shell.of(new ConcurrentHashMap<>()),
        ConcurrentHashMap.class);
    map(JdkTypes.HASHTABLE, order -> Shell.of(new Hashtable<>()), Hashtable.class);
    map(
        JdkTypes.IDENTITY_HASH_MAP,
        order -> Shell.of(new IdentityHashMap<>()),
        IdentityHashMap.class);
    sortedMap(JdkTypes.TREE_MAP, order -> Shell.of(new TreeMap<>(order)), TreeMap.class);
    sortedMap(
        JdkTypes.CONCURRENT_SKIP_LIST_MAP,
        order -> Shell.of(new ConcurrentSkipListMap<>(order)),
        ConcurrentSkipListMap.class);
    add(JdkTypes.ENUM_MAP, new OfEnumMap(), EnumMap.class);
  }

  private static void addImmutables() {
    frozen(
        JdkTypes.IMMUTABLE_LIST,
        Trait.LATE,
        JdkContainers::immutableList,
        List.of(1).getClass(),
        List.of(1, 2, 3).getClass(),
        List.of(1, 2, 3).subList(0, 2).getClass());
    frozen(
        JdkTypes.IMMUTABLE_SET,
        Trait.LATE_LOOKUP,
        Set::of,
        Set.of(1).getClass(),
        Set.of(1, 2, 3).getClass());
    add(
        JdkTypes.IMMUTABLE_MAP,
        new OfFrozenMap(JdkContainers::immutableMap),
        Map.of(1, 1).getClass(),
        Map.of(1, 1, 2, 2).getClass());
  }

  private static void addEmptyAndSingle() {
    frozen(
        JdkTypes.EMPTY_LIST,
        Trait.LATE,
        none -> Collections.emptyList(),
        Collections.emptyList().getClass());
    frozen(
        JdkTypes.EMPTY_SET,
        Trait.LATE,
        none -> Collections.emptySet(),
        Collections.emptySet().getClass());
    add(
        JdkTypes.EMPTY_MAP,
        new OfFrozenMap(none -> Collections.emptyMap()),
        Collections.emptyMap().getClass());
    frozen(
        JdkTypes.SINGLETON_LIST,
        Trait.LATE,
        one -> Collections.singletonList(one[0]),
        Collections.singletonList(1).getClass());
    // A singleton set compares, but does not look up its element by hash code.
    frozen(
        JdkTypes.SINGLETON_SET,
        Trait.LATE,
        one -> Collections.singleton(one[0]),
        Collections.singleton(1).getClass());
    add(
        JdkTypes.SINGLETON_MAP,
        new OfFrozenMap(one -> Collections.singletonMap(one[0], one[1])),
        Collections.singletonMap(1, 1).getClass());
  }

  private static void addUnmodifiable() {
    list(
        JdkTypes.UNMODIFIABLE_COLLECTION,
        order -> {
          List<Object> content = new ArrayList<>();
          return new Shell<>(content, Collections.unmodifiableCollection(content));
        },
        Collections.unmodifiableCollection(List.of()).getClass());
    list(
        JdkTypes.UNMODIFIABLE_LIST,
        order -> {
          List<Object> content = new ArrayList<>();
          return new Shell<>(content, Collections.unmodifiableList(content));
        },
        Collections.unmodifiableList(new ArrayList<>()).getClass(),
        Collections.nCopies(1, 1).getClass());
    list(
        JdkTypes.UNMODIFIABLE_LINKED_LIST,
        order -> {
          List<Object> content = new LinkedList<>();
          return new Shell<>(content, Collections.unmodifiableList(content));
        },
        Collections.unmodifiableList(new LinkedList<>()).getClass());
    set(
        JdkTypes.UNMODIFIABLE_SET,
        order -> {
          Set<Object> content = new LinkedHashSet<>();
          return new Shell<>(content, Collections.unmodifiableSet(content));
        },
        Collections.unmodifiableSet(new HashSet<>()).getClass());
    sorted(
        JdkTypes.UNMODIFIABLE_SORTED_SET,
        SET_ORDER,
        order -> {
          TreeSet<Object> content = new TreeSet<>(order);
          return new Shell<>(content, Collections.unmodifiableSortedSet(content));
        },
        Collections.unmodifiableSortedSet(new TreeSet<>()).getClass());
    sorted(
        JdkTypes.UNMODIFIABLE_NAVIGABLE_SET,
        SET_ORDER,
        order -> {
          TreeSet<Object> content = new TreeSet<>(order);
          return new Shell<>(content, Collections.unmodifiableNavigableSet(content));
        },
        Collections.unmodifiableNavigableSet(new TreeSet<>()).getClass(),
        Collections.emptyNavigableSet().getClass());
    addUnmodifiableMaps();
  }

  private static void addUnmodifiableMaps() {
    map(
        JdkTypes.UNMODIFIABLE_MAP,
        order -> {
          Map<Object, Object> content = new LinkedHashMap<>();
          return new Shell<>(content, Collections.unmodifiableMap(content));
        },
        Collections.unmodifiableMap(new HashMap<>()).getClass());
    sortedMap(
        JdkTypes.UNMODIFIABLE_SORTED_MAP,
        order -> {
          TreeMap<Object, Object> content = new TreeMap<>(order);
          return new Shell<>(content, Collections.unmodifiableSortedMap(content));
        },
        Collections.unmodifiableSortedMap(new TreeMap<>()).getClass());
    sortedMap(
        JdkTypes.UNMODIFIABLE_NAVIGABLE_MAP,
        order -> {
          TreeMap<Object, Object> content = new TreeMap<>(order);
          return new Shell<>(content, Collections.unmodifiableNavigableMap(content));
        },
        Collections.unmodifiableNavigableMap(new TreeMap<>()).getClass(),
        Collections.emptyNavigableMap().getClass());
  }

  private static void addSynchronized() {
    list(
        JdkTypes.SYNCHRONIZED_COLLECTION,
        order -> Shell.of(Collections.synchronizedCollection(new ArrayList<>())),
        Collections.synchronizedCollection(List.of()).getClass());
    list(
        JdkTypes.SYNCHRONIZED_LIST,
        order -> Shell.of(Collections.synchronizedList(new ArrayList<>())),
        Collections.synchronizedList(new ArrayList<>()).getClass());
    list(
        JdkTypes.SYNCHRONIZED_LINKED_LIST,
        order -> Shell.of(Collections.synchronizedList(new LinkedList<>())),
        Collections.synchronizedList(new LinkedList<>()).getClass());
    set(
        JdkTypes.SYNCHRONIZED_SET,
        order -> Shell.of(Collections.synchronizedSet(new LinkedHashSet<>())),
        Collections.synchronizedSet(new HashSet<>()).getClass());
    sorted(
        JdkTypes.SYNCHRONIZED_SORTED_SET,
        SET_ORDER,
        order -> Shell.of(Collections.synchronizedSortedSet(new TreeSet<>(order))),
        Collections.synchronizedSortedSet(new TreeSet<>()).getClass());
    sorted(
        JdkTypes.SYNCHRONIZED_NAVIGABLE_SET,
        SET_ORDER,
        order -> Shell.of(Collections.synchronizedNavigableSet(new TreeSet<>(order))),
        Collections.synchronizedNavigableSet(new TreeSet<>()).getClass());
    map(
        JdkTypes.SYNCHRONIZED_MAP,
        order -> Shell.of(Collections.synchronizedMap(new LinkedHashMap<>())),
        Collections.synchronizedMap(new HashMap<>()).getClass());
    sortedMap(
        JdkTypes.SYNCHRONIZED_SORTED_MAP,
        order -> Shell.of(Collections.synchronizedSortedMap(new TreeMap<>(order))),
        Collections.synchronizedSortedMap(new TreeMap<>()).getClass());
    sortedMap(
        JdkTypes.SYNCHRONIZED_NAVIGABLE_MAP,
        order -> Shell.of(Collections.synchronizedNavigableMap(new TreeMap<>(order))),
        Collections.synchronizedNavigableMap(new TreeMap<>()).getClass());
  }

  private static void addParts() {
    add(
        JdkTypes.OPTIONAL,
        new OfParts(
            1,
            optional -> new @Nullable Object[] {((Optional<?>) optional).orElse(null)},
            parts -> Optional.ofNullable(parts[0])),
        Optional.class);
    add(
        JdkTypes.SIMPLE_ENTRY,
        new OfParts(
            2,
            JdkContainers::keyAndValue,
            parts -> new AbstractMap.SimpleEntry<>(parts[0], parts[1])),
        AbstractMap.SimpleEntry.class);
    add(
        JdkTypes.SIMPLE_IMMUTABLE_ENTRY,
        new OfParts(
            2,
            JdkContainers::keyAndValue,
            parts -> new AbstractMap.SimpleImmutableEntry<>(parts[0], parts[1])),
        AbstractMap.SimpleImmutableEntry.class);
    add(
        JdkTypes.IMMUTABLE_ENTRY,
        new OfParts(2, JdkContainers::keyAndValue, JdkContainers::immutableEntry),
        Map.entry(1, 1).getClass());
    add(
        JdkTypes.ATOMIC_REFERENCE,
        new OfParts(
            1,
            reference -> new @Nullable Object[] {((AtomicReference<?>) reference).get()},
            parts -> new AtomicReference<>(parts[0])),
        AtomicReference.class);
  }

  private static @Nullable Object[] keyAndValue(Object entry) {
    Map.Entry<?, ?> e = (Map.Entry<?, ?>) entry;
    return new @Nullable Object[] {e.getKey(), e.getValue()};
  }

  @SuppressWarnings("NullAway") // Map.entry refuses nulls, and so damaged bytes.
  private static Object immutableEntry(@Nullable Object[] parts) {
    return Map.entry(parts[0], parts[1]);
  }

  /** Stream.toList gives the same class, with nulls. */
  private static Object immutableList(@Nullable Object[] elements) {
    return Arrays.asList(elements).contains(null)
        ? Arrays.stream(elements).toList()
        : List.of(elements);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Map.ofEntries refuses nulls, and so damaged bytes.
  private static Object immutableMap(@Nullable Object[] flat) {
    return Map.ofEntries(ContainerSerializers.entries(flat).toArray(Map.Entry[]::new));
  }

  private static void list(int number, Maker<Collection<Object>> maker, Class<?>... classes) {
    add(number, new OfCollection(Trait.EARLY, null, maker), classes);
  }

  private static void set(int number, Maker<Collection<Object>> maker, Class<?>... classes) {
    add(number, new OfCollection(Trait.EARLY_LOOKUP, null, maker), classes);
  }

  private static void sorted(
      int number, OrderOf order, Maker<Collection<Object>> maker, Class<?>... classes) {
    add(number, new OfCollection(Trait.EARLY_LOOKUP, order, maker), classes);
  }

  private static void map(int number, Maker<Map<Object, Object>> maker, Class<?>... classes) {
    add(number, new OfMap(Trait.EARLY_LOOKUP, null, maker), classes);
  }

  private static void sortedMap(int number, Maker<Map<Object, Object>> maker, Class<?>... classes) {
    add(number, new OfMap(Trait.EARLY_LOOKUP, MAP_ORDER, maker), classes);
  }

  private static void frozen(
      int number,
      Trait trait,
      java.util.function.Function<@Nullable Object[], Object> maker,
      Class<?>... classes) {
    add(number, new OfFrozenCollection(trait, maker), classes);
  }

  /** The first class stands for the number when it is read. */
  private static void add(int number, WireSerializer<Object> serializer, Class<?>... classes) {
    Format format = new Format(number, classes[0], serializer, true);
    ALL.add(format);
    BY_NUMBER[number] = format;
    for (Class<?> type : classes) {
      BY_CLASS.put(type, format);
    }
  }
}
