package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, lists, sets and maps of any values. Arrays come back with the class they had: Hibernate's
 * states are {@code Serializable[]}, those of components {@code Object[]}, and either is cast to.
 */
final class Containers {
  private Containers() {}

  static void addTo(FormTable table, Values values, DeclaredClasses declared) {
    table.add(Object[].class, Tag.OBJECTS, new Elements(values, Object.class));
    table.add(Serializable[].class, Tag.SERIALIZABLES, new Elements(values, Serializable.class));
    table.add(byte[].class, Tag.BYTES, (v, out) -> out.writeBlock(v), StateInput::readBlock);
    table.addTag(Tag.ARRAY, new AnyArray(values, declared));
    addCollection(table, values, Tag.ARRAY_LIST, ArrayList.class, ArrayList::new);
    addCollection(table, values, Tag.HASH_SET, HashSet.class, HashSet::new);
    addCollection(table, values, Tag.LINKED_HASH_SET, LinkedHashSet.class, LinkedHashSet::new);
    table.add(
        Arrays.asList().getClass(),
        Tag.LIST_OVER_ARRAY,
        new Made(values, elements -> Arrays.asList(elements.toArray())));
    table.add(
        Collections.unmodifiableList(new ArrayList<>()).getClass(),
        Tag.UNMODIFIABLE_LIST,
        new Made(values, Collections::unmodifiableList));
    table.add(HashMap.class, Tag.HASH_MAP, new Entries(values, HashMap::new));
    table.add(LinkedHashMap.class, Tag.LINKED_HASH_MAP, new Entries(values, LinkedHashMap::new));
  }

  private static void addCollection(
      FormTable table,
      Values values,
      int tag,
      Class<?> type,
      Supplier<Collection<@Nullable Object>> made) {
    table.add(
        type,
        tag,
        new Form() {
          @Override
          public void write(Object value, StateOutput out) throws NoEncodedFormException {
            writeAll(values, (Collection<?>) value, out);
          }

          @Override
          public Object read(StateInput in) {
            Collection<@Nullable Object> read = made.get();
            readAll(values, in, read);
            return read;
          }
        });
  }

  private static void writeAll(Values values, Collection<?> elements, StateOutput out)
      throws NoEncodedFormException {
    out.enter();
    out.writeCount(elements.size());
    for (Object element : elements) {
      values.write(element, out);
    }
    out.leave();
  }

  private static void readAll(Values values, StateInput in, Collection<@Nullable Object> elements) {
    in.enter();
    int count = in.readCount(1);
    for (int i = 0; i < count; i++) {
      elements.add(values.read(in));
    }
    in.leave();
  }

  /** An array of one class of elements. */
  private record Elements(Values values, Class<?> type) implements Form {
    @Override
    public void write(Object value, StateOutput out) throws NoEncodedFormException {
      writeAll(values, Arrays.asList((Object[]) value), out);
    }

    @Override
    public Object read(StateInput in) {
      return readArray(values, type, in);
    }
  }

  private static Object readArray(Values values, Class<?> type, StateInput in) {
    in.enter();
    int count = in.readCount(1);
    Object array = Array.newInstance(type, count);
    for (int i = 0; i < count; i++) {
      Object element = values.read(in);
      if (element != null || !type.isPrimitive()) {
        // Throws for an element of another class.
        Array.set(array, i, element);
      } else {
        throw new UnreadableStateException("there is null in an array of " + type);
      }
    }
    in.leave();
    return array;
  }

  /** An array whose class of elements is written by name. */
  private record AnyArray(Values values, DeclaredClasses declared) implements Form {
    @Override
    public void write(Object value, StateOutput out) throws NoEncodedFormException {
      Class<?> type = value.getClass().getComponentType();
      declared.requireWritable(type, out.context());
      out.writeText(type.getName());
      out.enter();
      int count = Array.getLength(value);
      out.writeCount(count);
      for (int i = 0; i < count; i++) {
        values.write(Array.get(value, i), out);
      }
      out.leave();
    }

    @Override
    public Object read(StateInput in) {
      return readArray(values, declared.load(in.readText(), in.context()), in);
    }
  }

  /** A list that is made of another one, as it has no way to be filled. */
  private record Made(Values values, UnaryOperator<List<@Nullable Object>> maker) implements Form {
    @Override
    public void write(Object value, StateOutput out) throws NoEncodedFormException {
      writeAll(values, (List<?>) value, out);
    }

    @Override
    public Object read(StateInput in) {
      List<@Nullable Object> elements = new ArrayList<>();
      readAll(values, in, elements);
      return maker.apply(elements);
    }
  }

  private record Entries(Values values, Supplier<Map<@Nullable Object, @Nullable Object>> made)
      implements Form {
    @Override
    public void write(Object value, StateOutput out) throws NoEncodedFormException {
      Map<?, ?> map = (Map<?, ?>) value;
      out.enter();
      out.writeCount(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        values.write(entry.getKey(), out);
        values.write(entry.getValue(), out);
      }
      out.leave();
    }

    @Override
    public Object read(StateInput in) {
      in.enter();
      int count = in.readCount(2);
      Map<@Nullable Object, @Nullable Object> map = made.get();
      for (int i = 0; i < count; i++) {
        Object key = values.read(in);
        map.put(key, values.read(in));
      }
      in.leave();
      return map;
    }
  }
}
