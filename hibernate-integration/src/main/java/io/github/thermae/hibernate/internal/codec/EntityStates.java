package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.cache.spi.entry.StandardCacheEntryImpl;
import org.hibernate.cache.spi.entry.StructuredCacheEntry;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The states of the entities of one region. A subclass is written as its place among them, in the
 * order of their names. Thread-safe.
 *
 * <pre>
 *   entity      place, version, then each attribute in the order of the mapping
 *   structured  place, version, count, then each attribute that is there: its place and its value
 * </pre>
 */
final class EntityStates {
  /** One entity. */
  private record Entity(
      int place, String name, Slot version, List<String> names, List<Slot> attributes) {
    int placeOf(Object attribute) {
      return attribute instanceof String name ? names.indexOf(name) : -1;
    }
  }

  private final List<Entity> byPlace = new ArrayList<>();
  private final Map<String, Entity> byName = new HashMap<>();

  /** The entities, by their names. */
  EntityStates(List<EntityPersister> entities, Slots slots) {
    for (EntityPersister persister : entities) {
      String name = persister.getEntityName();
      String[] names = persister.getPropertyNames();
      Entity entity =
          new Entity(
              byPlace.size(),
              name,
              slots.of(
                  name + " (version)", persister.isVersioned() ? persister.getVersionType() : null),
              List.of(names),
              slots.of(name, names, persister.getPropertyTypes()));
      byPlace.add(entity);
      byName.put(name, entity);
    }
  }

  private Entity entity(@Nullable Object name) throws NoEncodedFormException {
    Entity entity = name instanceof String text ? byName.get(text) : null;
    if (entity == null) {
      throw new NoEncodedFormException("entity " + name + " is not one of this region");
    }
    return entity;
  }

  private Entity entityAt(int place) {
    if (place >= byPlace.size()) {
      throw new UnreadableStateException("there is no entity number " + place);
    }
    return byPlace.get(place);
  }

  // ------------------------------------------------------------------ as Hibernate keeps them

  void write(StandardCacheEntryImpl state, StateOutput out) throws NoEncodedFormException {
    if (HibernateInternals.NEW_ENTITY_STATE == null) {
      throw new NoEncodedFormException("this version of Hibernate makes its states otherwise");
    }
    Entity entity = entity(state.getSubclass());
    Serializable[] attributes = state.getDisassembledState();
    if (attributes.length != entity.attributes().size()) {
      throw new NoEncodedFormException(
          "a state of %s has %,d attributes where the mapping has %,d"
              .formatted(entity.name(), attributes.length, entity.attributes().size()));
    }
    out.writeCount(entity.place());
    entity.version().write(state.getVersion(), out);
    for (int i = 0; i < attributes.length; i++) {
      entity.attributes().get(i).write(attributes[i], out);
    }
  }

  Object read(StateInput in) {
    MethodHandle made = HibernateInternals.NEW_ENTITY_STATE;
    if (made == null) {
      throw new UnreadableStateException("this version of Hibernate makes its states otherwise");
    }
    Entity entity = entityAt(in.readNumber());
    Object version = entity.version().read(in);
    Serializable[] attributes = new Serializable[entity.attributes().size()];
    for (int i = 0; i < attributes.length; i++) {
      attributes[i] = (Serializable) entity.attributes().get(i).read(in);
    }
    return HibernateInternals.call(made, attributes, entity.name(), version);
  }

  // ------------------------------------------------------------------ structured

  /** Whether a map is a structured state of an entity. */
  boolean isStructured(Map<?, ?> map) {
    return !byPlace.isEmpty() && map.containsKey(StructuredCacheEntry.SUBCLASS_KEY);
  }

  void writeStructured(Map<?, ?> map, StateOutput out) throws NoEncodedFormException {
    Entity entity = entity(map.get(StructuredCacheEntry.SUBCLASS_KEY));
    out.writeCount(entity.place());
    entity.version().write(map.get(StructuredCacheEntry.VERSION_KEY), out);
    out.writeCount(map.size());
    for (Map.Entry<?, ?> attribute : map.entrySet()) {
      int place = entity.placeOf(attribute.getKey());
      if (place >= 0) {
        out.writeCount(place);
        entity.attributes().get(place).write(attribute.getValue(), out);
      } else if (isOurs(attribute.getKey())) {
        out.writeCount(entity.attributes().size());
      } else {
        throw new NoEncodedFormException(
            "a state of %s has no attribute %s".formatted(entity.name(), attribute.getKey()));
      }
    }
  }

  private static boolean isOurs(Object key) {
    return key.equals(StructuredCacheEntry.SUBCLASS_KEY)
        || key.equals(StructuredCacheEntry.VERSION_KEY);
  }

  Map<String, @Nullable Object> readStructured(StateInput in) {
    Entity entity = entityAt(in.readNumber());
    Map<String, @Nullable Object> map = new HashMap<>();
    map.put(StructuredCacheEntry.SUBCLASS_KEY, entity.name());
    map.put(StructuredCacheEntry.VERSION_KEY, entity.version().read(in));
    int count = in.readCount(1);
    for (int i = 0; i < count; i++) {
      int place = in.readNumber();
      if (place < entity.attributes().size()) {
        map.put(entity.names().get(place), entity.attributes().get(place).read(in));
      }
    }
    return map;
  }
}
