package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import java.io.IOException;

/**
 * What a codec is made for: one cache, its classes and the store's numbers for them.
 *
 * @param cacheName for messages
 * @param loader finds the classes
 * @param dictionary numbers the classes
 * @param gate says which of them may pass
 */
record CodecScope(
    String cacheName, ClassLoader loader, ClassDictionary dictionary, ClassGate gate) {

  /** What makes the bytes of a value. */
  @FunctionalInterface
  interface Encoding {
    byte[] make() throws IOException;
  }

  /**
   * The bytes of a value.
   *
   * @throws ThermaeException for whatever goes wrong; it names class, cache and what to do
   */
  byte[] encoded(Object value, Encoding encoding) {
    try {
      return encoding.make();
    } catch (UnfitClassException e) {
      throw unfit(e);
    } catch (ThermaeException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      throw failedToEncode("A value", value, e);
    }
  }

  /** The error for an object that cannot be stored, with what to do about it. */
  ThermaeException unfit(UnfitClassException e) {
    return new ThermaeException(
        ("Class %s cannot be stored in cache '%s': %s. Keep it out of what is cached (a transient"
                + " field, or the data it stands for in its place)")
            .formatted(e.className(), cacheName, e.getMessage()),
        e);
  }

  /** The error for an object that cannot be a key or a part of one. */
  ThermaeException unfitForKey(UnfitClassException e) {
    return new ThermaeException(
        "Class %s cannot be a key in cache '%s', nor a part of one: %s"
            .formatted(e.className(), cacheName, e.getMessage()),
        e);
  }

  /** The error for an object that failed to be encoded, for whatever reason. */
  ThermaeException failedToEncode(String what, Object object, Throwable cause) {
    String reason =
        cause instanceof StackOverflowError
            ? "its objects are nested too deep"
            : cause instanceof OpenObjects.TooDeepException ? cause.getMessage() : cause.toString();
    return new ThermaeException(
        "%s of class %s cannot be encoded in cache '%s': %s"
            .formatted(what, object.getClass().getName(), cacheName, reason),
        cause);
  }
}
