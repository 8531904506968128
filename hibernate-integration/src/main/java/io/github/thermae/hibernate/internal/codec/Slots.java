package io.github.thermae.hibernate.internal.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.type.BasicType;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** Makes the places of a mapping out of Hibernate's types. */
final class Slots {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          char.class, Character.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private final MappingTypes types;
  private final Values values;

  Slots(MappingTypes types, Values values) {
    this.types = types;
    this.values = values;
  }

  /** A place for anything. */
  Slot any(String path) {
    return new Slot(path, values, null, null);
  }

  /** The place of a type. */
  Slot of(String path, @Nullable Type type) {
    if (type instanceof BasicType<?> basic) {
      return ofBasic(path, basic);
    }
    if (type instanceof EntityType reference) {
      return of(path, types.identifierOf(reference.getAssociatedEntityName()));
    }
    if (type instanceof CollectionType collection) {
      return of(path, types.keyOf(collection.getRole()));
    }
    if (type instanceof CompositeType component && !type.isAnyType()) {
      return ofComponent(path, component);
    }
    return any(path);
  }

  private Slot ofBasic(String path, BasicType<?> basic) {
    Class<?> type = BOXES.getOrDefault(basic.getReturnedClass(), basic.getReturnedClass());
    if (type.isEnum()) {
      return new Slot(path, values, new MappedForms.OfEnum(type), null);
    }
    if (basic.getValueConverter() != null) {
      return new Slot(path, values, new MappedForms.Converted(basic, type, values), null);
    }
    return new Slot(path, values, null, type);
  }

  private Slot ofComponent(String path, CompositeType component) {
    Type[] partTypes = component.getSubtypes();
    String[] names = component.getPropertyNames();
    List<Slot> parts = new ArrayList<>(partTypes.length);
    for (int i = 0; i < partTypes.length; i++) {
      parts.add(of(path + "." + names[i], partTypes[i]));
    }
    return new Slot(path, values, new MappedForms.Component(List.copyOf(parts), values), null);
  }

  /** The places of several types that have names. */
  List<Slot> of(String owner, String[] names, Type[] propertyTypes) {
    List<Slot> slots = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      slots.add(of(owner + "." + names[i], propertyTypes[i]));
    }
    return List.copyOf(slots);
  }
}
