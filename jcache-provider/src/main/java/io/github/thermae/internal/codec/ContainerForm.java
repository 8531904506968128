package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.ContainerSerializers.Container;
import io.github.thermae.internal.codec.ContainerSerializers.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A JDK container. Where an interface is declared, the usual classes behind it stand without their
 * class and come back as one of them: a List as ArrayList, a Set as LinkedHashSet, a Map as
 * LinkedHashMap. They are equal; what could not be changed can be then.
 */
final class ContainerForm extends DataForm {
  private static final Set<Integer> LISTS =
      Set.of(
          JdkTypes.ARRAY_LIST,
          JdkTypes.ARRAYS_AS_LIST,
          JdkTypes.IMMUTABLE_LIST,
          JdkTypes.EMPTY_LIST,
          JdkTypes.SINGLETON_LIST,
          JdkTypes.UNMODIFIABLE_LIST,
          JdkTypes.UNMODIFIABLE_LINKED_LIST);
  private static final Set<Integer> SETS =
      Set.of(
          JdkTypes.HASH_SET,
          JdkTypes.LINKED_HASH_SET,
          JdkTypes.IMMUTABLE_SET,
          JdkTypes.EMPTY_SET,
          JdkTypes.SINGLETON_SET,
          JdkTypes.UNMODIFIABLE_SET);
  private static final Set<Integer> MAPS =
      Set.of(
          JdkTypes.HASH_MAP,
          JdkTypes.LINKED_HASH_MAP,
          JdkTypes.IMMUTABLE_MAP,
          JdkTypes.EMPTY_MAP,
          JdkTypes.SINGLETON_MAP,
          JdkTypes.UNMODIFIABLE_MAP);

  /** For a declared interface, the class that is made, and those that it stands for. */
  private record Default(int made, Set<Integer> like) {}

  private static final Default LIST = new Default(JdkTypes.ARRAY_LIST, LISTS);
  private static final Default SET = new Default(JdkTypes.LINKED_HASH_SET, SETS);
  private static final Default MAP = new Default(JdkTypes.LINKED_HASH_MAP, MAPS);
  private static final Default SORTED_SET =
      new Default(JdkTypes.TREE_SET, Set.of(JdkTypes.TREE_SET));
  private static final Default SORTED_MAP =
      new Default(JdkTypes.TREE_MAP, Set.of(JdkTypes.TREE_MAP));

  private static final Map<Class<?>, Default> DEFAULTS =
      Map.of(
          Iterable.class, LIST,
          Collection.class, LIST,
          List.class, LIST,
          Set.class, SET,
          Map.class, MAP,
          SortedSet.class, SORTED_SET,
          NavigableSet.class, SORTED_SET,
          SortedMap.class, SORTED_MAP,
          NavigableMap.class, SORTED_MAP);

  private final DataForms forms;
  private final Container container;

  /** The numbers of the containers that stand here without their class. */
  private final Set<Integer> like;

  private ContainerForm(DataForms forms, Format format, Container container, Set<Integer> like) {
    super(format.getType(), format.getId());
    this.forms = forms;
    this.container = container;
    this.like = like;
  }

  static ContainerForm of(DataForms forms, Format format, Container container) {
    return new ContainerForm(forms, format, container, Set.of(format.getId()));
  }

  /** Whether a declared interface has a usual class behind it. */
  static boolean isDefaultOf(Class<?> declared) {
    return DEFAULTS.containsKey(declared);
  }

  /** The form of a declared interface for which {@link #isDefaultOf} holds. */
  static ContainerForm ofDeclared(DataForms forms, Class<?> declared) {
    Default usual = DEFAULTS.get(declared);
    if (usual == null) {
      throw new IllegalArgumentException(declared + " has no usual class");
    }
    return of(forms, usual);
  }

  /** What a list without a class comes back as. */
  static ContainerForm naturalList(DataForms forms) {
    return of(forms, LIST);
  }

  /** What a map without a class comes back as. */
  static ContainerForm naturalMap(DataForms forms) {
    return of(forms, MAP);
  }

  private static ContainerForm of(DataForms forms, Default usual) {
    ContainerForm made = (ContainerForm) forms.ofJdk(usual.made());
    return new ContainerForm(forms, JdkContainers.of(usual.made()), made.container, usual.like());
  }

  @Override
  boolean writesBare(Object value) {
    DataForm found = forms.ofContainer(value.getClass());
    return found != null
        && like.contains(found.jdkNumber())
        && ((ContainerForm) found).container.orderOf(value) == null;
  }

  /** Whether its tokens show what it is: a list, or a map whose keys can be told from names. */
  boolean isNatural(TokenOutput out, Object value) {
    return LISTS.contains(jdkNumber())
        || (MAPS.contains(jdkNumber())
            && (out.hasAnyKeys() || names(container.contentOf(value), forms.anyParts()) != null));
  }

  @Override
  void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    out.enter();
    @Nullable Object[] content = container.contentOf(value);
    if (!container.isMap()) {
      writeElements(out, content, parts[0]);
    } else if (out.hasAnyKeys()) {
      writeEntries(out, content, parts);
    } else {
      @Nullable String @Nullable [] names = names(content, parts);
      if (names == null) {
        writePairs(out, content, parts);
      } else {
        writeNamed(out, names, content, parts[1]);
      }
    }
    out.leave();
  }

  private static void writeElements(TokenOutput out, @Nullable Object[] elements, DataSlot element)
      throws IOException {
    out.startList(elements.length);
    for (Object each : elements) {
      element.write(out, each);
    }
    out.endList();
  }

  private static void writeEntries(TokenOutput out, @Nullable Object[] content, DataSlot[] parts)
      throws IOException {
    out.startMap(content.length / 2);
    for (int i = 0; i < content.length; i++) {
      parts[i & 1].write(out, content[i]);
    }
    out.endMap();
  }

  private static void writeNamed(
      TokenOutput out, @Nullable String[] names, @Nullable Object[] content, DataSlot value)
      throws IOException {
    out.startMap(names.length);
    for (int i = 0; i < names.length; i++) {
      out.writeName(String.valueOf(names[i]));
      value.write(out, content[2 * i + 1]);
    }
    out.endMap();
  }

  private static void writePairs(TokenOutput out, @Nullable Object[] content, DataSlot[] parts)
      throws IOException {
    out.startList(content.length / 2);
    for (int i = 0; i < content.length; i += 2) {
      out.startList(2);
      parts[0].write(out, content[i]);
      parts[1].write(out, content[i + 1]);
      out.endList();
    }
    out.endList();
  }

  /** The keys as names, or null if not all of them have one. */
  private static @Nullable String @Nullable [] names(@Nullable Object[] content, DataSlot[] parts) {
    @Nullable String[] names = new @Nullable String[content.length / 2];
    for (int i = 0; i < names.length; i++) {
      names[i] = parts[0].nameOf(content[2 * i]);
      if (names[i] == null || names[i].equals(JsonNames.TYPE)) {
        return null;
      }
    }
    return names;
  }

  /** Mostly without a list of the content in between. */
  @Override
  Object read(TokenInput in, DataSlot[] parts) throws IOException {
    boolean isOfPairs = container.isMap() && in.kind() != TokenInput.Kind.MAP;
    Shell<?> shell = isOfPairs ? null : container.empty();
    if (shell == null) {
      return container.make(null, readContent(in, parts));
    }
    in.enter();
    fill(in, shell.content(), parts);
    in.leave();
    return shell.visible();
  }

  // Whether there may be a null in it is the container's to say.
  @SuppressWarnings({"unchecked", "NullAway"})
  private static void fill(TokenInput in, Object content, DataSlot[] parts) throws IOException {
    if (content instanceof Collection<?> collection) {
      readElements(in, (Collection<@Nullable Object>) collection, parts[0]);
      return;
    }
    Map<Object, Object> map = (Map<Object, Object>) content;
    for (int left = in.startMap(); in.hasMore(left); left--) {
      Object key = readKey(in, parts[0]);
      map.put(key, parts[1].read(in));
    }
  }

  private static @Nullable Object readKey(TokenInput in, DataSlot key) throws IOException {
    return in.hasAnyKeys() ? key.read(in) : key.keyOf(in.readName());
  }

  private @Nullable Object[] readContent(TokenInput in, DataSlot[] parts) throws IOException {
    in.enter();
    List<@Nullable Object> content = new ArrayList<>();
    if (!container.isMap()) {
      readElements(in, content, parts[0]);
    } else if (in.kind() == TokenInput.Kind.MAP) {
      readEntries(in, content, parts);
    } else {
      readPairs(in, content, parts);
    }
    in.leave();
    return content.toArray();
  }

  private static void readElements(
      TokenInput in, Collection<@Nullable Object> content, DataSlot element) throws IOException {
    for (int left = in.startList(); in.hasMore(left); left--) {
      content.add(element.read(in));
    }
  }

  private static void readEntries(TokenInput in, List<@Nullable Object> content, DataSlot[] parts)
      throws IOException {
    for (int left = in.startMap(); in.hasMore(left); left--) {
      content.add(readKey(in, parts[0]));
      content.add(parts[1].read(in));
    }
  }

  private static void readPairs(TokenInput in, List<@Nullable Object> content, DataSlot[] parts)
      throws IOException {
    for (int left = in.startList(); in.hasMore(left); left--) {
      int part = 0;
      for (int two = in.startList(); in.hasMore(two); two--) {
        content.add(parts[part & 1].read(in));
        part++;
      }
      if (part != 2) {
        throw TokenInput.misfit("a key and a value", part + " parts");
      }
    }
  }

  // ------------------------------------------------------------------ with its class

  /** Where there can be a comparator, it and the content are two elements. */
  @Override
  void writeTagged(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    if (!container.isOrdered()) {
      super.writeTagged(out, value, parts);
      return;
    }
    out.startTagged(this);
    out.startList(2);
    forms.any().write(out, container.orderOf(value));
    write(out, value, parts);
    out.endList();
    out.endTagged();
  }

  @Override
  Object readTagged(TokenInput in, DataSlot[] parts) throws IOException {
    if (!container.isOrdered()) {
      return super.readTagged(in, parts);
    }
    in.startTagged();
    int left = in.startList();
    requireMore(in, left);
    Comparator<Object> order = comparator(forms.any().read(in));
    requireMore(in, left - 1);
    Object value = container.make(order, readContent(in, parts));
    if (in.hasMore(left - 2)) {
      throw TokenInput.misfit("a comparator and elements", "more");
    }
    in.endTagged();
    return value;
  }

  private static void requireMore(TokenInput in, int left) throws IOException {
    if (!in.hasMore(left)) {
      throw TokenInput.misfit("a comparator and elements", "less");
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Comparator<Object> comparator(@Nullable Object order) {
    if (order == null || order instanceof Comparator) {
      return (Comparator<Object>) order;
    }
    throw TokenInput.misfit("a comparator", order.getClass().getName());
  }
}
