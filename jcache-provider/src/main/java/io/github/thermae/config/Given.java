package io.github.thermae.config;

import org.jspecify.annotations.Nullable;

/**
 * A value as it was given.
 *
 * @param text what was given
 * @param name the name under which it was given, for messages: {@code thermae.store.path}
 * @param origin where: {@code the system properties}, {@code app.conf, line 12}
 */
record Given(String text, String name, String origin) {
  String problem(@Nullable String what) {
    return name + " in " + origin + ": " + what;
  }
}
