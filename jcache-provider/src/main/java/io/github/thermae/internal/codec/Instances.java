package io.github.thermae.internal.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objenesis.instantiator.ObjectInstantiator;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Makes empty objects of a class: by its constructor without parameters, so that transient fields
 * start as the class wants them, else without any constructor. Thread-safe.
 */
final class Instances {
  private final Class<?> type;
  private volatile @Nullable Constructor<?> constructor;
  private volatile @Nullable ObjectInstantiator<?> bare;

  Instances(Class<?> type) {
    this.type = type;
    this.constructor = constructorOf(type);
  }

  Object make() {
    Constructor<?> known = constructor;
    if (known != null) {
      try {
        return known.newInstance();
      } catch (ReflectiveOperationException e) {
        // A constructor that throws is there to forbid its use.
        constructor = null;
      }
    }
    return makeBare();
  }

  private Object makeBare() {
    ObjectInstantiator<?> known = bare;
    if (known == null) {
      known = new StdInstantiatorStrategy().newInstantiatorOf(type);
      bare = known;
    }
    return known.newInstance();
  }

  private static @Nullable Constructor<?> constructorOf(Class<?> type) {
    try {
      Constructor<?> found = type.getDeclaredConstructor();
      return found.trySetAccessible() ? found : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** Makes records of one class from component values in the order of its slots. */
  static final class OfRecord {
    private final Constructor<?> canonical;
    private final int[] positions;

    OfRecord(Class<?> type, List<FieldSlot> slots) {
      RecordComponent[] components = type.getRecordComponents();
      List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
      this.canonical = canonicalOf(type, components);
      this.positions = slots.stream().mapToInt(slot -> names.indexOf(slot.label())).toArray();
    }

    Object make(@Nullable Object[] sorted) {
      @Nullable Object[] arguments = new @Nullable Object[sorted.length];
      for (int i = 0; i < sorted.length; i++) {
        arguments[positions[i]] = sorted[i];
      }
      try {
        return canonical.newInstance(arguments);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(
            canonical.getDeclaringClass().getName() + " does not accept its components", e);
      }
    }

    private static Constructor<?> canonicalOf(Class<?> type, RecordComponent[] components) {
      Class<?>[] parameters =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        Constructor<?> found = type.getDeclaredConstructor(parameters);
        found.setAccessible(true);
        return found;
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
