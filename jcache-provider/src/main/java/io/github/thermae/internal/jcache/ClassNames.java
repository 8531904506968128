package io.github.thermae.internal.jcache;

import io.github.thermae.ThermaeException;
import java.util.List;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/** Classes that settings name. */
final class ClassNames {
  private ClassNames() {}

  /**
   * The class of a name; that of {@code java.lang} may be left out, and {@code byte[]} is one.
   *
   * @param setting the full name of the setting, for the message
   */
  static Class<?> load(String name, String setting, @Nullable ClassLoader loader) {
    if (name.equals("byte[]")) {
      return byte[].class;
    }
    List<String> names = name.contains(".") ? List.of(name) : List.of(name, "java.lang." + name);
    ClassNotFoundException missing = null;
    for (String candidate : names) {
      try {
        return Class.forName(candidate, false, loader);
      } catch (ClassNotFoundException e) {
        missing = missing == null ? e : missing;
      }
    }
    throw new ThermaeException(
        setting
            + " is "
            + name
            + ", but there is no such class on the class path of the cache manager: give the full"
            + " name, with $ before the name of a nested class",
        missing);
  }

  /** A factory for what a setting names: a part, or a factory of one. */
  static <T> Factory<T> factory(
      String name, String setting, Class<? super T> part, @Nullable ClassLoader loader) {
    Class<?> type = load(name, setting, loader);
    if (!part.isAssignableFrom(type) && !Factory.class.isAssignableFrom(type)) {
      throw new ThermaeException(
          String.format(
              "%s is %s, which is neither a %s nor a Factory of one",
              setting, name, part.getName()));
    }
    return new NamedFactory<>(type, setting);
  }

  /** What a factory is called: the class that a setting named, or else its own. */
  static String shown(Factory<?> factory) {
    return factory instanceof NamedFactory<?> named
        ? named.type().getName()
        : factory.getClass().getName();
  }

  private record NamedFactory<T>(Class<?> type, String setting) implements Factory<T> {
    @Override
    @SuppressWarnings("unchecked") // checked against the part when it was made
    public T create() {
      try {
        Object made = type.getDeclaredConstructor().newInstance();
        return made instanceof Factory<?> factory ? (T) factory.create() : (T) made;
      } catch (ReflectiveOperationException e) {
        throw new ThermaeException(
            String.format(
                "%s: %s cannot be made: a public class with a public constructor without"
                    + " parameters is expected",
                setting, type.getName()),
            e);
      }
    }
  }
}
