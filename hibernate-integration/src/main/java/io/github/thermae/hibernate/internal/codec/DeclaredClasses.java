package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.codec.CodecContext;
import io.github.thermae.codec.NoEncodedFormException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the application that the mapping names as types of attributes, and what their
 * fields reach. They may be read from the file without a setting, and are taken from the mapping
 * instead of being looked for by name. Thread-safe.
 */
final class DeclaredClasses {
  private static final Map<String, Class<?>> PRIMITIVES = primitives();

  /** As many as the class file format has. */
  private static final int DIMENSIONS_MAX = 255;

  private final Map<String, Class<?>> byName = new HashMap<>();

  DeclaredClasses(Collection<Class<?>> named) {
    named.forEach(this::reach);
  }

  /** By their names, and by the letters that stand for them in the names of arrays. */
  private static Map<String, Class<?>> primitives() {
    Map<String, Class<?>> primitives = new HashMap<>();
    for (Class<?> type :
        List.of(
            boolean.class,
            byte.class,
            short.class,
            char.class,
            int.class,
            long.class,
            float.class,
            double.class)) {
      primitives.put(type.getName(), type);
      primitives.put(type.descriptorString(), type);
    }
    return primitives;
  }

  private void reach(@Nullable Class<?> type) {
    if (type == null || type.isPrimitive()) {
      return;
    }
    if (type.isArray()) {
      reach(type.getComponentType());
      return;
    }
    if (type.getName().startsWith("java.") || byName.putIfAbsent(type.getName(), type) != null) {
      return;
    }
    reach(type.getSuperclass());
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
        reach(field.getType());
      }
    }
  }

  /** Lets a class pass that will be readable too. */
  void requireWritable(Class<?> type, CodecContext context) throws NoEncodedFormException {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    if (element.isPrimitive() || byName.containsKey(element.getName())) {
      return;
    }
    try {
      context.requireAllowed(element.getName());
    } catch (ThermaeException e) {
      throw new NoEncodedFormException(String.valueOf(e.getMessage()));
    }
  }

  /** A class by its name as {@link Class#getName} gives it, if it may be read. */
  Class<?> load(String name, CodecContext context) {
    int dimensions = name.lastIndexOf('[') + 1;
    if (dimensions > DIMENSIONS_MAX) {
      throw new UnreadableStateException("an array has " + dimensions + " dimensions");
    }
    Class<?> type =
        dimensions == 0
            ? loadElement(name, context)
            : elementOfArray(name.substring(dimensions), context);
    for (int i = 0; i < dimensions; i++) {
      type = type.arrayType();
    }
    return type;
  }

  private Class<?> elementOfArray(String code, CodecContext context) {
    Class<?> primitive = PRIMITIVES.get(code);
    if (primitive != null) {
      return primitive;
    }
    if (!code.startsWith("L") || !code.endsWith(";")) {
      throw new UnreadableStateException("there is no class of elements " + code);
    }
    return loadElement(code.substring(1, code.length() - 1), context);
  }

  private Class<?> loadElement(String name, CodecContext context) {
    Class<?> known = PRIMITIVES.getOrDefault(name, byName.get(name));
    if (known != null) {
      return known;
    }
    context.requireAllowed(name);
    try {
      return Class.forName(name, false, context.classLoader());
    } catch (ClassNotFoundException e) {
      throw new UnreadableStateException("class " + name + " is not found", e);
    }
  }
}
