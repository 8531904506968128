package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.OpenObjects.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The serializers of JDK collections and maps. All write a count and the elements (keys and values
 * in turn), after a comparator or an enum class where the container has one; they differ in how the
 * container is made again.
 */
final class ContainerSerializers {
  private ContainerSerializers() {}

  /**
   * A container to fill, and the object that stands for it in the graph: a wrapper, or the same.
   */
  record Shell<C>(C content, Object visible) {
    static <C> Shell<C> of(C content) {
      return new Shell<>(content, content);
    }
  }

  /** Makes an empty container. */
  @FunctionalInterface
  interface Maker<C> {
    Shell<C> make(@Nullable Comparator<Object> order);
  }

  /** Finds a container's comparator, which is null for natural order. */
  @FunctionalInterface
  interface OrderOf {
    @Nullable Object of(Object container);
  }

  /** A container's content, apart from how this or another codec writes it. */
  interface Container {
    /** Whether the content is keys and values in turn. */
    boolean isMap();

    /** Whether it may have a comparator. */
    default boolean isOrdered() {
      return false;
    }

    /** Its comparator, or null for none or natural order. */
    default @Nullable Object orderOf(Object container) {
      return null;
    }

    /** A snapshot of the elements, or of keys and values in turn. */
    @Nullable Object[] contentOf(Object container);

    /** An empty container to fill, or null if it is made from its content. */
    default @Nullable Shell<?> empty() {
      return null;
    }

    /** A container of this content. */
    Object make(@Nullable Comparator<Object> order, @Nullable Object[] content);
  }

  /** Collections that are filled after they were made. */
  static final class OfCollection extends WireSerializer<Object> implements Container {
    private final Trait trait;
    private final @Nullable OrderOf order;
    private final Maker<Collection<Object>> maker;

    OfCollection(Trait trait, @Nullable OrderOf order, Maker<Collection<Object>> maker) {
      this.trait = trait;
      this.order = order;
      this.maker = maker;
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, trait);
      writeOrder(kryo, out, object, order);
      // toArray takes the lock of a synchronized collection, and a snapshot of a concurrent one.
      writeAll(kryo, out, ((Collection<?>) object).toArray());
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      Shell<Collection<Object>> shell = maker.make(readOrder(kryo, in, order));
      kryo.reference(shell.visible());
      kryo.open().enter(shell.visible(), trait);
      @Nullable Object[] elements = readAll(kryo, in);
      kryo.open().fill(() -> addAll(shell.content(), elements));
      kryo.open().leave();
      return shell.visible();
    }

    @Override
    public boolean isMap() {
      return false;
    }

    @Override
    public boolean isOrdered() {
      return order != null;
    }

    @Override
    public @Nullable Object orderOf(Object container) {
      return order == null ? null : order.of(container);
    }

    @Override
    public @Nullable Object[] contentOf(Object container) {
      return ((Collection<?>) container).toArray();
    }

    @Override
    public Shell<Collection<Object>> empty() {
      return maker.make(null);
    }

    @Override
    public Object make(@Nullable Comparator<Object> comparator, @Nullable Object[] content) {
      Shell<Collection<Object>> shell = maker.make(comparator);
      addAll(shell.content(), content);
      return shell.visible();
    }
  }

  /** Maps that are filled after they were made. */
  static final class OfMap extends WireSerializer<Object> implements Container {
    private final Trait trait;
    private final @Nullable OrderOf order;
    private final Maker<Map<Object, Object>> maker;

    OfMap(Trait trait, @Nullable OrderOf order, Maker<Map<Object, Object>> maker) {
      this.trait = trait;
      this.order = order;
      this.maker = maker;
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, trait);
      writeOrder(kryo, out, object, order);
      writeEntries(kryo, out, (Map<?, ?>) object);
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      Shell<Map<Object, Object>> shell = maker.make(readOrder(kryo, in, order));
      kryo.reference(shell.visible());
      kryo.open().enter(shell.visible(), trait);
      @Nullable Object[] entries = readEntries(kryo, in);
      kryo.open().fill(() -> putAll(shell.content(), entries));
      kryo.open().leave();
      return shell.visible();
    }

    @Override
    public boolean isMap() {
      return true;
    }

    @Override
    public boolean isOrdered() {
      return order != null;
    }

    @Override
    public @Nullable Object orderOf(Object container) {
      return order == null ? null : order.of(container);
    }

    @Override
    public @Nullable Object[] contentOf(Object container) {
      return flat((Map<?, ?>) container);
    }

    @Override
    public Shell<Map<Object, Object>> empty() {
      return maker.make(null);
    }

    @Override
    public Object make(@Nullable Comparator<Object> comparator, @Nullable Object[] content) {
      Shell<Map<Object, Object>> shell = maker.make(comparator);
      putAll(shell.content(), content);
      return shell.visible();
    }
  }

  /** Collections that are made from their elements. */
  static final class OfFrozenCollection extends WireSerializer<Object> implements Container {
    private final Trait trait;
    private final Function<@Nullable Object[], Object> maker;

    OfFrozenCollection(Trait trait, Function<@Nullable Object[], Object> maker) {
      this.trait = trait;
      this.maker = maker;
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, trait);
      writeAll(kryo, out, ((Collection<?>) object).toArray());
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      kryo.open().enter(null, trait);
      Object made = maker.apply(readAll(kryo, in));
      kryo.open().leave(made);
      return made;
    }

    @Override
    public boolean isMap() {
      return false;
    }

    @Override
    public @Nullable Object[] contentOf(Object container) {
      return ((Collection<?>) container).toArray();
    }

    @Override
    public Object make(@Nullable Comparator<Object> comparator, @Nullable Object[] content) {
      return maker.apply(content);
    }
  }

  /** Maps that are made from their entries. */
  static final class OfFrozenMap extends WireSerializer<Object> implements Container {
    private final Function<@Nullable Object[], Object> maker;

    OfFrozenMap(Function<@Nullable Object[], Object> maker) {
      this.maker = maker;
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, Trait.LATE_LOOKUP);
      writeEntries(kryo, out, (Map<?, ?>) object);
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      kryo.open().enter(null, Trait.LATE_LOOKUP);
      Object made = maker.apply(readEntries(kryo, in));
      kryo.open().leave(made);
      return made;
    }

    @Override
    public boolean isMap() {
      return true;
    }

    @Override
    public @Nullable Object[] contentOf(Object container) {
      return flat((Map<?, ?>) container);
    }

    @Override
    public Object make(@Nullable Comparator<Object> comparator, @Nullable Object[] content) {
      return maker.apply(content);
    }
  }

  /** Things of a fixed number of parts: Optional, Map.Entry, AtomicReference. */
  static final class OfParts extends WireSerializer<Object> implements Container {
    private final int count;
    private final Function<Object, @Nullable Object[]> parts;
    private final Function<@Nullable Object[], Object> maker;

    OfParts(
        int count,
        Function<Object, @Nullable Object[]> parts,
        Function<@Nullable Object[], Object> maker) {
      this.count = count;
      this.parts = parts;
      this.maker = maker;
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, Trait.LATE);
      for (Object part : parts.apply(object)) {
        kryo.writeClassAndObject(out, part);
      }
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      kryo.open().enter(null, Trait.LATE);
      @Nullable Object[] read = new @Nullable Object[count];
      for (int i = 0; i < count; i++) {
        read[i] = kryo.readClassAndObject(in);
      }
      Object made = maker.apply(read);
      kryo.open().leave(made);
      return made;
    }

    @Override
    public boolean isMap() {
      return false;
    }

    @Override
    public @Nullable Object[] contentOf(Object container) {
      return parts.apply(container);
    }

    @Override
    public Object make(@Nullable Comparator<Object> comparator, @Nullable Object[] content) {
      if (content.length != count) {
        throw new DecodeException(
            Reason.DAMAGED, content.length + " parts are declared where " + count + " belong");
      }
      return maker.apply(content);
    }
  }

  /** The enum's class, which an empty set has as well, and the names of the constants. */
  static final class OfEnumSet extends WireSerializer<Object> {
    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      EnumSet<?> set = (EnumSet<?>) object;
      kryo.writeClass(out, EnumMaps.elementClass(set));
      out.writeCount(set.size());
      set.forEach(constant -> out.writeText(constant.name()));
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      Class<?> enumClass = readEnumClass(kryo, in);
      EnumSet set = EnumSet.noneOf((Class) enumClass);
      for (int count = in.readCount(1); count > 0; count--) {
        set.add(EnumNames.constant(enumClass, in.readText()));
      }
      return set;
    }
  }

  /** The enum's class, which an empty map has as well, and the entries. */
  static final class OfEnumMap extends WireSerializer<Object> {
    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      EnumMap<?, ?> map = (EnumMap<?, ?>) object;
      kryo.open().enter(object, Trait.EARLY);
      kryo.writeClass(out, EnumMaps.keyClass(map));
      writeEntries(kryo, out, map);
      kryo.open().leave();
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      Map<Object, Object> map = new EnumMap(readEnumClass(kryo, in));
      kryo.reference(map);
      kryo.open().enter(map, Trait.EARLY);
      putAll(map, readEntries(kryo, in));
      kryo.open().leave();
      return map;
    }
  }

  /** Keys and values in turn: a snapshot, as toArray is, whatever other threads do. */
  private static @Nullable Object[] flat(Map<?, ?> map) {
    Object[] entries = map.entrySet().toArray();
    @Nullable Object[] flat = new @Nullable Object[2 * entries.length];
    for (int i = 0; i < entries.length; i++) {
      flat[2 * i] = ((Map.Entry<?, ?>) entries[i]).getKey();
      flat[2 * i + 1] = ((Map.Entry<?, ?>) entries[i]).getValue();
    }
    return flat;
  }

  /** Keys and values in turn, as a list of entries. */
  static List<Map.Entry<@Nullable Object, @Nullable Object>> entries(@Nullable Object[] flat) {
    List<Map.Entry<@Nullable Object, @Nullable Object>> entries = new ArrayList<>(flat.length / 2);
    for (int i = 0; i < flat.length; i += 2) {
      entries.add(new java.util.AbstractMap.SimpleImmutableEntry<>(flat[i], flat[i + 1]));
    }
    return entries;
  }

  private static void writeEntries(CodecKryo kryo, WireOutput out, Map<?, ?> map) {
    @Nullable Object[] flat = flat(map);
    out.writeCount(flat.length / 2);
    for (Object part : flat) {
      kryo.writeClassAndObject(out, part);
    }
  }

  private static @Nullable Object[] readEntries(CodecKryo kryo, WireInput in) {
    @Nullable Object[] flat = new @Nullable Object[2 * in.readCount(2)];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = kryo.readClassAndObject(in);
    }
    return flat;
  }

  @SuppressWarnings("NullAway") // Whether an element may be null is the collection's to say.
  private static void addAll(Collection<Object> content, @Nullable Object[] elements) {
    content.addAll(Arrays.asList(elements));
  }

  @SuppressWarnings("NullAway") // Whether a key or value may be null is the map's to say.
  private static void putAll(Map<Object, Object> content, @Nullable Object[] flat) {
    for (int i = 0; i < flat.length; i += 2) {
      content.put(flat[i], flat[i + 1]);
    }
  }

  private static void writeOrder(
      CodecKryo kryo, WireOutput out, Object container, @Nullable OrderOf order) {
    if (order != null) {
      kryo.writeClassAndObject(out, order.of(container));
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Comparator<Object> readOrder(
      CodecKryo kryo, WireInput in, @Nullable OrderOf order) {
    return order == null ? null : (Comparator<Object>) kryo.readClassAndObject(in);
  }

  private static Class<?> readEnumClass(CodecKryo kryo, WireInput in) {
    var format = kryo.readClass(in);
    if (format == null || !format.getType().isEnum()) {
      throw new DecodeException(Reason.DAMAGED, "The class of an enum is expected");
    }
    return format.getType();
  }
}
