package io.github.thermae.internal.jcache;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks of arguments that JSR-107 asks for, in one voice. */
final class Arguments {
  private Arguments() {}

  static <T> T notNull(@Nullable T argument, String name) {
    if (argument == null) {
      throw new NullPointerException("the " + name + " must not be null");
    }
    return argument;
  }

  static <K> void noNulls(@Nullable Set<? extends K> keys) {
    for (K key : notNull(keys, "set of keys")) {
      notNull(key, "key");
    }
  }

  static void noNulls(@Nullable Map<?, ?> entries) {
    notNull(entries, "map of entries")
        .forEach(
            (key, value) -> {
              notNull(key, "key");
              notNull(value, "value");
            });
  }
}
