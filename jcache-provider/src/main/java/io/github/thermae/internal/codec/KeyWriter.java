package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.ClassNumbers.Numbered;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one key in canonical form. Equal keys give equal bytes: nothing is written that equality
 * does not see, such as the class of a collection, the order of a set or which parts are one
 * object. Not thread-safe.
 *
 * <table>
 * <caption>A part of a key: a tag byte of {@link JdkTypes}, then</caption>
 * <tr><td>{@code NULL}</td><td></td></tr>
 * <tr><td>a JDK value</td><td>its bytes, see {@link JdkValues}</td></tr>
 * <tr><td>{@code KEY_LIST}</td><td>count, parts</td></tr>
 * <tr><td>{@code KEY_SET}</td><td>count, parts sorted by their bytes</td></tr>
 * <tr><td>{@code KEY_MAP}</td><td>count, key and value parts in turn, sorted by the keys' bytes</td></tr>
 * <tr><td>{@code KEY_OPTIONAL}</td><td>one part</td></tr>
 * <tr><td>{@code KEY_ENTRY}</td><td>two parts</td></tr>
 * <tr><td>{@code KEY_ENUM}</td><td>class, name of the constant</td></tr>
 * <tr><td>{@code KEY_ARRAY}</td><td>class (0 where the field's type says it), count, parts</td></tr>
 * <tr><td>{@code KEY_OBJECT}</td><td>class, fields sorted by name: primitives bare, others parts</td></tr>
 * <tr><td>{@code KEY_REBUILT}</td><td>as KEY_OBJECT; its readObject and readResolve run on reading</td></tr>
 * <tr><td>{@code KEY_STREAM}</td><td>class, length, {@link JavaStream}</td></tr>
 * </table>
 */
final class KeyWriter {
  private final KeyClasses classes;
  private final List<Class<?>> met = new ArrayList<>(2);
  private WireOutput out = new WireOutput();
  private int depth;

  KeyWriter(KeyClasses classes) {
    this.classes = classes;
  }

  /** The canonical bytes. */
  byte[] write(Object key) {
    write(key, Place.ANYWHERE);
    return out.toBytes();
  }

  /** The classes in the key, but for JDK values; each once, in order of appearance. */
  List<Class<?>> met() {
    return met;
  }

  private void write(@Nullable Object part, Place place) {
    if (part == null) {
      out.writeByte(JdkTypes.NULL);
      return;
    }
    JdkValue<?> value = JdkValues.of(part.getClass());
    if (value != null) {
      writeValue(value, part);
      return;
    }
    meet(part.getClass());
    if (depth == KeyClasses.DEPTH_MAX) {
      throw new UnfitClassException(
          part.getClass(),
          "it contains itself, or more than " + KeyClasses.DEPTH_MAX + " nested objects");
    }
    depth++;
    if (!writeContainer(part, place)) {
      writeObject(part, place);
    }
    depth--;
  }

  private void writeValue(JdkValue<?> value, Object part) {
    if (value.type().isArray()) {
      meet(value.type());
    } else if (!value.canBeKey()) {
      throw new UnfitClassException(value.type(), "its equals does not compare its content");
    }
    out.writeByte(value.number());
    value.write(out, part instanceof URI uri ? CanonicalUri.of(uri) : part);
  }

  private void meet(Class<?> type) {
    if (!met.contains(type)) {
      met.add(type);
    }
  }

  /** Writes what is equal to others of its kind whatever their classes, where the place fits it. */
  private boolean writeContainer(Object part, Place place) {
    if (part instanceof List<?> list && place.list() != null) {
      writeList(list);
    } else if (part instanceof Set<?> set && place.set() != null) {
      writeSet(set);
    } else if (part instanceof Map<?, ?> map && place.map() != null) {
      writeMap(map);
    } else if (part instanceof Optional<?> optional && place.fitsOptional()) {
      out.writeByte(JdkTypes.KEY_OPTIONAL);
      write(optional.orElse(null), Place.ANYWHERE);
    } else if (part instanceof Map.Entry<?, ?> entry && place.fitsEntry()) {
      out.writeByte(JdkTypes.KEY_ENTRY);
      write(entry.getKey(), Place.ANYWHERE);
      write(entry.getValue(), Place.ANYWHERE);
    } else {
      return false;
    }
    return true;
  }

  private void writeList(Collection<?> list) {
    Object[] elements = list.toArray();
    out.writeByte(JdkTypes.KEY_LIST);
    out.writeCount(elements.length);
    for (Object element : elements) {
      write(element, Place.ANYWHERE);
    }
  }

  private void writeSet(Set<?> set) {
    byte[][] parts = Arrays.stream(set.toArray()).map(this::bytesOf).toArray(byte[][]::new);
    Arrays.sort(parts, Arrays::compareUnsigned);
    out.writeByte(JdkTypes.KEY_SET);
    out.writeCount(parts.length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
  }

  private void writeMap(Map<?, ?> map) {
    if (map instanceof IdentityHashMap) {
      throw new UnfitClassException(map.getClass(), "it compares by identity");
    }
    List<Map.Entry<byte[], byte[]>> parts = new ArrayList<>(map.size());
    map.forEach((key, value) -> parts.add(Map.entry(bytesOf(key), bytesOf(value))));
    parts.sort(Map.Entry.comparingByKey(Arrays::compareUnsigned));
    out.writeByte(JdkTypes.KEY_MAP);
    out.writeCount(parts.size());
    for (Map.Entry<byte[], byte[]> part : parts) {
      out.writeBytes(part.getKey());
      out.writeBytes(part.getValue());
    }
  }

  /** The bytes of a part on their own, to be sorted. */
  byte[] bytesOf(@Nullable Object part) {
    WireOutput outer = out;
    out = new WireOutput();
    write(part, Place.ANYWHERE);
    byte[] bytes = out.toBytes();
    out = outer;
    return bytes;
  }

  private void writeObject(Object part, Place place) {
    if (part instanceof Object[] array && place.type().isArray()) {
      // The field's type, not the array's own: Arrays.equals does not see the latter.
      writeArray(array, JdkTypes.NULL, place.type());
      return;
    }
    Class<?> type = Classes.withoutConstantBody(part.getClass());
    Numbered<KeyForm> numbered = classes.numbers().of(type);
    KeyForm form = numbered.form();
    switch (form.way()) {
      case ENUM -> {
        writeHead(JdkTypes.KEY_ENUM, numbered);
        out.writeText(((Enum<?>) part).name());
      }
      case ARRAY -> writeArray((Object[]) part, numbered.number(), type);
      case RECORD, FIELDS -> {
        writeHead(JdkTypes.KEY_OBJECT, numbered);
        writeSlots(form, part);
      }
      case REBUILT -> {
        writeHead(JdkTypes.KEY_REBUILT, numbered);
        writeSlots(form, part);
      }
      case STREAM -> {
        writeHead(JdkTypes.KEY_STREAM, numbered);
        out.writeBlock(classes.stream().write(part, new CanonicalParts(this)));
      }
    }
  }

  private void writeHead(int tag, Numbered<KeyForm> numbered) {
    out.writeByte(tag);
    out.writeCount(numbered.number());
  }

  private void writeArray(@Nullable Object[] array, int number, Class<?> type) {
    Place element = Place.of(type.getComponentType(), type.getComponentType());
    out.writeByte(JdkTypes.KEY_ARRAY);
    out.writeCount(number);
    out.writeCount(array.length);
    for (Object part : array) {
      write(part, element);
    }
  }

  private void writeSlots(KeyForm form, Object part) {
    for (KeyForm.Slot slot : form.slots()) {
      if (slot.field().isPrimitive()) {
        slot.field().writePrimitive(out, part);
      } else {
        write(slot.field().get(part), slot.place());
      }
    }
  }
}
