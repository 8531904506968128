package io.github.thermae.internal.codec;

import com.esotericsoftware.kryo.Registration;

/** A class in the bytes of values: its number, and who writes its objects. Immutable. */
final class Format extends Registration {
  private final boolean referred;

  /**
   * A format.
   *
   * @param referred whether one object stays one object: false for what is written again at each
   *     place
   */
  Format(int number, Class<?> type, WireSerializer<?> serializer, boolean referred) {
    super(type, serializer, number);
    this.referred = referred;
  }

  boolean isReferred() {
    return referred;
  }
}
