package io.github.thermae.internal.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Questions about classes that both codecs ask. Initializes none. */
final class Classes {
  private Classes() {}

  /** Whether the class came with the JDK. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** The class behind an enum constant's class, which differs where a constant has a body. */
  static Class<?> withoutConstantBody(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    return !type.isEnum() && parent != null && parent.isEnum() ? parent : type;
  }

  /** Whether Java serialization does something else for objects of this class than copy fields. */
  static boolean hasOwnStream(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)) {
      return false;
    }
    if (Externalizable.class.isAssignableFrom(type)) {
      return true;
    }
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      if (readsItself(c) || writesItself(c)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the class has its say when it is read and none when it is written, so that its fields
   * are all there is to write.
   */
  static boolean onlyReadsItself(Class<?> type) {
    if (Externalizable.class.isAssignableFrom(type)) {
      return false;
    }
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      if (writesItself(c) || (isJdk(c) && hasOwnStream(c))) {
        return false;
      }
    }
    return true;
  }

  private static boolean readsItself(Class<?> type) {
    return declares(type, "readObject", ObjectInputStream.class)
        || declares(type, "readObjectNoData")
        || declares(type, "readResolve");
  }

  private static boolean writesItself(Class<?> type) {
    return declares(type, "writeObject", ObjectOutputStream.class)
        || declares(type, "writeReplace")
        || declaresField(type, "serialPersistentFields");
  }

  static boolean declares(Class<?> type, String name, Class<?>... parameters) {
    return method(type, name, parameters) != null;
  }

  private static @Nullable Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getDeclaredMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static boolean declaresField(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name) != null;
    } catch (NoSuchFieldException e) {
      return false;
    }
  }
}
