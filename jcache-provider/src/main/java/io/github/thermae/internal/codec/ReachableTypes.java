package io.github.thermae.internal.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The classes that objects of the declared types can be expected to hold: declared types, and from
 * each its superclasses, the types of its fields with their generic arguments and array components,
 * the subclasses a sealed type permits, and the enums nested in it. A field of a type that is open
 * to all subclasses reaches none of them. Loads classes, initializes none.
 */
final class ReachableTypes {
  private final Set<String> names = new HashSet<>();
  private final Set<Type> seen = new HashSet<>();
  private final Deque<Type> open = new ArrayDeque<>();

  private ReachableTypes() {}

  static Set<String> from(Iterable<? extends Class<?>> declared) {
    ReachableTypes walk = new ReachableTypes();
    declared.forEach(walk::reach);
    walk.run();
    return Set.copyOf(walk.names);
  }

  private void run() {
    while (!open.isEmpty()) {
      Type next = open.pop();
      if (next instanceof Class<?> type) {
        visit(type);
      } else if (next instanceof ParameterizedType type) {
        reach(type.getRawType());
        reachAll(type.getActualTypeArguments());
      } else if (next instanceof GenericArrayType type) {
        reach(type.getGenericComponentType());
      } else if (next instanceof WildcardType type) {
        reachAll(type.getUpperBounds());
        reachAll(type.getLowerBounds());
      } else if (next instanceof TypeVariable<?> type) {
        reachAll(type.getBounds());
      }
    }
  }

  private void visit(Class<?> type) {
    if (type.isArray()) {
      reach(type.getComponentType());
    } else if (!type.isPrimitive()) {
      names.add(type.getName());
      // What a JDK class holds is not for its users to declare.
      if (!Classes.isJdk(type)) {
        visitMembers(type);
      }
    }
  }

  private void visitMembers(Class<?> type) {
    try {
      reachFields(type);
      reachSuperclass(type);
      reachNested(type);
      if (type.isSealed()) {
        reachAll(type.getPermittedSubclasses());
      }
    } catch (LinkageError | TypeNotPresentException e) {
      // A type that is missing here cannot be decoded here: it needs no permission.
      return;
    }
  }

  private void reachFields(Class<?> type) {
    boolean ownStream = Serializable.class.isAssignableFrom(type) && Classes.hasOwnStream(type);
    for (Field field : type.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      // A class with a writeObject of its own may write transient fields.
      if (!Modifier.isStatic(modifiers) && (ownStream || !Modifier.isTransient(modifiers))) {
        reach(field.getGenericType());
      }
    }
  }

  private void reachSuperclass(Class<?> type) {
    Type superclass = type.getGenericSuperclass();
    if (superclass != null) {
      reach(superclass);
    }
  }

  /** Nested enums, and the proxies that nested classes are for a class with writeReplace. */
  private void reachNested(Class<?> type) {
    boolean replaced = Classes.declares(type, "writeReplace");
    for (Class<?> nested : type.getDeclaredClasses()) {
      if (nested.isEnum() || (replaced && Serializable.class.isAssignableFrom(nested))) {
        reach(nested);
      }
    }
  }

  private void reachAll(Type[] types) {
    for (Type type : types) {
      reach(type);
    }
  }

  private void reach(Type type) {
    if (seen.add(type)) {
      open.push(type);
    }
  }
}
