package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.util.List;
import java.util.Map;
import org.hibernate.cache.spi.entry.CollectionCacheEntry;
import org.hibernate.cache.spi.entry.ReferenceCacheEntryImpl;
import org.hibernate.cache.spi.entry.StandardCacheEntryImpl;

/**
 * What the mapping says of the values of one region: the entities and the collections that are in
 * it. Values of other kinds (ids of natural ids, timestamps, query results) say themselves what
 * they are. Thread-safe.
 */
final class RegionSchema {
  private final Values values;
  private final EntityStates entities;
  private final CollectionStates collections;

  RegionSchema(MappingTypes types, RegionContents contents) {
    this.values = new Values(new DeclaredClasses(types.classes()));
    Slots slots = new Slots(types, values);
    this.entities = new EntityStates(contents.entities(types), slots);
    this.collections = new CollectionStates(contents.collections(types), slots);
  }

  void write(Object value, StateOutput out) throws NoEncodedFormException {
    if (value instanceof StandardCacheEntryImpl state) {
      out.writeByte(Tag.ENTITY_STATE);
      entities.write(state, out);
    } else if (value instanceof CollectionCacheEntry state) {
      out.writeByte(Tag.COLLECTION_STATE);
      collections.write(state, out);
    } else if (value instanceof Map<?, ?> map && isOfMapping(map)) {
      writeStructured(map, out);
    } else if (value instanceof List<?> list && !collections.isEmpty()) {
      out.writeByte(Tag.STRUCTURED_LIST);
      collections.writeStructured(list, out);
    } else if (value instanceof ReferenceCacheEntryImpl reference) {
      throw new NoEncodedFormException(
          "entity " + reference.getSubclass() + " is kept as a reference to the object itself");
    } else {
      values.write(value, out);
    }
  }

  private boolean isOfMapping(Map<?, ?> map) {
    return entities.isStructured(map) || !collections.isEmpty();
  }

  private void writeStructured(Map<?, ?> map, StateOutput out) throws NoEncodedFormException {
    if (entities.isStructured(map)) {
      out.writeByte(Tag.STRUCTURED_ENTITY);
      entities.writeStructured(map, out);
    } else {
      out.writeByte(Tag.STRUCTURED_MAP);
      collections.writeStructured(map, out);
    }
  }

  Object read(StateInput in) {
    int tag = in.peekByte();
    if (tag < Tag.ENTITY_STATE || tag > Tag.STRUCTURED_MAP) {
      return values.read(in, Object.class);
    }
    return switch (in.readByte()) {
      case Tag.ENTITY_STATE -> entities.read(in);
      case Tag.STRUCTURED_ENTITY -> entities.readStructured(in);
      case Tag.COLLECTION_STATE -> collections.read(in);
      case Tag.STRUCTURED_LIST -> collections.readStructuredList(in);
      default -> collections.readStructuredMap(in);
    };
  }
}
