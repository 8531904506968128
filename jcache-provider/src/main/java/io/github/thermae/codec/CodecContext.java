package io.github.thermae.codec;

import io.github.thermae.ThermaeException;

/** What a {@link Codec} is told of the cache that it works for. Thread-safe. */
public interface CodecContext {
  /** The cache's name. */
  String cacheName();

  /** The class loader of the cache's manager, in which classes are to be found. */
  ClassLoader classLoader();

  /**
   * Lets a class pass, or throws. Allowed are the cache's declared key and value types and what
   * their fields reach, the JDK's value and collection types, and what the setting {@code
   * store.allowed-classes} names; in a store without a file, every class.
   *
   * @param className as {@link Class#getName()} gives it; it is not loaded
   * @throws ThermaeException if the class is not allowed; the message names it, the cache and the
   *     setting. A {@link Codec#decode} that lets it through makes the entry a miss that stays in
   *     the file, since a setting can make it readable
   */
  void requireAllowed(String className);
}
