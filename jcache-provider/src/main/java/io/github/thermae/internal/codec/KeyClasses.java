package io.github.thermae.internal.codec;

/**
 * What the writer and the reader of one codec's keys share.
 *
 * @param numbers the classes of keys
 * @param stream for classes that insist on Java serialization
 */
record KeyClasses(ClassNumbers<KeyForm> numbers, JavaStream stream) {
  /**
   * The most objects that may be nested in one another in a key. A key is compared and hashed as a
   * whole at every use, so no sensible one comes near.
   */
  static final int DEPTH_MAX = 100;

  static KeyClasses of(CodecScope scope) {
    return new KeyClasses(
        new ClassNumbers<>(scope, KeyForm::of, scope.gate()::allows), new JavaStream(scope));
  }
}
