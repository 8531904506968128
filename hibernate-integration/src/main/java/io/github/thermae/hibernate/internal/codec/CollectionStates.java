package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.cache.spi.entry.CollectionCacheEntry;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/**
 * The states of the collections of one region: an array of elements, with the index before each
 * where it is a map, and the identifier where it is a bag with one. A state does not say of which
 * collection it is; in a region of several the place of one is written whose elements are written
 * alike, or that there is none. Thread-safe.
 *
 * <pre>
 *   collection   place + 1, or 0: elements of any kind; count; elements
 * </pre>
 */
final class CollectionStates {
  private final Slot any;

  /** For each collection the slots of its elements, which repeat themselves. */
  private final List<List<Slot>> byPlace = new ArrayList<>();

  /** The collections, by their roles. */
  CollectionStates(List<CollectionPersister> collections, Slots slots) {
    this.any = slots.any("an element");
    for (CollectionPersister collection : collections) {
      byPlace.add(elementsOf(collection, slots));
    }
  }

  private static List<Slot> elementsOf(CollectionPersister collection, Slots slots) {
    String role = collection.getRole();
    CollectionTypes types = CollectionTypes.of(collection);
    Slot element = slots.of(role + " (element)", types.element());
    if (types.isMap()) {
      return List.of(slots.of(role + " (index)", types.index()), element);
    }
    return types.identifier() != null
        ? List.of(slots.of(role + " (id)", types.identifier()), element)
        : List.of(element);
  }

  boolean isEmpty() {
    return byPlace.isEmpty();
  }

  // ------------------------------------------------------------------ as Hibernate keeps them

  void write(CollectionCacheEntry state, StateOutput out) throws NoEncodedFormException {
    if (HibernateInternals.NEW_COLLECTION_STATE == null) {
      throw new NoEncodedFormException("this version of Hibernate makes its states otherwise");
    }
    writeElements(Arrays.asList(state.getState()), out);
  }

  Object read(StateInput in) {
    MethodHandle made = HibernateInternals.NEW_COLLECTION_STATE;
    if (made == null) {
      throw new UnreadableStateException("this version of Hibernate makes its states otherwise");
    }
    List<@Nullable Object> elements = readElements(in);
    return HibernateInternals.call(made, (Object) elements.toArray(new Serializable[0]));
  }

  // ------------------------------------------------------------------ structured

  void writeStructured(List<?> list, StateOutput out) throws NoEncodedFormException {
    writeElements(list, out);
  }

  List<@Nullable Object> readStructuredList(StateInput in) {
    Serializable[] elements = readElements(in).toArray(new Serializable[0]);
    return Arrays.<@Nullable Object>asList((Object[]) elements);
  }

  void writeStructured(Map<?, ?> map, StateOutput out) throws NoEncodedFormException {
    List<@Nullable Object> elements = new ArrayList<>(map.size() * 2);
    map.forEach(
        (key, value) -> {
          elements.add(key);
          elements.add(value);
        });
    writeElements(elements, out);
  }

  Map<@Nullable Object, @Nullable Object> readStructuredMap(StateInput in) {
    List<@Nullable Object> elements = readElements(in);
    if (elements.size() % 2 != 0) {
      throw new UnreadableStateException("a map ends with a key");
    }
    Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
    for (int i = 0; i < elements.size(); i += 2) {
      map.put(elements.get(i), elements.get(i + 1));
    }
    return map;
  }

  // ------------------------------------------------------------------ elements

  private void writeElements(List<?> elements, StateOutput out) throws NoEncodedFormException {
    int mark = out.mark();
    for (int place = 0; place < byPlace.size(); place++) {
      List<Slot> slots = byPlace.get(place);
      try {
        if (byPlace.size() == 1 || elements.size() % slots.size() == 0) {
          writeElements(place + 1, slots, elements, out);
          return;
        }
      } catch (NoEncodedFormException e) {
        // Maybe another collection's elements; the last word has the form for any.
        out.rewind(mark);
      }
    }
    writeElements(0, List.of(any), elements, out);
  }

  private static void writeElements(int number, List<Slot> slots, List<?> elements, StateOutput out)
      throws NoEncodedFormException {
    out.writeCount(number);
    out.writeCount(elements.size());
    int next = 0;
    for (Object element : elements) {
      slots.get(next++ % slots.size()).write(element, out);
    }
  }

  private List<@Nullable Object> readElements(StateInput in) {
    int number = in.readNumber();
    if (number > byPlace.size()) {
      throw new UnreadableStateException("there is no collection number " + number);
    }
    List<Slot> slots = number == 0 ? List.of(any) : byPlace.get(number - 1);
    int count = in.readCount(1);
    List<@Nullable Object> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(slots.get(i % slots.size()).read(in));
    }
    return elements;
  }
}
