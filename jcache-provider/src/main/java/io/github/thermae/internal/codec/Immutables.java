package io.github.thermae.internal.codec;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells values that may be shared rather than copied where a cache is by value: the JDK's immutable
 * values, enums, and records whose components are declared as final types of that kind. One look at
 * a class, remembered with the class.
 */
public final class Immutables {
  /** What a class says of its objects. */
  private enum Verdict {
    /** All are immutable. */
    SHARED,
    /** Some may not be. */
    COPIED,
    /** As immutable as what they hold. */
    OPTIONAL
  }

  private static final ClassValue<Verdict> VERDICTS =
      new ClassValue<>() {
        @Override
        protected Verdict computeValue(Class<?> type) {
          return verdictOn(type);
        }
      };

  private Immutables() {}

  /** Whether nothing can change this value, nor what it holds. */
  public static boolean isImmutable(Object value) {
    // The most frequent values, without a look-up.
    if (value instanceof String || value instanceof Long || value instanceof Integer) {
      return true;
    }
    return switch (VERDICTS.get(value.getClass())) {
      case SHARED -> true;
      case COPIED -> false;
      case OPTIONAL -> ((Optional<?>) value).map(Immutables::isImmutable).orElse(true);
    };
  }

  private static Verdict verdictOn(Class<?> type) {
    if (type == Optional.class) {
      return Verdict.OPTIONAL;
    }
    boolean shared =
        isImmutableJdkValue(type)
            || Classes.withoutConstantBody(type).isEnum()
            || (type.isRecord() && hasImmutableComponents(type));
    return shared ? Verdict.SHARED : Verdict.COPIED;
  }

  private static boolean isImmutableJdkValue(Class<?> type) {
    JdkValue<?> value = JdkValues.of(type);
    return value != null && value.isImmutable();
  }

  private static boolean hasImmutableComponents(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(RecordComponent::getType)
        .allMatch(component -> component == record || isImmutableWhateverItHolds(component));
  }

  /** Of a declared type: no subclass may bring mutable state in. */
  private static boolean isImmutableWhateverItHolds(Class<?> declared) {
    if (declared.isPrimitive() || declared.isEnum() || declared == ZoneId.class) {
      return true;
    }
    return Modifier.isFinal(declared.getModifiers()) && VERDICTS.get(declared) == Verdict.SHARED;
  }
}
