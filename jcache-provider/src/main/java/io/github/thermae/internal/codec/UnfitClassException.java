package io.github.thermae.internal.codec;

/**
 * A class whose objects cannot be written at all. Carries the class and the reason; the codec that
 * catches it adds the cache and what to do.
 */
final class UnfitClassException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String className;

  UnfitClassException(Class<?> type, String reason) {
    super(reason);
    this.className = type.getName();
  }

  String className() {
    return className;
  }
}
