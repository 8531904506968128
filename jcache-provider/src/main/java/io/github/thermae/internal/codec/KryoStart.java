package io.github.thermae.internal.codec;

import com.esotericsoftware.kryo.util.Util;

/**
 * Starts Kryo without {@code sun.misc.Unsafe}, which this library does not use and which warns on
 * the console from JDK 24 on. Kryo decides once, when its class {@link Util} is initialized, by the
 * system property {@code kryo.unsafe}; what the user has set there holds.
 */
final class KryoStart {
  private static final String PROPERTY = "kryo.unsafe";
  private static final int FIRST_JDK_THAT_WARNS = 24;

  private KryoStart() {}

  static void withoutUnsafe() {
    if (Runtime.version().feature() < FIRST_JDK_THAT_WARNS
        || System.getProperty(PROPERTY) != null) {
      return;
    }
    System.setProperty(PROPERTY, "false");
    try {
      Util.isUnsafeAvailable();
    } finally {
      System.clearProperty(PROPERTY);
    }
  }
}
