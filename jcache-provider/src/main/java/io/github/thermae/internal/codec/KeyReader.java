package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.ClassNumbers.Numbered;
import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.KeyForm.Way;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one key that {@link KeyWriter} wrote. Not thread-safe. */
final class KeyReader {
  private final KeyClasses classes;
  private final WireInput in = new WireInput();
  private int depth;

  KeyReader(KeyClasses classes) {
    this.classes = classes;
  }

  /** The key; whatever is wrong with the bytes comes out as some exception. */
  Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    in.open(bytes);
    Object key = read(Place.ANYWHERE);
    in.requireEnd();
    if (key == null) {
      throw damaged("The bytes hold no key");
    }
    return key;
  }

  private @Nullable Object read(Place place) throws IOException, ClassNotFoundException {
    if (depth == KeyClasses.DEPTH_MAX + 1) {
      throw damaged("A key is nested too deep");
    }
    depth++;
    int tag = in.readByte() & 0xFF;
    Object part = tag == JdkTypes.NULL ? null : readTagged(tag, place);
    depth--;
    return part;
  }

  private Object readTagged(int tag, Place place) throws IOException, ClassNotFoundException {
    return switch (tag) {
      case JdkTypes.KEY_LIST -> readCollection(place.list());
      case JdkTypes.KEY_SET -> readCollection(place.set());
      case JdkTypes.KEY_MAP -> readMap(place.map());
      case JdkTypes.KEY_OPTIONAL -> Optional.ofNullable(read(Place.ANYWHERE));
      case JdkTypes.KEY_ENTRY ->
          new AbstractMap.SimpleImmutableEntry<>(read(Place.ANYWHERE), read(Place.ANYWHERE));
      case JdkTypes.KEY_ENUM -> EnumNames.constant(readClass(Way.ENUM).type(), in.readText());
      case JdkTypes.KEY_ARRAY -> readArray(place);
      case JdkTypes.KEY_OBJECT -> readObject();
      case JdkTypes.KEY_REBUILT -> readRebuilt();
      case JdkTypes.KEY_STREAM -> readStream();
      default -> readValue(tag);
    };
  }

  private Object readValue(int number) {
    JdkValue<?> value = JdkValues.of(number);
    if (value == null || !(value.canBeKey() || value.type().isArray())) {
      throw damaged("There is no part of a key with tag " + number);
    }
    return value.read(in);
  }

  @SuppressWarnings("NullAway") // Whether an element may be null is the collection's to say.
  private Object readCollection(
      java.util.function.@Nullable Supplier<? extends Collection<Object>> maker)
      throws IOException, ClassNotFoundException {
    if (maker == null) {
      throw damaged("A collection does not fit here");
    }
    Collection<Object> made = maker.get();
    for (int count = in.readCount(1); count > 0; count--) {
      made.add(read(Place.ANYWHERE));
    }
    return made;
  }

  @SuppressWarnings("NullAway") // Whether a key or value may be null is the map's to say.
  private Object readMap(java.util.function.@Nullable Supplier<? extends Map<Object, Object>> maker)
      throws IOException, ClassNotFoundException {
    if (maker == null) {
      throw damaged("A map does not fit here");
    }
    Map<Object, Object> made = maker.get();
    for (int count = in.readCount(2); count > 0; count--) {
      made.put(read(Place.ANYWHERE), read(Place.ANYWHERE));
    }
    return made;
  }

  private Object readArray(Place place) throws IOException, ClassNotFoundException {
    int number = in.readVarInt(true);
    Class<?> type =
        number == JdkTypes.NULL ? place.type() : require(Way.ARRAY, numbered(number)).type();
    if (!type.isArray() || type.getComponentType().isPrimitive()) {
      throw damaged("An array does not fit here");
    }
    Class<?> component = type.getComponentType();
    Place element = Place.of(component, component);
    @Nullable Object[] array = (@Nullable Object[]) Array.newInstance(component, in.readCount(1));
    for (int i = 0; i < array.length; i++) {
      array[i] = read(element);
    }
    return array;
  }

  private Object readObject() throws IOException, ClassNotFoundException {
    Numbered<KeyForm> numbered = numbered(in.readVarInt(true));
    if (numbered.form().way() == Way.RECORD) {
      return readRecord(numbered.form());
    }
    return readFields(require(Way.FIELDS, numbered).form());
  }

  private Object readRebuilt() throws IOException, ClassNotFoundException {
    Object fields = readFields(readClass(Way.REBUILT).form());
    return Rebuilder.rebuild(fields);
  }

  private Object readStream() throws IOException, ClassNotFoundException {
    readClass(Way.STREAM);
    return classes.stream().read(in.readBlock());
  }

  private Object readRecord(KeyForm form) throws IOException, ClassNotFoundException {
    List<KeyForm.Slot> slots = form.slots();
    @Nullable Object[] values = new @Nullable Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      KeyForm.Slot slot = slots.get(i);
      values[i] = slot.field().isPrimitive() ? slot.field().readBoxed(in) : read(slot.place());
    }
    return form.makeRecord(values);
  }

  private Object readFields(KeyForm form) throws IOException, ClassNotFoundException {
    Object made = form.makeEmpty();
    for (KeyForm.Slot slot : form.slots()) {
      if (slot.field().isPrimitive()) {
        slot.field().readPrimitive(in, made);
      } else {
        slot.field().set(made, read(slot.place()));
      }
    }
    return made;
  }

  private Numbered<KeyForm> readClass(Way way) {
    return require(way, numbered(in.readVarInt(true)));
  }

  private Numbered<KeyForm> numbered(int number) {
    return classes.numbers().of(number);
  }

  private static Numbered<KeyForm> require(Way way, Numbered<KeyForm> numbered) {
    if (numbered.form().way() != way) {
      throw damaged("Class " + numbered.type().getName() + " does not fit its tag");
    }
    return numbered;
  }

  private static DecodeException damaged(String message) {
    return new DecodeException(Reason.DAMAGED, message);
  }
}
