package io.github.thermae.hibernate.internal.codec;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The persisters of a session factory, by name and in the order of their names. Read once, when the
 * session factory has been built. Thread-safe.
 */
public final class MappingTypes {
  private final Map<String, EntityPersister> entities = new TreeMap<>();
  private final Map<String, CollectionPersister> collections = new TreeMap<>();

  /** The mapping of a session factory that has been built. */
  public MappingTypes(SessionFactoryImplementor factory) {
    MappingMetamodel metamodel = factory.getMappingMetamodel();
    metamodel.forEachEntityDescriptor(entity -> entities.put(entity.getEntityName(), entity));
    metamodel.forEachCollectionDescriptor(
        collection -> collections.put(collection.getRole(), collection));
  }

  /** All entities, by name. */
  public Map<String, EntityPersister> entities() {
    return entities;
  }

  /** All collections, by role. */
  public Map<String, CollectionPersister> collections() {
    return collections;
  }

  @Nullable Type identifierOf(String entityName) {
    EntityPersister entity = entities.get(entityName);
    return entity == null ? null : entity.getIdentifierType();
  }

  @Nullable Type keyOf(String role) {
    CollectionPersister collection = collections.get(role);
    return collection == null ? null : CollectionTypes.of(collection).key();
  }

  /** The classes that attributes, ids and elements are declared with. */
  Set<Class<?>> classes() {
    Set<Class<?>> classes = new HashSet<>();
    for (EntityPersister entity : entities.values()) {
      Type identifier = entity.getIdentifierType();
      collect(identifier, classes);
      if (identifier != null && identifier.isComponentType()) {
        classes.add(identifier.getReturnedClass());
      }
      for (Type type : entity.getPropertyTypes()) {
        collect(type, classes);
      }
    }
    for (CollectionPersister collection : collections.values()) {
      CollectionTypes its = CollectionTypes.of(collection);
      collect(its.element(), classes);
      collect(its.index(), classes);
    }
    return classes;
  }

  private static void collect(@Nullable Type type, Set<Class<?>> classes) {
    if (type instanceof BasicType<?> basic) {
      classes.add(basic.getReturnedClass());
    } else if (type instanceof CompositeType component && !type.isAnyType()) {
      for (Type part : component.getSubtypes()) {
        collect(part, classes);
      }
    }
  }
}
