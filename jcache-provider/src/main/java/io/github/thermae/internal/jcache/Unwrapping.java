package io.github.thermae.internal.jcache;

/** The {@code unwrap} of all our types. */
final class Unwrapping {
  private Unwrapping() {}

  static <T> T unwrap(Object object, Class<T> type) {
    if (type.isInstance(object)) {
      return type.cast(object);
    }
    throw new IllegalArgumentException(
        object.getClass().getName()
            + " is not a "
            + type.getName()
            + " and cannot be unwrapped to it");
  }
}
